"""Many questions of one request, answered together."""

from geo.city.model import City
from geo.locate.answer_rows import AnswerRow, from_frame
from geo.locate.batch import list_address_rows, locate_coordinates
from geo.locate.unit_index import UnitIndex
from service.datums import choose_datum
from service.models.places import LocateRequest


def locate_items(city: City, unit_index: UnitIndex, request: LocateRequest) -> list[AnswerRow]:
    """Answer the questions of a request.

    Parameters
    ----------
    city, unit_index
        The city and its units.
    request
        The questions.

    Returns
    -------
    list of AnswerRow
        In the order of the questions, empty for none. Of an item with an address and coordinates, the coordinates
        count.

    Raises
    ------
    InputError
        If coordinates have no datum, or there are addresses and the city holds none.
    """
    is_place = [item.lon is not None and item.lat is not None for item in request.items]
    places = [item for item, has in zip(request.items, is_place, strict=True) if has]
    texts = [item.address or "" for item, has in zip(request.items, is_place, strict=True) if not has]
    of_places: list[AnswerRow] = []
    of_texts: list[AnswerRow] = []
    if places:
        lon, lat = [item.lon for item in places], [item.lat for item in places]
        datum = choose_datum(city, request.datum)
        of_places = from_frame(locate_coordinates(unit_index, lon, lat, datum=datum))
    if texts:
        of_texts = list_address_rows(unit_index, texts)
    place_rows, text_rows = iter(of_places), iter(of_texts)
    return [next(place_rows if has else text_rows) for has in is_place]
