"""Telescopes and eyepieces; all lengths are in mm."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Telescope:
    aperture: float
    focal: float

    @property
    def ratio(self):
        """The f-number."""
        return self.focal / self.aperture


@dataclass(frozen=True)
class Eyepiece:
    focal: float
    field: float = 50
    """The apparent field of view, in degrees."""


def magnification(telescope, eyepiece, barlow=1):
    """How many times larger things look."""
    return telescope.focal * barlow / eyepiece.focal


def exit_pupil(telescope, eyepiece, barlow=1):
    """The width of the bundle of light that leaves the eyepiece."""
    return telescope.aperture / magnification(telescope, eyepiece, barlow)


def true_field(telescope, eyepiece, barlow=1):
    """How much of the sky is in view, in degrees."""
    return eyepiece.field / magnification(telescope, eyepiece, barlow)


def longest_eyepiece(telescope, pupil=7):
    """The focal length above which light is lost to an eye with such a pupil."""
    return pupil * telescope.ratio
