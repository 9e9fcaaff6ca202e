"""The review of plan areas: an example worked by hand, and what must hold for any batch."""

import dataclasses

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geo.city.sample import ORIGIN, build_sample
from geo.errors import InputError
from geo.files.writers import to_plain
from geo.plans.missing import Missing
from geo.plans.read.batch_files import PlanBatch
from geo.plans.read.plan_schemas import STAGES
from geo.plans.results import summarize_review
from geo.plans.review import review_plans
from geo.plans.review_tables.area_report import report_areas
from geo.plans.verdicts import VERDICTS
from geo.reference import build_reference
from geo.rules.rule_set import parse_rules
from tests.plan_areas import invent_areas

ZH = {"zh": "甲", "en": "A"}
CITED = {"source": "by hand", "verified": True}
RULES = parse_rules(
    {
        "id": "hand",
        "name": ZH,
        "source": "by hand",
        "scope": ["urban"],
        "tiers": {"5_min": {"name": ZH, "provider": "project", "minutes": 5, "residents": [5000, 12000], **CITED}},
        "facilities": {
            "clinic": {"name": ZH, "tier": "5_min", "departments": ["health"], "radius": {"m": 1000}, **CITED},
            "school": {"name": ZH, "tier": "5_min", "departments": ["education"], "radius": {"m": 500}, **CITED},
            "station": {
                "name": ZH,
                "tier": "5_min",
                "departments": ["civil_affairs"],
                "radius": {"m": 300},
                "floor_area": {"m2": [600, 1000], "verb": "shall"},
                **CITED,
            },
        },
        "names": {"community_worker": ZH},
        "norms": [
            {
                "facility": "school",
                "measure": "places",
                "amount": 70,
                "per": "residents",
                "for_each": 1000,
                "departments": ["education"],
                **CITED,
            },
            {
                "facility": "station",
                "measure": "floor_area_m2",
                "by": "households",
                "steps": [
                    {"begin": 0, "amount": 30, "per": "households", "for_each": 100},
                    {"begin": 1000, "amount": 500},
                ],
                "departments": ["civil_affairs"],
                **CITED,
            },
            {
                "facility": "station",
                "measure": "floor_area_m2",
                "amount": 600,
                "departments": ["civil_affairs"],
                **CITED,
            },
            {
                "facility": "community_worker",
                "measure": "people",
                "amount": 18,
                "per": "residents",
                "for_each": 10000,
                "counted_over": "city",
                "provider": "city",
                **CITED,
            },
        ],
    },
    file="hand.toml",
)


def shape_table(columns, shapes, crs):
    return gpd.GeoDataFrame(columns, geometry=gpd.GeoSeries(shapes, crs=crs), crs=crs)


def toy_city():
    """The toy city whose school has 120 places."""
    city = build_sample()
    return dataclasses.replace(city, facilities=city.facilities.assign(capacity=[np.nan, 120.0]))


def toy_batch(areas, *, gates=(), facilities=(), roads=()):
    """A batch in the toy city: (id, box, dwellings), (area, x, y), (id, area, category, m2, places, stage, x, y)."""
    crs = build_sample().crs
    at = np.array(ORIGIN)

    def points(rows):
        return shapely.points(np.reshape([row[-2:] for row in rows], (-1, 2)) + at) if rows else []

    table = shape_table(
        {
            "plan_id": [row[0] for row in areas],
            "name": [row[0] for row in areas],
            "group": "",
            "stage": "",
            "year": 2027.0,
            "dwellings": [float(row[2]) for row in areas],
            "households": np.nan,
            "residents": np.nan,
            "residential_floor_area_m2": np.nan,
            "above_ground_floor_area_m2": np.nan,
            "row": range(1, len(areas) + 1),
        },
        [shapely.box(*np.add(row[1], [*at, *at])) for row in areas],
        crs,
    )
    gate_table = shape_table(
        {"gate_id": [f"g{n}" for n in range(len(gates))], "plan_id": [row[0] for row in gates]}, points(gates), crs
    )
    columns = ("facility_id", "plan_id", "category", "floor_area_m2", "capacity", "stage")
    facility_table = shape_table(
        {name: [row[n] for row in facilities] for n, name in enumerate(columns)}
        | dict.fromkeys(("name", "floor", "own_entrance", "receiver"), "")
        | dict.fromkeys(("land_area_m2", "surveyed_area_m2"), np.nan),
        points(facilities),
        crs,
    )
    lines = [shapely.LineString(np.array(line) + at) for _, line in roads]
    road_table = shape_table({"plan_id": [row[0] for row in roads], "highway": ""}, lines, crs)
    rejected = pd.DataFrame(columns=["file", "row", "plan_id", "reason"])
    return PlanBatch(
        areas=table,
        gates=gate_table,
        facilities=facility_table,
        roads=road_table,
        rejected=rejected,
        notes=(),
        hashes={},
    )


