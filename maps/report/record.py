"""The figures of a yearly report: one record, from which the page and the DOCX are both made."""

from collections.abc import Mapping
from dataclasses import dataclass

#: A text in both languages.
Words = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class CategoryRow:
    """Who is within the walk to one category.

    Parameters
    ----------
    category, name
        Its key, and its name in both languages.
    limit_m
        Limit of urban homes [m]; None where they are not judged.
    basis
        What the limit rests on: "verified" or "unverified" as a figure of the rule set, "default" where it has no
        radius and 15 minutes count, "minutes" where minutes were given for all.
    facilities
        How many there are.
    covered, uncovered, unknown
        Urban residents.
    covered_share, village_share
        Of urban residents and of those of villages; None where they are not judged.
    median_walk_min
        Median walk of urban residents [min]; None where none can walk to any.
    """

    category: str
    name: Words
    limit_m: float | None
    basis: str
    facilities: int
    covered: float
    uncovered: float
    unknown: float
    covered_share: float | None
    village_share: float | None
    median_walk_min: float | None


@dataclass(frozen=True, kw_only=True)
class TierRow:
    """Urban residents within the walk of all categories of one tier, and their share of those judged."""

    name: Words
    covered: float
    covered_share: float


@dataclass(frozen=True, kw_only=True)
class DivisionRow:
    """The urban part of one district or street.

    Parameters
    ----------
    code, name, parent_name
        Which, and what it belongs to.
    residents
        Urban residents.
    mean_share
        Mean of the shares covered over the categories that count for the city's mean.
    mean_uncovered
        Residents beyond the walk, in the mean of the same categories.
    service_m2_per_100
        Service space per 100 households [m2]; None where it is not known.
    staff_short
        Specialised workers short; None where it is not known.
    """

    code: str
    name: str
    parent_name: str
    residents: float
    mean_share: float
    mean_uncovered: float
    service_m2_per_100: float | None
    staff_short: float | None


@dataclass(frozen=True, kw_only=True)
class AuditRow:
    """One figure of the audit: of communities, its share, of villages, and the norm; None where there is none."""

    key: str
    section: str
    name: Words
    urban: float | None
    share: float | None
    village: float | None
    norm: float | None


@dataclass(frozen=True, kw_only=True)
class ShortfallRow:
    """What communities lack of one kind, in how many, whom it concerns, and what it costs where that is stated."""

    kind: str
    name: Words
    amount: float
    unit: Words
    communities: int
    people: float
    cost_yuan: float | None = None
    cost_yuan_year: float | None = None


@dataclass(frozen=True, kw_only=True)
class LackRow:
    """What one community lacks, and how much of it; None of what one has or has not."""

    name: Words
    amount: float | None
    unit: Words


@dataclass(frozen=True, kw_only=True)
class CommunityRow:
    """A community, with what it lacks most, and how many people that concerns, added up over all its shortfalls."""

    rank: int
    name: str
    parent_name: str
    people: float
    lacks: tuple[LackRow, ...]


@dataclass(frozen=True, kw_only=True)
class GapRow:
    """The largest gap area of one community.

    Parameters
    ----------
    rank
        From 1.
    name, district_name
        Street and community, and the district.
    category
        Name of the category.
    residents
        Urban residents of the area.
    walk_m
        Their walk to the facility that they mostly have to go to [m]; None where they reach none.
    remedy
        What would help, and how many of them.
    remedy_residents
        See above.
    categories
        Categories of which the community has gap areas that matter.
    """

    rank: int
    name: str
    district_name: str
    category: Words
    residents: float
    walk_m: float | None
    remedy: Words
    remedy_residents: float
    categories: int


@dataclass(frozen=True, kw_only=True)
class CityCounts:
    """How many divisions, units, people and facilities a city has; None where it does not know."""

    districts: int
    streets: int
    communities: int
    villages: int
    grid_units: int
    grid_workers: int
    facilities: int
    residents: float
    urban_residents: float
    village_residents: float
    households: float | None


@dataclass(frozen=True, kw_only=True)
class ReportFigures:
    """Everything that a yearly report says.

    Parameters
    ----------
    city, is_synthetic
        The city, and whether it is invented.
    year, day
        The year that is reported on, and the day on which the report was made (ISO 8601).
    profile, speed_km_h
        Who walks.
    judged_by
        Scope -> by what its residents are judged.
    counts
        What the city has.
    categories
        In the city's order.
    mean_share
        Mean of the shares covered over the categories whose limit is the rule set's (all where there is none); None
        where none is judged.
    tiers
        Those of the urban rule set; empty without one.
    headline
        Categories that the maps show.
    districts
        The least mean share first.
    streets
        Those with most residents beyond the walk in the mean of the categories.
    audit, shortfalls, communities
        What the audit found; shortfalls by people, communities by rank.
    gaps
        The largest gap areas, each of another community.
    method
        Sentences on what was done, and by what.
    attribution
        Where the city's data come from.
    """

    city: str
    is_synthetic: bool
    year: int
    day: str
    profile: str
    speed_km_h: float
    judged_by: Mapping[str, Words]
    counts: CityCounts
    categories: tuple[CategoryRow, ...]
    mean_share: float | None
    tiers: tuple[TierRow, ...]
    headline: tuple[str, ...]
    districts: tuple[DivisionRow, ...]
    streets: tuple[DivisionRow, ...]
    audit: tuple[AuditRow, ...]
    shortfalls: tuple[ShortfallRow, ...]
    communities: tuple[CommunityRow, ...]
    gaps: tuple[GapRow, ...]
    method: tuple[Words, ...]
    attribution: str
