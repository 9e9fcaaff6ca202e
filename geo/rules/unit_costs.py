"""What it costs to make a shortfall good, as a city states it: yuan per unit of each remedy."""

from geo.files.validation import Positive, Record
from geo.rules.fields import Text


class UnitCosts(Record):
    """Unit costs in yuan, with the table that they are from; None for what the city does not state.

    Once: ``enlarge_m2`` and ``build_m2`` per m2 of service space added to rooms that are there, or built anew;
    ``office``, ``hall``, ``square`` and ``room`` per one that is set up; ``square_m2`` per m2 of square added. Each
    year: ``lease_m2_year`` per m2 of service space leased, ``worker_year`` per worker. ``source`` says whose figures
    they are.
    """

    source: Text
    enlarge_m2: Positive | None = None
    build_m2: Positive | None = None
    lease_m2_year: Positive | None = None
    office: Positive | None = None
    hall: Positive | None = None
    square: Positive | None = None
    square_m2: Positive | None = None
    room: Positive | None = None
    worker_year: Positive | None = None