AREA = ("A", (420, 320, 480, 360), 400)
GATE = ("A", 450, 320)
STATION = ("N1", "A", "station", 400.0, np.nan, "build", 450, 340)


def find(review, scenario, category, clause_kind, basis=None, plan_id="A"):
    table = review.requirements
    rows = table[
        (table["plan_id"] == plan_id)
        & (table["scenario"] == scenario)
        & (table["category"] == category)
        & (table["clause_kind"] == clause_kind)
    ]
    rows = rows if basis is None else rows[rows["basis"] == basis]
    assert len(rows) == 1
    return rows.iloc[0]


def stages(row):
    return [row[f"verdict_{stage}"] for stage in STAGES]


def test_one_area_worked_out_on_paper():  # noqa: PLR0915 - one example, whole
    """Every figure of one plan area, with the working.

    Roads of the toy city run along x and y = 0, 300, 600, 900. Area A is the box (420, 320)-(480, 360), 60 m x 40 m, in
    the block between the roads x = 300 and 600, y = 300 and 600. Its one gate is at (450, 320).

    Legs to the gate, in the middle of the south side: from the gate itself 0 m, from the far corners (420, 360) and
    (480, 360) sqrt(30^2 + 40^2) = 50 m. From the gate 20 m to the road y = 300.

    Clinic at (0, 0): from (450, 300) along the roads 450 + 300 = 750 m. Gate to clinic 770 m. Nearest place 770 m,
    farthest 820 m. Limit 1,000 m: met, and at every stage, for it stands. With 10 % less (900 m) still met. In a
    straight line from the farthest corner (480, 360): 600 m.

    School at (600, 600): from (450, 300) 150 + 300 = 450 m. Gate to school 470 m. Nearest 470 m, farthest 520 m.
    Limit 500 m: within is what lies within 30 m of the gate: half a circle, 30^2 pi / 2 = 1,413.7 m2 of 2,400 m2, a
    share of 0.589. The recommended distance is exceeded by 20 m. With 10 % more (550 m) it would be met. In a straight
    line from (420, 320): sqrt(180^2 + 280^2) = 332.9 m, so that all of it is within.

    Sizes. 400 dwellings are 400 households; the toy city has 105 residents in 42 households, 2.5 each: 1,000 residents.

    School places: 1,000 x 0.07 = 70. The area brings none. The school has 120. Who uses it today: homes whose walk to
    it is at most 500 m: door walks 1,200, corner 900, yard 1,060, far 600, field has no way: none. Left 120 >= 70: met
    with conditions, at every stage. With 10 % more residents 77 <= 120: the same. With 10 % less distance (450 m) the
    school is out of reach (470 m): not met. After: 70 x 0.589 = 41.2 places are used and 78.8 left, for only those of A
    that live within the limit go there.

    Station N1 of 400 m2, at (450, 340), inside: a walk inside the area is straight: farthest are the corners,
    sqrt(30^2 + 20^2) = 36.0555 m; nearest is where it stands, 0 m. Limit 300 m: met at the plan stage and at build, the
    stage that N1 has reached; it is not accepted yet, and the city knows nothing of other stations: not assessed.

    Station floor area: under 1,000 households 30 m2 per 100: 4 x 30 = 120 m2, the area brings 400: met at plan and
    build; nothing is accepted yet, so not met from then on, for the project owes it itself, whatever others have. At
    least 600 m2: 400 < 600, not met, by 200 m2; N1 to be enlarged by 200 m2. 1,000 residents are less than the 5,000 of
    a 5-minute circle: by its tier no own floor area, and no size of what it brings of its own accord. A is under review
    at build, the stage that all it brings has reached.

    Grid units: 400 households <= 500: one unit, 300-500: fits. A's middle (450, 340) lies in the unit ...001001 of
    the community 410102001001, which has the codes ...001 and ...002: next free 410102001001003. Community workers of
    the batch: 1,000 x 18 / 10,000 = 1.8, a ratio of the city, so not rounded up. Nobody lives in the
    box, and no water is in it.
    """
    review = review_plans(toy_city(), toy_batch([AREA], gates=[GATE], facilities=[STATION]), rule_sets=[RULES])
    area = review.areas.iloc[0]
    assert [area["dwellings"], area["households"], area["residents"]] == [400, 400, 1000]
    assert area["derived"] == "households,residents"
    assert area["area_m2"] == pytest.approx(2400)

    clinic = find(review, "alone", "clinic", "distance")
    assert [clinic["walk_m_nearest"], clinic["walk_m"]] == pytest.approx([770, 820], abs=1e-3)
    assert [clinic["share_within"], clinic["shortfall"], clinic["sensitive_to"]] == [pytest.approx(1), 0, ""]
    assert stages(clinic) == ["met"] * 4
    assert clinic["facility_id"] == "c1"
    assert [clinic["straight_m"], clinic["share_within_straight"]] == pytest.approx([600, 1])

    school = find(review, "alone", "school", "distance")
    assert [school["walk_m_nearest"], school["walk_m"]] == pytest.approx([470, 520], abs=1e-3)
    assert [school["share_within"], school["shortfall"]] == [pytest.approx(450 * np.pi / 2400, abs=2e-3), 20]
    assert [school["straight_m"], school["share_within_straight"]] == pytest.approx([np.hypot(180, 280), 1])
    assert stages(school) == ["exceeds"] * 4
    assert school["sensitive_to"] == "distance_more"

    places = find(review, "alone", "school", "places")
    assert [places["demand"], places["has"], places["remaining"], places["shortfall"]] == pytest.approx(
        [70, 0, 120, 70]
    )
    assert stages(places) == ["met_with_conditions"] * 4
    assert places["sensitive_to"] == "distance_less"
    load = review.own_loads[review.own_loads["facility_id"] == "s1"].iloc[0]
    assert [load["used_before"], load["added"], load["remaining_after"]] == pytest.approx([0, 41.2, 78.8], abs=0.2)

    station = find(review, "alone", "station", "distance")
    assert [station["walk_m_nearest"], station["walk_m"]] == pytest.approx([0, 36.0555], abs=1e-3)
    assert stages(station) == ["met", "met", "not_assessed", "not_assessed"]
    assert station["missing"] == Missing("no_data")
    household = find(review, "alone", "station", "floor_area", "steps")
    assert [household["demand"], household["has"]] == pytest.approx([120, 400])
    assert stages(household) == ["met", "met", "not_met", "not_met"]
    floor = find(review, "alone", "station", "floor_area", "amount")
    assert [floor["demand"], floor["has"], floor["shortfall"]] == pytest.approx([600, 400, 200])
    assert stages(floor) == ["not_met"] * 4
    assert floor["missing"] is None
    assert floor["strictest"]
    assert not household["strictest"]
    assert not {"tier", "least"} & set(review.requirements["basis"])

    remedies = review.remedies[review.remedies["scenario"] == "alone"]
    of_size = remedies[(remedies["category"] == "station") & (remedies["clause_kind"] == "floor_area")].iloc[0]
    assert [of_size["remedy"], of_size["amount"], of_size["facility_id"]] == ["enlarge", pytest.approx(200), "N1"]
    # the school is 332.9 m from the farthest place in a straight line: a shorter way would do
    of_walk = remedies[(remedies["category"] == "school") & (remedies["clause_kind"] == "distance")]
    assert of_walk["remedy"].tolist() == ["shorten", "new_site"]
    of_places = remedies[remedies["clause_kind"] == "places"].iloc[0]
    assert [of_places["remedy"], of_places["amount"], of_places["facility_id"]] == ["share", pytest.approx(70), "s1"]

    departments = review.departments[review.departments["scenario"] == "alone"].set_index("department")["verdict_plan"]
    assert departments.to_dict() == {
        "education": "met_with_conditions",
        "civil_affairs": "not_met",
        "construction": "not_met",
    }
    assert set(review.requirements.loc[review.requirements["role"] == "recommended", "clause_kind"]) == {"distance"}
    assert area["verdict_alone_plan"] == "not_met"

    assert review.units[["unit_code", "households", "residents", "fits"]].values.tolist() == [
        ["410102001001003", 400, 1000, True]
    ]
    assert [area["units_needed"], area["community"], area["street"]] == [1, "410102001001", "410102001000"]
    assert summarize_review(review, list(report_areas(review)), version="1")["counts"][
        "community_workers"
    ] == pytest.approx(1.8)
    assert [area["homes_inside"], area["water_m"]] == [0, 0]
    # nothing else is built: together is the same
    alone, together = (
        review.requirements[review.requirements["scenario"] == name].drop(columns="scenario").reset_index(drop=True)
        for name in ("alone", "together")
    )
    pd.testing.assert_frame_equal(alone, together)


