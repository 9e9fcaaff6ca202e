"""Numbers that may be a person's are masked in messages; codes, figures and coordinates stay readable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.city.sample import build_sample
from geo.personal import has_mobile_number, mask_personal
from geo.reference import build_reference


def give_check_digit(number):
    total = sum((1 << place) % 11 * int(digit) for place, digit in zip(range(17, 0, -1), number, strict=True))
    return number + "10X98765432"[total % 11]


@pytest.mark.parametrize(
    "number",
    [
        "13912345678", "+8613912345678", "+86 139 1234 5678", "8613912345678", "008613912345678", "139-1234-5678",
        "013912345678", "１３９１２３４５６７８", "0371-65551234", "037165551234", "010-62345678", "(0371)65551234",
        "（010）62345678",
        "021 6234 5678", "+44 20 7946 0958", "+1 202-555-0143", "11010519491231002X", "11010519491231002x",
        "410102199001011234", "410102450812001", "410102850312001", "110105600101002",
        give_check_digit("41010220030101123"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("frame", ['"{}"', "row 3: {}; expected", "id{}", "{}", "号码{}。", "a={},b", "{}:x"])
def test_a_telephone_or_identity_number_keeps_three_digits_and_two(number, frame):
    masked = mask_personal(frame.format(number))
    assert masked != frame.format(number)
    shown = [c for c in masked if c.isdigit()]
    assert len(shown) <= 6  # five of the number, and one of the frame
    assert mask_personal(masked) == masked


@pytest.mark.parametrize(
    "text",
    [
        "410102001001001", "410102001001", "410105019010002", "410122102248001", "41010200100100101",
        "410102001001001012",
        "113.12345678901", "139.12345678", "510123.13912345", "2026-11-27 11:00:00,123", "127.0.0.1:8000",
        "000-90000125",
        "12345", "1,391,234,567 m2", "0000012345", "row 13912345", "1391234567", "139123456789", "EPSG:4547",
        "B007968", "8,655 nodes", "20260101", "410102200101001", "410104570201001", "3845000.13900000",
    ],
)  # fmt: skip
def test_codes_figures_and_coordinates_stay(text):
    assert mask_personal(f'"{text}": no such') == f'"{text}": no such'


@pytest.mark.heavy
@pytest.mark.parametrize("city", [build_sample, lambda: build_reference(scale=0.02)], ids=["sample", "reference"])
def test_every_code_of_a_city_stays_readable(city):
    city = city()
    codes = [*city.grid_units["unit_code"], *city.divisions["code"], *city.homes["home_id"]]
    codes += city.facilities["facility_id"].tolist()
    assert [code for code in codes if mask_personal(f"no {code}") != f"no {code}"] == []


@given(st.text(max_size=60))
def test_whatever_a_text_is_it_keeps_its_length_and_all_but_digits(text):
    masked = mask_personal(text)
    assert len(masked) == len(text)
    assert all(a == b or (b == "*" and a.isalnum()) for a, b in zip(text, masked, strict=True))


@pytest.mark.parametrize("text", ["", "13912345678901", "410102001001001", "0371-65551234"])
def test_what_is_no_mobile_number(text):
    assert not has_mobile_number(text)
