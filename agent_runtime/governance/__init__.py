"""Decides: policy, validation, approvals and the command sandbox."""