def test_areas_compete_for_what_remains():
    """B is A's mirror image across the road x = 600: it needs 70 places of the 120 too, so that each gets 60."""
    areas = [AREA, ("B", (720, 320, 780, 360), 400)]
    gates = [GATE, ("B", 750, 320)]
    review = review_plans(toy_city(), toy_batch(areas, gates=gates), rule_sets=[RULES])
    for plan_id in "AB":
        alone, together = (find(review, name, "school", "places", plan_id=plan_id) for name in ("alone", "together"))
        assert [alone["remaining"], together["remaining"]] == pytest.approx([120, 60])
        assert [alone["verdict_plan"], together["verdict_plan"]] == ["met_with_conditions", "not_met"]
        # 63 places would still be more than 60, however far they may walk
        assert together["sensitive_to"] == ""
    load = review.loads[review.loads["facility_id"] == "s1"].iloc[0]
    # of each 0.589 is within 500 m: 41.2 + 41.2
    assert [load["used_before"], load["added"], load["used_after"], load["remaining_after"]] == pytest.approx(
        [0, 82.5, 82.5, 37.5], abs=0.4
    )
    assert review.units["unit_code"].tolist() == ["410102001001003", "410102001001004"]


def test_what_another_area_plans_is_a_condition():
    areas = [AREA, ("B", (420, 240, 480, 280), 400)]
    school = ("N2", "B", "school", np.nan, 500.0, "", 450, 260)
    review = review_plans(toy_city(), toy_batch(areas, facilities=[school]), rule_sets=[RULES])
    alone, together = (find(review, name, "school", "distance") for name in ("alone", "together"))
    assert alone["verdict_plan"] == "exceeds"
    assert stages(together) == ["met_with_conditions", "not_assessed", "not_assessed", "not_assessed"]
    assert together["missing"] == Missing("stage", "N2")
    own = find(review, "alone", "school", "distance", plan_id="B")
    assert stages(own) == ["met", "not_assessed", "not_assessed", "not_assessed"]


