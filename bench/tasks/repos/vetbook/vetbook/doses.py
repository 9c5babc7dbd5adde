"""How much of a medicine an animal gets."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal


@dataclass(frozen=True)
class Medicine:
    name: str
    mg_per_kg: float
    tablet_mg: float
    most_mg: float | None = None


def dose_mg(medicine, weight_kg):
    """The milligrams of one dose. Raises ValueError unless the weight is above 0."""
    if weight_kg <= 0:
        raise ValueError(f"{weight_kg} kg is no weight")
    dose = medicine.mg_per_kg * weight_kg
    return dose if medicine.most_mg is None else min(dose, medicine.most_mg)


def tablets(medicine, weight_kg):
    """The tablets of one dose, to the nearest half tablet, a quarter upwards, and at least half a tablet."""
    halves = Decimal(str(dose_mg(medicine, weight_kg))) / Decimal(str(medicine.tablet_mg)) * 2
    return max(int(halves.quantize(Decimal(1), ROUND_HALF_UP)), 1) / 2
