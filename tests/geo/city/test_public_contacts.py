"""A person's telephone in a table of units never becomes the unit's public contact."""

import pytest

from geo.city.reading.build import build_city
from geo.city.reading.public_contacts import names_person
from geo.city.source import read_source
from geo.locate.unit_index import make_unit_index
from tests.service.cities import write_office

MOBILE = "13912345678"


@pytest.fixture
def read_contacts(tmp_path):
    """Build a city whose units have more columns; return the contacts that it gives to everybody, and its notes."""

    def read(columns, *, named=None):
        office = write_office(tmp_path / "office")
        office.units = office.units.assign(**columns)
        office.save()
        if named:
            office.edit('path = "units.gpkg"', f'path = "units.gpkg"\ncolumns = {{ contact = "{named}" }}')
        city = build_city(read_source(office.source))
        details = make_unit_index(city).details
        return [detail.contact for detail in details], {note.key: note.values for note in city.notes}

    return read


@pytest.mark.heavy
@pytest.mark.parametrize(
    "person",
    [
        "网格员", "网格长", "网格员姓名", "姓名", "负责人", "联系人", "责任人", "网格员(专职)", "网格员1", "管理员",
        "楼长",
        "worker", "Worker Name", "grid_leader", "responsible", "contact_name", "PersonInCharge", "manager 1", "Lead",
    ],
)  # fmt: skip
@pytest.mark.parametrize("column", ["联系电话", "contact"])
def test_a_telephone_beside_a_column_of_persons_is_not_public(read_contacts, person, column):
    contacts, notes = read_contacts({person: "张三", column: "0371-65551234"})
    assert contacts == [None] * 4
    assert notes["contact_left_out"] == {"file": "units.gpkg", "column": column, "person": person}


@pytest.mark.heavy
@pytest.mark.parametrize("other", ["网格员人数", "周长", "备注", "workers_count", "households", "户数"])
def test_a_telephone_without_a_person_beside_it_is_the_units(read_contacts, other):
    contacts, notes = read_contacts({other: "7", "联系电话": ["0371-65551234", MOBILE, "", "12345"]})
    assert contacts == ["0371-65551234", MOBILE, None, "12345"]
    assert not {"contact_left_out", "contact_of_persons"} & notes.keys()


def test_a_contact_that_the_source_names_is_public_but_for_mobile_numbers(read_contacts):
    numbers = ["0371-65551234", MOBILE, f"+86 {MOBILE[:3]} 1234 5678", "１３９１２３４５６７８"]
    contacts, notes = read_contacts({"网格员": "张三", "联系电话": numbers}, named="联系电话")
    assert contacts == ["0371-65551234", None, None, None]
    assert notes["contact_of_persons"]["numbers"] == 3


def test_a_contact_that_is_called_public_is_so_but_for_mobile_numbers(read_contacts):
    contacts, _ = read_contacts({"网格员": "张三", "公开电话": ["0371-65551234", MOBILE, "12345", ""]})
    assert contacts == ["0371-65551234", None, "12345", None]


@pytest.mark.parametrize("cell", [f"张三 {MOBILE}", f"{MOBILE}(李四)", f"Zhang San: {MOBILE}", "张三139-1234-5678"])
def test_a_mobile_number_with_a_name_in_its_cell_is_a_persons(read_contacts, cell):
    contacts, notes = read_contacts({"联系电话": [cell, "服务站 0371-65551234", "", ""]})
    assert contacts == [None, "服务站 0371-65551234", None, None]
    assert notes["contact_of_persons"]["numbers"] == 1


def test_a_column_that_is_named_and_of_a_person_gives_no_mobile_number(read_contacts):
    contacts, _ = read_contacts({"负责人电话": [MOBILE, "65551234", "", ""]}, named="负责人电话")
    assert contacts == [None, "65551234", None, None]


@pytest.mark.parametrize("heading", ["code", "name", "名称", "网格名称", "所属社区", "kind", "geometry"])
def test_no_heading_of_our_own_names_a_person(heading):
    assert not names_person(heading)
