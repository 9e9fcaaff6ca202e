"""The answers in docs/api.md are real: ``python -m tests.api_examples`` asks a service for them and writes them again.

The service serves the reference city at scale 0.05. A block ``http`` holds a request, the block ``json`` after it the
answer. Between the two a line may begin with the status that is expected, such as ``404``.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from starlette.testclient import TestClient

from geo.reference import build_reference
from service.app import create_app
from service.settings import Settings

PAGE = Path(__file__).parent.parent / "docs" / "api.md"
SCALE = 0.05
EXAMPLE = re.compile(
    r"```http\n(?P<request>.*?)\n```\n(?P<between>(?:(?!```).)*?)```json\n(?P<answer>.*?)```", re.DOTALL
)
#: How much of a list is shown, and of a line's or an outline's coordinates.
SHOWN, SHOWN_PAIRS = 2, 3
WIDTH = 116


@dataclass(frozen=True)
class Example:
    """A request, the status that is expected, and the answer that the page shows."""

    method: str
    path: str
    body: object
    status: int
    answer: object


def read_examples(text):
    """All examples of a page, in its order."""
    return [_read_example(found) for found in EXAMPLE.finditer(text)]


def _read_example(found):
    first, _, rest = found["request"].partition("\n")
    method, path = first.split(" ", 1)
    status = re.search(r"^(\d{3})\b", found["between"].strip())
    answer = json.loads(found["answer"]) if found["answer"].strip() else None
    return Example(method, path, json.loads(rest) if rest else None, int(status[1]) if status else 200, answer)


def open_client():
    """A client of a service that serves the small reference city."""
    return TestClient(create_app(Settings(), build_reference(scale=SCALE)))


def ask(client, example):
    """The answer to an example's request, cut to what a page shows."""
    answer = client.request(example.method, example.path, json=example.body)
    assert answer.status_code == example.status, f"{example.method} {example.path}: {answer.text[:500]}"
    kind = "application/problem+json" if example.status >= 400 else ""
    assert answer.headers["Content-Type"].startswith(kind)
    return shorten(answer.json())


def shorten(value):
    """Cut long lists, and numbers to the digits that a reader needs."""
    if isinstance(value, dict):
        is_long = len(value) > 8 and len({type(item) for item in value.values()}) == 1
        return {key: shorten(item) for key, item in list(value.items())[: SHOWN if is_long else None]}
    if isinstance(value, str) and value.count(",") > 4 and " " not in value:
        return ",".join(value.split(",")[:SHOWN]) + ",..."
    if isinstance(value, list):
        if value and isinstance(value[0], dict) and value[0].get("type") == "Feature":
            value = value[:1]
        if value and all(isinstance(item, int | float) for item in value):
            return [round(item, 5) for item in value]
        pairs = value and isinstance(value[0], list) and all(isinstance(number, int | float) for number in value[0])
        return [shorten(item) for item in value[: SHOWN_PAIRS if pairs else SHOWN]]
    return round(value, 5) if isinstance(value, float) else value


def write(value, indent=0):
    """JSON as a person would set it: what fits on a line stands on one."""
    flat = json.dumps(value, ensure_ascii=False)
    if len(flat) + indent <= WIDTH or not isinstance(value, dict | list) or not value:
        return flat
    pad = " " * (indent + 2)
    if isinstance(value, dict):
        inner = [
            f"{pad}{json.dumps(key, ensure_ascii=False)}: {write(item, indent + 2)}" for key, item in value.items()
        ]
        return "{\n" + ",\n".join(inner) + "\n" + " " * indent + "}"
    return "[\n" + ",\n".join(pad + write(item, indent + 2) for item in value) + "\n" + " " * indent + "]"


def find_keys(value, path=""):
    """Every key of an answer with the keys above it, as texts."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield f"{path}.{key}"
            yield from find_keys(item, f"{path}.{key}")
    elif isinstance(value, list):
        for item in value:
            yield from find_keys(item, path)


def main():
    text = PAGE.read_text("utf-8")
    with open_client() as client:

        def fill(found):
            answer = write(ask(client, _read_example(found)))
            return f"```http\n{found['request']}\n```\n{found['between']}```json\n{answer}\n```"

        PAGE.write_text(EXAMPLE.sub(fill, text), "utf-8")


if __name__ == "__main__":
    main()
