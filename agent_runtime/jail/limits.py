"""How much a step may use."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class JailLimits:
    """Limits of the jail; each is enforced by the kernel or by the host, never by the child alone."""

    step_s: float = 60.0
    """Seconds of the child's own time in one step; the clock stands while the host works for it."""
    grace_s: float = 1.0
    """Seconds between the polite interrupt and SIGKILL."""
    start_s: float = 20.0
    """Seconds a child may take to become ready."""
    memory_bytes: int = 1 << 30
    """Address space of the child."""
    processes: int = 64
    """Threads of the child; it can never start another process."""
    output_bytes: int = 200_000
    """Printed characters kept of one step: the first and the last half."""
    frame_bytes: int = 4 << 20
    """Largest message either way."""
    calls: int = 500
    """Tool calls in one step: each stops the clock, so that time alone would not end an endless loop of calls."""
