"""Keeps the score of darts."""

from dartboard.checkouts import can_finish
from dartboard.leg import Leg, Turn
from dartboard.throws import Dart, parse_dart, parse_turn

__all__ = ["Dart", "Leg", "Turn", "can_finish", "parse_dart", "parse_turn"]
