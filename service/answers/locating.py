"""Many questions of one request, answered together."""

from typing import Final

from geo.city.model import City
from geo.locate.answer_rows import AnswerRow, from_frame
from geo.locate.batch import iterate_address_rows, locate_coordinates
from geo.locate.unit_index import UnitIndex
from service.datums import choose_datum
from service.errors import RefusedError
from service.models.places import LocateRequest

#: Effort of the addresses of a request at most, as :class:`geo.addresses.matches.Match` counts it: about 2 s.
MOST_EFFORT: Final = 35_000_000


def locate_items(
    city: City, unit_index: UnitIndex, request: LocateRequest, *, most_effort: int = MOST_EFFORT
) -> list[AnswerRow]:
    """Answer the questions of a request.

    Parameters
    ----------
    city, unit_index
        The city and its units.
    request
        The questions.
    most_effort
        How much may be compared for all addresses together.

    Returns
    -------
    list of AnswerRow
        In the order of the questions, empty for none. Of an item with an address and coordinates, the coordinates
        count.

    Raises
    ------
    InputError
        If coordinates have no datum, or there are addresses and the city holds none.
    RefusedError
        413 if the addresses need more effort; with how many did not.
    """
    is_place = [item.lon is not None and item.lat is not None for item in request.items]
    places = [item for item, has in zip(request.items, is_place, strict=True) if has]
    texts = [item.address or "" for item, has in zip(request.items, is_place, strict=True) if not has]
    of_places: list[AnswerRow] = []
    if places:
        lon, lat = [item.lon for item in places], [item.lat for item in places]
        datum = choose_datum(city, request.datum)
        of_places = from_frame(locate_coordinates(unit_index, lon, lat, datum=datum))
    of_texts = _locate_texts(unit_index, texts, most_effort) if texts else []
    place_rows, text_rows = iter(of_places), iter(of_texts)
    return [next(place_rows if has else text_rows) for has in is_place]


def _locate_texts(unit_index: UnitIndex, texts: list[str], most_effort: int) -> list[AnswerRow]:
    rows: list[AnswerRow] = []
    spent = 0
    for row, effort in iterate_address_rows(unit_index, texts):
        spent += effort
        if spent > most_effort:
            raise RefusedError(
                413,
                "Too much at once",
                f"the first {len(rows):,} of {len(texts):,} addresses are as much as one request may ask; send so many "
                "at once, or a whole file with: gridwalk locate --file",
            )
        rows.append(row)
    return rows
