"""The pages of the grid's care: what they hold, what they escape, and that the same city gives the same bytes."""

from dataclasses import replace

from geo.grid_care.check_results import summarize_check
from geo.grid_care.grid_check import check_grid
from geo.grid_care.grid_proposal import propose_grid
from geo.grid_care.proposal_results import summarize_proposal
from maps.grid_page import render_check_page, render_proposal_page
from tests.geo.grid_care.care_scenes import WEST, build_pair, build_street, draw_homes

EVIL = "</script><img src=x onerror=alert(1)>"


def render_check(city):
    check = check_grid(city)
    return render_check_page(check, summarize_check(check))


def render_proposal(city):
    proposal = propose_grid(city, valid_from="2030-01-01")
    return render_proposal_page(proposal, summarize_proposal(proposal))


def test_both_pages_hold_their_texts_in_both_languages_and_ask_nobody():
    for page, words in (
        (render_check(build_pair(homes=draw_homes([(50, 100, 600)]))), ("户数过多", "Too many households")),
        (render_proposal(build_street([(WEST, 2)], [400, 450])), ("网格调整方案", "Proposal for the grid")),
    ):
        assert all(word in page for word in words)
        assert "Content-Security-Policy" in page
        assert "connect-src" not in page


def test_names_from_the_data_are_never_markup():
    city = build_street([(WEST, 2)], [400, 450])
    spoilt = replace(city, name=EVIL, attribution=EVIL, grid_units=city.grid_units.assign(name=EVIL))
    assert EVIL not in render_check(spoilt)
    assert EVIL not in render_proposal(spoilt)


def test_the_same_city_gives_the_same_pages():
    for render in (render_check, render_proposal):
        assert render(build_street([(WEST, 2)], [400, 450])) == render(build_street([(WEST, 2)], [400, 450]))


def test_a_grid_without_faults_and_a_proposal_without_changes_have_pages_too():
    assert '"findings": {' in render_check(build_pair()) or '"findings":{' in render_check(build_pair())
    assert "startGrid" in render_proposal(build_pair())