def test_a_planned_facility_nearby_that_states_no_places_is_what_is_missing():
    areas = [AREA, ("B", (420, 240, 480, 280), 400)]
    school = ("N2", "B", "school", np.nan, np.nan, "build", 450, 260)
    city = toy_city()
    full = dataclasses.replace(city, facilities=city.facilities.assign(capacity=[np.nan, 0.0]))
    row = find(
        review_plans(full, toy_batch(areas, facilities=[school]), rule_sets=[RULES]), "together", "school", "places"
    )
    assert [row["verdict_plan"], row["missing"]] == ["not_assessed", Missing("capacity", "N2")]


def test_a_gate_and_a_road_shorten_a_walk():
    """A road from A's north side joins y = 600 at 450."""
    far = review_plans(toy_city(), toy_batch([AREA], gates=[GATE]), rule_sets=[RULES])
    gates = [GATE, ("A", 450, 360)]
    road = ("A", [(450, 360), (450, 600)])
    near = review_plans(toy_city(), toy_batch([AREA], gates=gates, roads=[road]), rule_sets=[RULES])
    # from the north gate: 240 m of new road and 150 m along y = 600; legs as before, seen from the other side
    for scenario in ("alone", "together"):
        assert find(far, scenario, "school", "distance")["walk_m"] == pytest.approx(520)
        row = find(near, scenario, "school", "distance")
        assert row["walk_m_nearest"] == pytest.approx(240 + 150)
        assert row["walk_m"] == pytest.approx(390 + 50)
        assert row["verdict_plan"] == "met"


def test_a_road_of_one_area_does_not_serve_another_alone():
    areas = [AREA, ("B", (420, 400, 480, 440), 400)]
    road = ("B", [(450, 300), (450, 600)])
    review = review_plans(toy_city(), toy_batch(areas, gates=[GATE], roads=[road]), rule_sets=[RULES])
    alone, together = (find(review, name, "school", "distance")["walk_m"] for name in ("alone", "together"))
    assert alone == pytest.approx(520)
    assert together < alone + 1e-9


