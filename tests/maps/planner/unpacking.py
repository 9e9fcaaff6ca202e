"""What a page does with packed shapes and numbers, written plainly: the second road of the tests."""

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


def read_minutes(text, minutes=30, *, is_signed=False):
    """Read the people within 1 to 30 minutes of each row."""
    rows = []
    for row in text.split("."):
        people, first, *steps = [0] * minutes, *(read_numbers(row) or [1])
        if is_signed:
            steps = [(step >> 1) ^ -(step & 1) for step in steps]
        total = 0
        for minute in range(first, minutes + 1):
            total += steps[minute - first] if minute - first < len(steps) else 0
            people[minute - 1] = total
        rows.append(people)
    return rows
