"""What a page does with packed shapes and numbers, written plainly: the second road of the tests."""

import base64
import gzip
import json
import re

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
STEPS_PER_DEGREE = 100_000


def read_numbers(text):
    numbers, value, shift = [], 0, 0
    for letter in text:
        digit = ALPHABET.index(letter)
        value |= (digit & 31) << shift
        shift += 5
        if digit < 32:
            numbers.append(value)
            value, shift = 0, 0
    return numbers


def read_steps(text):
    signed = [(number >> 1) ^ -(number & 1) for number in read_numbers(text)]
    return list(zip(signed[0::2], signed[1::2], strict=True))


def read_parts(text):
    """Read lines that begin at 0, 0 each: as `pack_parts` writes them, joined by a full stop."""
    lines = []
    for part in filter(None, text.split(".")):
        x = y = 0
        line = []
        for dx, dy in read_steps(part):
            x, y = x + dx, y + dy
            line.append((x / STEPS_PER_DEGREE, y / STEPS_PER_DEGREE))
        lines.append(line)
    return lines


def read_points(text):
    return read_parts(text)[0] if text else []


def read_shapes(packed):
    """Read the polygons of a level: for each row a list of polygons, each a list of rings in steps; None for none."""
    texts = iter(packed["arcs"].split("."))
    arcs, last, rows = [], (0, 0), []
    for shape in packed["shape"]:
        if shape == "=":
            rows.append(rows[-1])
            continue
        polygons = []
        for polygon in shape.split(";") if shape else []:
            rings = []
            for text in polygon.split(","):
                ring = []
                for token in read_numbers(text):
                    if token:
                        arc = arcs[-token][::-1]
                    else:
                        steps = read_steps(next(texts))
                        arc = [] if not ring else [ring[-1]]
                        here = arc[0] if arc else last
                        for dx, dy in steps:
                            here = (here[0] + dx, here[1] + dy)
                            arc.append(here)
                        last = here
                        arcs.append(arc)
                    assert not ring or ring[-1] == arc[0]
                    ring += arc[1:] if ring else arc
                assert ring[0] == ring[-1]
                rings.append(ring)
            polygons.append(rings)
        rows.append(polygons or None)
    assert next(texts, "") == ""
    return rows


def unzigzag(number):
    return (number >> 1) ^ -(number & 1)


def read_column(text, size):
    return [unzigzag(number) for number in read_numbers(text)] if text else [0] * size


def read_steps_column(text, size):
    total, column = 0, []
    for step in read_column(text, size):
        total += step
        column.append(total)
    return column


def read_minutes(text, residents, *, rows=0):
    """Read people within 3 to 30 minutes; `residents` is None where steps are signed."""
    found = []
    for row, part in enumerate(text.split(".") if text or residents is not None else [""] * rows):
        people, numbers = [0] * 28, read_numbers(part)
        if numbers:
            first, *steps = numbers
            first, is_whole = (first, False) if residents is None else (first >> 1, first & 1)
            steps = [unzigzag(step) for step in steps] if residents is None else steps
            total = 0
            for place in range(first - 3, 28):
                if place - (first - 3) < len(steps):
                    total += steps[place - (first - 3)]
                elif is_whole:
                    total = int(residents[row])
                people[place] = total
        found.append(people)
    return found


def read_own_covered(text, people, limit_min):
    found = []
    for row, more in enumerate(read_column(text, len(people))):
        minute = 0 if limit_min[row] != limit_min[row] else int(min(limit_min[row], 30) + 1e-6)
        found.append(more + (int(people[row][minute - 3]) if minute >= 3 else 0))
    return found


def read_medians(text, people, residents):
    """Read tenths of a minute, None for none."""
    found = []
    for row, away in enumerate(read_column(text, len(people))):
        reaching = [minute for minute in range(3, 31) if 2 * people[row][minute - 3] >= residents[row]]
        half = reaching[0] if reaching else 30
        found.append(None if away == 0 else 10 * half + away + (1 if away < 0 else 0))
    return found


def read_category(packed, units):
    """Read the figures of a category: level -> columns; `units` holds those of each level, as the page has them."""
    finest = list(packed["levels"])[-1]
    found = {}
    for level in reversed(packed["levels"]):
        columns, own = packed["levels"][level], units[level]
        residents, size = own["residents"], len(own["residents"])
        if columns["by_minute"] is None:
            above = read_steps_column(units[finest]["above"][level], len(units[finest]["residents"]))
            tables = []
            for name in ("by_minute", "unknown_by_minute"):
                table = [[0] * 28 for _ in range(size)]
                for part, row in enumerate(above):
                    table[row] = [a + b for a, b in zip(table[row], found[finest][name][part], strict=True)]
                tables.append(table)
            by_minute, unknown = tables
        else:
            by_minute = read_minutes(columns["by_minute"], residents)
            unknown = read_minutes(columns["unknown_by_minute"], None, rows=size)
        scopes = ["rural" if letter == "r" else "urban" for letter in own["scope"]]
        limit_m = [packed["limit_m"][scope] for scope in scopes]
        limit_min = [float("nan") if limit is None else limit / packed["speed_m_per_min"] for limit in limit_m]
        covered = read_own_covered(columns["covered"], by_minute, limit_min)
        rest = read_column(columns["rest"], size)
        found[level] = {
            "by_minute": by_minute,
            "unknown_by_minute": unknown,
            "covered": covered,
            "uncovered": [
                residents[row] - covered[row] - rest[row] if packed["judged"][scopes[row]] else 0 for row in range(size)
            ],
            "median": read_medians(columns["median"], by_minute, residents),
            "facility": read_steps_column(columns["facility"], size),
            "remedy": columns["remedy"],
        }
    return found


def read_documents(page):
    """Read the documents that a page of one file holds: path -> document."""
    found = re.search(r'<script [^>]*id="data" data-filled="(\d)">(.*?)</script>', page, re.DOTALL)
    packed = base64.b85decode(found[2].translate(str.maketrans(",./", "<>&")))
    return json.loads(gzip.decompress(packed[: len(packed) - int(found[1])]))
