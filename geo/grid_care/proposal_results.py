"""What ``gridwalk grid propose`` leaves on disk: grid-proposal.json, grid-proposal.xlsx, grid-proposal.gpkg."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import pandas as pd

from geo.files.writers import write_gpkg, write_json
from geo.grid_care.before_after import compare_communities, count_moved, list_classes, measure_units, take_after
from geo.grid_care.grid_proposal import GridProposal
from geo.grid_care.workbook import Sheet, write_sheets
from geo.progress import Progress
from geo.texts import LANGS, TEXTS, join_languages
from geo.texts.notes import describe_notes

MARKER: Final = "grid-proposal.json"
#: Texts that say how a proposal came about.
METHOD: Final = tuple(f"grid.method.{name}" for name in ("objective", "lines", "posts", "heuristic"))
_FIGURES: Final = ("units", "within", "below", "above", "empty", "off_size")
_NEW_COLUMNS: Final = ("unit_code", "name", "community", "predecessor", "households", "residents")
#: Names of workers are for planners only: what they do and where is enough here.
_POST_COLUMNS: Final = ("worker_id", "role", "old_code", "unit_code")


def summarize_proposal(proposal: GridProposal) -> dict[str, Any]:
    """Put a proposal together as grid-proposal.json holds it, but for its lists.

    Parameters
    ----------
    proposal
        The proposal.

    Returns
    -------
    dict
        ``city, synthetic, valid_from, limits, objective, classes, ended, new, before, after`` (see
        :func:`geo.grid_care.before_after.measure_units`), ``moved, posts, communities, assumptions, notes``.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.grid_care.grid_proposal import propose_grid
    >>> summary = summarize_proposal(propose_grid(build_sample(), valid_from="2030-01-01"))
    >>> summary["ended"], summary["new"], summary["before"]["off_size"], summary["after"]["off_size"]
    (2, 1, 576.0, 276.0)
    """
    city, posts = proposal.city, proposal.posts
    moved = None if posts is None else {"count": len(posts.table), "without_lead": list(posts.without_lead)}
    return {
        "city": city.name,
        "synthetic": city.synthetic,
        "valid_from": proposal.valid_from,
        "limits": {"least": proposal.limits.least, "most": proposal.limits.most},
        "objective": dict(TEXTS["grid.method.objective"]),
        "classes": list_classes(proposal.limits),
        "ended": int(proposal.units["ends"].sum()),
        "new": len(proposal.new_units),
        "before": measure_units(proposal.units["households"].to_numpy(float), proposal.limits),
        "after": measure_units(take_after(proposal)["households"].to_numpy(float), proposal.limits),
        "moved": count_moved(proposal),
        "posts": moved,
        "communities": compare_communities(proposal).to_dict("records"),
        "assumptions": describe_notes(city.assumptions),
        "notes": describe_notes(city.notes),
    }


def write_proposal_results(
    folder: Path, proposal: GridProposal, summary: Mapping[str, Any], *, progress: Progress
) -> None:
    """Write grid-proposal.gpkg, grid-proposal.xlsx and grid-proposal.json.

    Parameters
    ----------
    folder
        An existing directory.
    proposal
        The proposal.
    summary
        As :func:`summarize_proposal` puts it together.
    progress
        Times the files.

    Raises
    ------
    OSError
        If a file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from geo.city.sample import build_sample
    >>> from geo.grid_care.grid_proposal import propose_grid
    >>> proposal = propose_grid(build_sample(), valid_from="2030-01-01")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_proposal_results(Path(folder), proposal, summarize_proposal(proposal), progress=Progress())
    ...     sorted(file.name for file in Path(folder).iterdir())
    ['grid-proposal.gpkg', 'grid-proposal.json', 'grid-proposal.xlsx']
    """
    with progress.timed("grid-proposal.gpkg"):
        write_gpkg(folder / "grid-proposal.gpkg", _list_layers(proposal))
    with progress.timed("grid-proposal.xlsx"):
        write_sheets(folder / "grid-proposal.xlsx", _list_sheets(proposal, summary), method=METHOD)
    lists = {
        "new_units": _take_new(proposal).to_dict("records"),
        "successions": proposal.successions.table.to_dict("records"),
    }
    write_json(folder / MARKER, {**summary, "seconds": progress.seconds, **lists})


def _take_new(proposal: GridProposal) -> pd.DataFrame:
    return pd.DataFrame(proposal.new_units[[name for name in _NEW_COLUMNS if name in proposal.new_units]])


def _list_layers(proposal: GridProposal) -> dict[str, pd.DataFrame]:
    after = gpd.GeoDataFrame(take_after(proposal), geometry="geometry", crs=proposal.city.crs)
    succeeded = dict(zip(proposal.new_units["unit_code"], proposal.new_units["predecessor"], strict=True))
    after["is_new"] = after["unit_code"].isin(list(succeeded))
    after["predecessor"] = [succeeded.get(code, "") for code in after["unit_code"]]
    return {"units_before": proposal.units, "units_after": after, "successions": proposal.successions.table}


def _list_sheets(proposal: GridProposal, summary: Mapping[str, Any]) -> list[Sheet]:
    title = {lang: f"{summary['city']} {TEXTS['grid.title.proposal'][lang]} {summary['valid_from']}" for lang in LANGS}
    communities = pd.DataFrame(summary["communities"])
    if len(communities):
        communities["reason"] = communities["reason"].map(
            lambda reason: join_languages(TEXTS[f"grid.reason.{reason}"]) if reason else ""
        )
    successions = proposal.successions.table
    successions = successions.assign(is_predecessor=successions["is_predecessor"].astype(int))
    lines = [join_languages(title), *([join_languages(TEXTS["page.synthetic"])] if summary["synthetic"] else [])]
    sheets = [
        Sheet(name="overview", title=lines, table=_compare_figures(summary)),
        Sheet(name="communities", title=[], table=communities),
        Sheet(name="new_units", title=[], table=_take_new(proposal)),
        Sheet(name="successions", title=[], table=successions, shares=("share_of_old", "share_of_new")),
    ]
    if proposal.posts is not None:
        posts = proposal.posts.table
        sheets.append(Sheet(name="posts", title=[], table=posts[[name for name in _POST_COLUMNS if name in posts]]))
    return sheets


def _compare_figures(summary: Mapping[str, Any]) -> pd.DataFrame:
    """Compare the figures of the city before and after, and the distribution."""
    before, after, moved = summary["before"], summary["after"], summary["moved"]
    rows = [(join_languages(TEXTS[f"grid.figure.{name}"]), before[name], after[name]) for name in _FIGURES]
    rows.append((join_languages(TEXTS["grid.head.moved_households"]), float("nan"), moved["households"]))
    for (first, last), *counts in zip(summary["classes"], before["distribution"], after["distribution"], strict=True):
        label = f"{first:,} - {last:,}" if first < last else f"{first:,} -"
        rows.append((f"{label} {join_languages(TEXTS['grid.head.households'])}", *counts))
    return pd.DataFrame(rows, columns=["figure", "before", "after"])