def test_a_reviewed_area_near_no_road_or_near_the_border_is_not_assessed():
    city = toy_city()
    field = ("F", (420, 1300, 480, 1340), 400)
    review = review_plans(city, toy_batch([field]), rule_sets=[RULES])
    row = find(review, "alone", "clinic", "distance", plan_id="F")
    assert [row["verdict_plan"], row["missing"]] == ["not_assessed", Missing("no_road")]
    west, south = ORIGIN
    tight = dataclasses.replace(
        city,
        extent=gpd.GeoDataFrame(geometry=[shapely.box(west - 50, south - 50, west + 950, south + 950)], crs=city.crs),
    )
    row = find(review_plans(tight, toy_batch([AREA]), rule_sets=[RULES]), "alone", "school", "distance")
    # A lies 318 m and more from that border: its homes are judged by 500 m
    assert [row["verdict_plan"], row["missing"]] == ["not_assessed", Missing("border")]


@pytest.fixture(scope="module")
def small():
    return build_reference(scale=0.05)


@pytest.fixture(scope="module")
def reviewed(small):
    return review_plans(small, invent_areas(small, 60, seed=3, with_roads=0.2))


@pytest.mark.heavy
def test_the_same_input_gives_the_same_review(small, reviewed):
    again = review_plans(small, invent_areas(small, 60, seed=3, with_roads=0.2))
    one, other = (
        to_plain(summarize_review(review, list(report_areas(review)), version="1")) for review in (again, reviewed)
    )
    assert one == other
    for name in ("requirements", "remedies", "loads", "own_loads", "departments"):
        pd.testing.assert_frame_equal(getattr(again, name), getattr(reviewed, name))


def test_every_area_has_every_clause_that_applies_and_a_verdict_at_every_stage(reviewed):
    table = reviewed.requirements
    # a health station is asked about only where no health centre reaches
    unconditional = table[(table["clause_kind"] == "distance") & (table["condition"] == "")]
    distances = unconditional.groupby(["plan_id", "scenario"]).size()
    assert (
        distances == sum(each.clause_kind == "distance" and not each.supplements for each in reviewed.clauses)
    ).all()
    assert len(distances) == 2 * len(reviewed.areas)
    for stage in STAGES:
        assert table[f"verdict_{stage}"].isin(VERDICTS).all()
    assert table["missing"].notna()[(table["verdict_plan"] == "not_assessed")].all()
    marked = table[table["strictest"]]
    assert not marked.duplicated(["plan_id", "scenario", "category", "clause_kind", "role"]).any()


def test_competing_never_helps_where_only_existing_facilities_offer_places(small):
    rules = next(rules for rules in small.rule_sets if rules.id == "zhengzhou")
    beds = next(norm for norm in rules.norms if norm.facility == "care_home")
    of_plots = rules.model_copy(update={"norms": (beds.model_copy(update={"counted_over": "plot"}),)})
    reviewed = review_plans(small, invent_areas(small, 60, seed=3, with_roads=0.2), rule_sets=[of_plots])
    table = reviewed.requirements[reviewed.requirements["clause_kind"].isin(["places"])]
    wide = table.pivot_table(index=["plan_id", "category"], columns="scenario", values="remaining")
    planned = set(reviewed.batch.facilities["category"])
    only_existing = ~wide.index.get_level_values("category").isin(planned)
    assert only_existing.any()
    assert (wide["together"] <= wide["alone"] + 1e-6)[only_existing].all()


def test_people_are_conserved_in_the_loads(small, reviewed):
    """What all facilities of a category are asked for is what all covered people need: by areas, and summed up."""
    table = reviewed.requirements
    residents = reviewed.areas.set_index("plan_id")["residents"]
    for category, rate in (("kindergarten", 0.045), ("primary_school", 0.097)):
        within = table[
            (table["scenario"] == "together") & (table["category"] == category) & (table["clause_kind"] == "distance")
        ].set_index("plan_id")["share_within"]
        wanted = rate * (within * residents).sum()
        loads = reviewed.loads[(reviewed.loads["category"] == category) & (reviewed.loads["measure"] == "places")]
        assert loads["added"].sum() == pytest.approx(wanted)


def test_a_city_without_rules_needs_a_rule_set():
    with pytest.raises(InputError, match="--rules"):
        review_plans(build_sample(), toy_batch([AREA]))
