"""The audit of the divisions of a level, as JSON."""

import geopandas as gpd
import numpy as np
from pydantic_core import to_json

from geo.audit.audit import Audit
from geo.audit.found_norms import describe_norm
from geo.audit.level_columns import list_answer_columns
from geo.city.model import City
from geo.errors import InputError, NotFoundError
from geo.files.writers import to_plain
from geo.texts.notes import describe_notes
from maps.audit_page import describe_audit
from service.answers.paging import cut_page, list_headers
from service.answers.selection import find_below, find_in_box, read_fields, sort_rows
from service.compute.analyses import Analyses
from service.compute.questions import Body
from service.media_types import JSON
from service.models.audit import AuditQuery

#: About what a figure takes, with its name [bytes].
_CELL_BYTES = 32


def answer_audit(analyses: Analyses, query: AuditQuery) -> Body:
    """Answer what the communities of a city have and lack, by the divisions of a level.

    Parameters
    ----------
    analyses
        The city's.
    query
        What is asked.

    Returns
    -------
    Body
        A page of the divisions.

    Raises
    ------
    InputError
        If the level, a field, the box, the order or the cursor is wrong.
    NotFoundError
        If no division has the code, or that of the parent.

    Examples
    --------
    >>> import json
    >>> from geo.city.sample import build_sample
    >>> answer = answer_audit(Analyses(build_sample()), AuditQuery(level="city", fields="grid_units,units_below"))
    >>> json.loads(answer.content)["items"]
    [{'grid_units': 2.0, 'units_below': 1.0}]
    """
    audit = analyses.audit()
    if query.level not in audit.levels:
        raise InputError(f'unknown level "{query.level}"; the city has: {", ".join(audit.levels)}')
    columns = list_answer_columns(audit, query.level)
    fields = read_fields(query.fields, columns)
    table = _select(analyses.city, audit, query, columns)
    page = cut_page(query, table, np.full(len(table), _CELL_BYTES * len(fields), np.int64))
    rows = table.iloc[page.start : page.stop][fields].to_dict("records")
    about = {
        "city": analyses.city.name,
        "level": query.level,
        "scope": query.scope,
        "norms": {
            "space": {scope: describe_norm(norm) for scope, norm in audit.space_norms.items()},
            "staff": describe_norm(audit.staff_norm),
        },
        "costs": None if analyses.city.costs is None else analyses.city.costs.model_dump(exclude_none=True),
        "missing": audit.missing,
        "assumptions": describe_notes(analyses.city.assumptions),
        "matched": page.matched,
        "next": page.next,
    }
    return Body(to_json(to_plain({**about, "items": rows})), JSON, list_headers(query, page))


def answer_shortfalls(analyses: Analyses, _: None) -> Body:
    """Answer what the communities of a city lack together, and what the figures of an audit are called.

    Parameters
    ----------
    analyses
        The city's.

    Returns
    -------
    Body
        A :class:`service.models.audit.ShortfallsAnswer` in JSON.

    Examples
    --------
    >>> import json
    >>> from geo.city.sample import build_sample
    >>> json.loads(answer_shortfalls(Analyses(build_sample()), None).content)["kinds"][0]["people"]
    60
    """
    found = {"city": analyses.city.name, **describe_audit(analyses.audit())}
    return Body(to_json(to_plain(found)), JSON)


def _select(city: City, audit: Audit, query: AuditQuery, columns: list[str]) -> gpd.GeoDataFrame:
    """Select the divisions that are asked for, in order."""
    table = audit.levels[query.level]
    if query.scope != "all":
        table = table[table["scope"] == query.scope]
    table = table.iloc[find_below(table, city.divisions, query.parent)]
    table = table.iloc[find_in_box(table, query.bbox)]
    if query.code is not None:
        table = table[table["code"] == query.code]
        if table.empty:
            raise NotFoundError(f'code: no division of this level and scope has the code "{query.code[:40]}"')
    return table.iloc[sort_rows(table, query.sort, {name: name for name in columns})]
