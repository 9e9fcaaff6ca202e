"""The reference city: synthetic, deterministic by seed, with every published figure exact."""

from geo.reference.assembly import STEPS, WRITING_SHARE, build_reference
from geo.reference.figures import PUBLISHED, Figures, scale_figures

__all__ = ["PUBLISHED", "STEPS", "WRITING_SHARE", "Figures", "build_reference", "scale_figures"]
