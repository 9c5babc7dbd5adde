"""Hives, mites and honey."""
