"""How many addresses of three layers are found however they are rewritten, and whether stated confidence holds."""

import json
from collections import Counter
from itertools import pairwise
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

from geo.addresses.indexing import make_address_index
from geo.addresses.match import match_address
from geo.grid.units import assign_units
from geo.reference import build_reference
from tests.rewriting import CHINESE, DANISH, SPANISH, make_chinese, make_danish, make_spanish

ROWS, EACH = 2000, 300
SURE = 0.8
BANDS = (0.0, 0.2, 0.4, 0.6, 0.8, 0.9, 1.0)
_JOINTS = str.maketrans("", "", "与和跟、及/")
LAYERS = {
    "Chinese whole texts": (make_chinese, CHINESE, ("郑州市", "郑州")),
    "Danish houses": (make_danish, DANISH, ("København",)),
    "Spanish houses": (make_spanish, SPANISH, ("Villa",)),
}


def make_layer(city, make, seed=0):
    """One of the layers, and the half of its rows by which nothing was set."""
    table = make(city, ROWS, seed).rename(columns={"town": "district"})
    points = shapely.points(table[["x", "y"]].to_numpy())
    frame = gpd.GeoDataFrame(table.drop(columns=["x", "y"]), geometry=points, crs=city.crs)
    frame["unit"] = assign_units(city.base_units, frame.geometry.values)
    return frame, np.flatnonzero(frame["unit"] >= 0)[1::2]


def index_layer(city, frame, city_names):
    """The index of a layer's addresses."""
    layer = frame.drop(columns="unit").reset_index(drop=True)
    address_index = make_address_index(layer, city.base_units, None, city.roads, city_names=city_names)
    address_index.warm_up()
    return address_index


def ask(city, address_index, text, address):
    """The answer as one word; how sure its first unit is, whether it is right, whether the place is in the radius."""
    match = match_address(address_index, text)
    if match.status == "not_found":
        return "not_found", 0.0, False, False
    unit = match.unit
    if unit < 0:
        unit = int(assign_units(city.base_units, [shapely.Point(match.x, match.y)])[0])
    good = address["unit"] in match.units if match.status == "ambiguous" else unit == address["unit"]
    away_m = np.hypot(match.x - address.geometry.x, match.y - address.geometry.y)
    answer = f"{match.status}, {'right' if good else 'wrong'}"
    return answer, match.confidence, unit == address["unit"], away_m <= match.error_radius_m + 1


def ask_rewritten(city, frame, address_index, rewrite, rows, rng):
    """Ask for addresses rewritten in one way."""
    is_whole = "text" in frame
    texts = {text.translate(_JOINTS) for text in frame["text"]} if is_whole else set()
    for row in rows:
        address = frame.iloc[row]
        written = address["text"] if is_whole else address.rename({"district": "town"})
        text = rewrite(written, rng)
        if is_whole and text != written and text.translate(_JOINTS) in texts - {written.translate(_JOINTS)}:
            continue  # it has become another address of the layer
        yield ask(city, address_index, text, address)


def judge_layer(city, make, forms, city_names):
    """All forms of a layer, and half of it asked of the other half."""
    frame, held_out = make_layer(city, make)
    address_index = index_layer(city, frame, city_names)
    found, stated = {}, []
    for number, (form, rewrite) in enumerate(forms.items()):
        rng = np.random.default_rng(number)
        rows = rng.choice(held_out, min(EACH if number else len(held_out), len(held_out)), replace=False)
        asked = list(ask_rewritten(city, frame, address_index, rewrite, rows, rng))
        answers = Counter(answer for answer, *_ in asked)
        sure = sum(bool(answer == "found, wrong" and confidence >= SURE) for answer, confidence, *_ in asked)
        right = sum(count for answer, count in answers.items() if answer.endswith("right"))
        found[form] = {"asked": len(asked), "right": right, "sure_wrong": sure, "answers": dict(answers)}
        stated += asked
    half = index_layer(city, frame.drop(index=held_out), city_names)
    unknown = list(ask_rewritten(city, frame, half, forms["verbatim"], held_out, np.random.default_rng(0)))
    return {"forms": found, "bands": list(rate_bands(stated)), "unknown": list(rate_bands(unknown))}


def rate_bands(asked):
    """What was stated against what was right, band by band; answers that name no place state nothing."""
    asked = np.array([one for answer, *one in asked if answer != "not_found"], float)
    for low, high in pairwise(BANDS):
        within = asked[(asked[:, 0] >= low) & ((asked[:, 0] < high) | (high == BANDS[-1]))]
        if len(within):
            mean, right, inside = within.mean(axis=0).tolist()
            yield {"low": low, "high": high, "n": len(within), "stated": mean, "right": right, "within": inside}


def list_forms(found):
    """Rows of the table of forms."""
    for layer, judged in found.items():
        for form, one in judged["forms"].items():
            answers = ", ".join(f"{count} {answer}" for answer, count in sorted(one["answers"].items()))
            right, sure_wrong = one["right"] / one["asked"], one["sure_wrong"] / one["asked"]
            yield [layer, form, f"{right:.1%}", f"{sure_wrong:.2%}", answers]


def list_bands(found):
    """Rows of the table of confidence."""
    for layer, judged in found.items():
        for asked, part in (("known", "bands"), ("not in it", "unknown")):
            for one in judged[part]:
                band = f"{one['low']:g} to {one['high']:g}"
                shares = [f"{one[key]:.1%}" for key in ("stated", "right", "within")]
                yield [f"{layer}, {asked}", band, f"{one['n']:,}", *shares]


def main():
    """Judge the three layers in a small reference city."""
    city = build_reference(scale=0.05)
    found = {name: judge_layer(city, make, forms, names) for name, (make, forms, names) in LAYERS.items()}
    Path("build/bench").mkdir(parents=True, exist_ok=True)
    Path("build/bench/rewritten.json").write_text(json.dumps(found, indent=1, ensure_ascii=False), "utf-8")


if __name__ == "__main__":
    main()
