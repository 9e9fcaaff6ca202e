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


def make_layer(city, make, city_names, seed=0):
    """One of the layers, and the index of its addresses."""
    table = make(city, ROWS, seed)
    points = shapely.points(table[["x", "y"]].to_numpy())
    frame = gpd.GeoDataFrame(table.drop(columns=["x", "y"]).rename(columns={"town": "district"}), geometry=points)
    frame = frame.set_crs(city.crs)
    return frame, make_address_index(frame, city.base_units, None, city.roads, city_names=city_names)


def judge_form(city, frame, address_index, rewrite, rows, rng):
    """Rewrite addresses in one way; whether each answer is right, as one word, and how sure its best unit is."""
    is_whole = "text" in frame
    texts = {text.translate(_JOINTS) for text in frame["text"]} if is_whole else set()
    for row in rows:
        written = frame["text"].iat[row] if is_whole else frame.iloc[row].rename({"district": "town"})
        text = rewrite(written, rng)
        if is_whole and text != written and text.translate(_JOINTS) in texts - {written.translate(_JOINTS)}:
            continue  # it has become another address of the layer
        match = match_address(address_index, text)
        unit = match.unit
        if match.status == "found" and unit < 0:
            unit = int(assign_units(city.base_units, [shapely.Point(match.x, match.y)])[0])
        truth = address_index.unit[row]
        good = truth in match.units if match.status == "ambiguous" else unit == truth
        answer = match.status if match.status == "not_found" else f"{match.status}, {'right' if good else 'wrong'}"
        yield answer, match.confidence, unit == truth and match.status != "not_found"


def judge_layer(city, make, forms, city_names):
    """All forms of a layer; the half of its rows by which nothing was set."""
    frame, address_index = make_layer(city, make, city_names)
    address_index.warm_up()
    held_out = np.flatnonzero(address_index.unit >= 0)[1::2]
    found, stated = {}, []
    for number, (form, rewrite) in enumerate(forms.items()):
        rng = np.random.default_rng(number)
        rows = rng.choice(held_out, min(EACH if number else len(held_out), len(held_out)), replace=False)
        judged = list(judge_form(city, frame, address_index, rewrite, rows, rng))
        answers = Counter(answer for answer, _, _ in judged)
        sure = sum(bool(answer == "found, wrong" and confidence >= SURE) for answer, confidence, _ in judged)
        right = sum(count for answer, count in answers.items() if answer.endswith("right"))
        found[form] = {"asked": len(judged), "right": right, "sure_wrong": sure, "answers": dict(answers)}
        stated += [(confidence, good) for answer, confidence, good in judged if answer != "not_found"]
    return {"forms": found, "bands": list(rate_bands(stated))}


def rate_bands(stated):
    """What was stated against what was right, band by band."""
    confidence, good = np.array([one for one, _ in stated]), np.array([one for _, one in stated])
    for low, high in pairwise(BANDS):
        within = (confidence >= low) & ((confidence < high) | (high == BANDS[-1]))
        if within.any():
            mean = float(confidence[within].mean())
            yield {
                "low": low,
                "high": high,
                "n": int(within.sum()),
                "stated": mean,
                "right": float(good[within].mean()),
            }


def main():
    """Judge the three layers in a small reference city."""
    city = build_reference(scale=0.05)
    found = {name: judge_layer(city, make, forms, names) for name, (make, forms, names) in LAYERS.items()}
    Path("build/bench").mkdir(parents=True, exist_ok=True)
    Path("build/bench/rewritten.json").write_text(json.dumps(found, indent=1, ensure_ascii=False), "utf-8")


if __name__ == "__main__":
    main()
