"""Addresses of a city: from a table, or from the addr tags of its OpenStreetMap file."""

import geopandas as gpd

from geo.addresses.index import ELEMENTS
from geo.addresses.whole_rows import join_elements
from geo.city.reading.state import Build, find_osm_file
from geo.city.schemas import SCHEMAS
from geo.errors import MissingColumnError
from geo.files.layers import read_layer
from geo.files.osm import read_osm_addresses
from geo.texts.notes import make_note


def build_addresses(build: Build) -> gpd.GeoDataFrame | None:
    """Read the addresses.

    Parameters
    ----------
    build
        The build; a table without elements and without whole addresses goes to its problems.

    Returns
    -------
    geopandas.GeoDataFrame or None
        ``address_id, text`` and what there is of the elements; points. None where the source names no addresses.

    Raises
    ------
    InputError
        If the source cannot be read.
    """
    if "addresses" not in build.source.layers:
        return None
    source, table = build.layer("addresses"), build.source.tables.addresses
    if table is not None and table.source is not None:
        addresses = read_osm_addresses(find_osm_file(build, table, source=table.source)).to_crs(build.crs)
    else:
        read = read_layer(source, SCHEMAS["addresses"], crs=build.crs, problems=build.problems)
        build.notes += read.notes
        addresses = read.frame
        have = {element for element in ELEMENTS if element in addresses}
        if "text" not in addresses and not {"road", "compound", "name"} & have:
            assert source.path is not None
            problem = f"{source.path.name}: neither whole addresses (text) nor their elements; name one under columns"
            build.problems.add("missing column", [problem], error=MissingColumnError)
            addresses["text"] = ""
        elif "text" in addresses and not {"road", "compound"} & have:
            build.notes.append(make_note("split_addresses"))
    if "address_id" not in addresses:
        addresses.insert(0, "address_id", [f"A{number:06d}" for number in range(1, len(addresses) + 1)])
    if "text" not in addresses:
        addresses["text"] = join_elements(addresses)
    return addresses
