"""A batch that has what reviews stumble over, its files, and what its pages and workbooks say."""

from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import openpyxl
import shapely

from geo.plans.read.batch_files import PlanFiles
from service.runs.review import ReviewRequest
from tests.plan_areas import invent_areas, write_batch

STANDARDS = Path(__file__).parent.parent / "data" / "standards"
TOLERANCE = 'survey_tolerance = { share = 0.03, source = "a test", verified = true }\n'


def write_scene(city, folder, *, rules=("gb50180-2018", "zhengzhou", "henan-elderly-care")):
    """Write nine areas: three of one group, two that adjoin, some without gates, rooms surveyed and underground."""
    batch = invent_areas(city, 9, seed=4, with_roads=0.4)
    areas = batch.areas
    # the last is moved next to the one before, across a street, without its gates and rooms
    gates, rooms = (
        table[table["plan_id"] != "P0008"].reset_index(drop=True) for table in (batch.gates, batch.facilities)
    )
    batch = replace(batch, gates=gates, facilities=rooms)
    areas.loc[[1, 2, 6], "group"] = "East"
    _, south, east, north = areas.geometry[7].bounds
    areas.loc[8, "geometry"] = shapely.box(east + 12, south, east + 212, north)
    areas.loc[3, "households"] = np.nan
    areas.loc[3, "dwellings"] = 900.0
    number = np.arange(len(rooms))
    rooms["surveyed_area_m2"] = np.where(number % 2 == 0, (rooms["floor_area_m2"] * 0.98).round(1), np.nan)
    rooms["floor"] = np.where(number % 3 == 0, "1F", "")
    rooms.loc[0, "floor"] = "B1"
    rooms["own_entrance"] = np.where(number % 4 == 0, "yes", "")
    rooms["receiver"] = np.where(number % 2 == 0, "East street office", "")
    rooms.loc[1, "name"] = "East station"
    rooms.loc[1, ["floor_area_m2", "surveyed_area_m2"]] = np.nan
    arguments = write_batch(batch, folder)
    files = dict(zip((name[2:] for name in arguments[1::2]), arguments[2::2], strict=True))
    paths = []
    for name in rules:
        paths.append(folder / f"{name}.toml")
        text = (STANDARDS / f"{name}.toml").read_text("utf-8")
        paths[-1].write_text(text.replace("\nscope", f"\n{TOLERANCE * (name == 'zhengzhou')}scope", 1), "utf-8")
    return ReviewRequest(PlanFiles(areas=arguments[0], **files), rules=tuple(paths))


class _Tables(HTMLParser):
    """Collects the texts of the cells of tables by the section they are in, and of paragraphs, in one language."""

    def __init__(self, lang):
        super().__init__()
        self.lang, self.section, self.skipped = lang, "", 0
        self.tables, self.lines, self.open = {}, {}, None

    def handle_starttag(self, tag, attributes):
        about = dict(attributes)
        if self.skipped or (tag == "span" and about.get("lang") not in {None, self.lang}):
            self.skipped += tag not in {"br", "i"}
        elif tag == "section":
            self.section = about["id"]
        elif tag == "tr":
            self.tables.setdefault(self.section, []).append([])
        elif tag in {"td", "th"}:
            self.tables[self.section][-1].append("")
            self.open = "cell"
        elif tag in {"p", "li"} and self.open is None:
            self.lines.setdefault(self.section, []).append("")
            self.open = "line"
        elif tag in {"br", "li"} and self.open == "cell":
            self.tables[self.section][-1][-1] += "\n"

    def handle_endtag(self, tag):
        if self.skipped:
            self.skipped -= 1
        elif tag in {"td", "th"} or (tag in {"p", "li"} and self.open == "line"):
            self.open = None

    def handle_data(self, data):
        if self.skipped or self.open is None:
            return
        if self.open == "cell":
            self.tables[self.section][-1][-1] += data
        else:
            self.lines[self.section][-1] += data


def read_page(path, lang):
    """Read the tables and the lines of a dossier by section, in one language."""
    parser = _Tables(lang)
    text = Path(path).read_text("utf-8")
    parser.feed(text[text.index("<body") : text.index("<script>\n")])
    return parser.tables, parser.lines


@cache
def open_book(path):
    """Open a workbook once."""
    return openpyxl.load_workbook(path)


def read_sheet(path, name):
    """Read the rows of a sheet as lists, None where a cell is empty."""
    return [list(row) for row in open_book(path)[name].iter_rows(values_only=True)]


def find_grid(rows, title):
    """Find the rows of a table below its title and its headings, until the free row behind it."""
    start = next(number for number, row in enumerate(rows) if row[0] and str(row[0]).startswith(title))
    end = next((n for n in range(start + 2, len(rows)) if rows[n][0] is None), len(rows))
    return rows[start + 2 : end]


def find_scale(sheet, *, pages):
    """Find at what scale a sheet prints as wide as the page and on so many pages.

    A page of A4, landscape, is 785 by 515 points within the margins; a column takes 5.25 points a character.
    """
    columns = sheet.column_dimensions.values()
    wide = sum(column.width * (column.max - column.min + 1) for column in columns) * 5.25
    high = sum(sheet.row_dimensions[row].height or 15 for row in range(1, sheet.max_row + 1))
    return min(1.0, 785 / wide, pages * 515 / high)
