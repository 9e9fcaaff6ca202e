"""Reading a form with files: no more of it than is allowed, and nothing but what is known."""

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import Message

from geo.crs.datum import DATUMS
from geo.crs.projection import parse_crs
from geo.errors import InputError
from geo.plans.read.file_datums import parse_datums
from geo.rules.rule_set import read_rules
from geo.walking.profiles import find_profile
from service.errors import RefusedError
from service.jobs.file_names import to_shown_name
from service.jobs.job import JobRequest, Kind
from service.jobs.kinds import KINDS, JobKind
from service.jobs.uploads import Upload, store_upload
from service.models.jobs import JobForm

_MOST_FILES: Final = 5
_MOST_FIELDS: Final = 50
_MOST_FIELD_BYTES: Final = 10_000
_EPSG: Final = re.compile(r"EPSG:\d{4,6}", re.IGNORECASE)


def describe_form(kind: Kind) -> dict[str, Any]:
    """Describe the form of a kind of job as OpenAPI does.

    Parameters
    ----------
    kind
        Of which kind.

    Returns
    -------
    dict
        For ``openapi_extra`` of a route that reads the form itself.

    Examples
    --------
    >>> describe_form("review")["requestBody"]["content"]["multipart/form-data"]["schema"]["required"]
    ['areas']
    """
    known = KINDS[kind]
    files = {
        name: {"type": "string", "format": "binary", "description": f"{known.about[name]}: {', '.join(endings)}"}
        for name, endings in known.files.items()
    }
    described = known.form.model_json_schema()
    needed = [*([known.needed] if known.needed else []), *described.get("required", [])]
    schema = {"type": "object", "required": needed, "properties": files | described["properties"]}
    return {"requestBody": {"required": bool(needed), "content": {"multipart/form-data": {"schema": schema}}}}


async def read_form(request: Request, *, limit_bytes: int, count: Callable[[int], None]) -> FormData:
    """Receive a form with files, and stop as soon as it is too large.

    Parameters
    ----------
    request
        The request, of which nothing has been read.
    limit_bytes
        The most it may hold [bytes].
    count
        Called with the bytes of each piece that is received; may raise.

    Returns
    -------
    starlette.datastructures.FormData
        Its files are on disk where they are large; to be closed.

    Raises
    ------
    RefusedError
        413 if it is too large, 415 if it is no form, 400 if it cannot be read.
    """
    if request.headers.get("Content-Type", "").partition(";")[0].strip().lower() != "multipart/form-data":
        raise RefusedError(415, "Not a form", "expected a form: multipart/form-data")
    reason = f"the request is larger than {limit_bytes / 1e6:g} MB; leave out what is not needed, or send it in parts"
    too_large = RefusedError(413, "Too large", reason)
    stated = request.headers.get("Content-Length", "")
    if stated.isdecimal() and int(stated) > limit_bytes:
        raise too_large
    received = 0

    async def receive() -> Message:
        nonlocal received
        message = await request.receive()
        received += len(message.get("body", b""))
        count(len(message.get("body", b"")))
        if received > limit_bytes:
            raise too_large
        return message

    try:
        limited = Request(request.scope, receive)
        return await limited.form(max_files=_MOST_FILES, max_fields=_MOST_FIELDS, max_part_size=_MOST_FIELD_BYTES)
    except HTTPException as error:
        raise RefusedError(400, "The form cannot be read", f"{error.detail}; send it again") from None
    except ClientDisconnect:
        raise RefusedError(400, "The form cannot be read", "the connection ended before the form did") from None


def store_form(form: FormData, folder: Path, *, kind: Kind, limit_bytes: int) -> JobRequest:
    """Check the form of a job and store its files.

    Parameters
    ----------
    form
        As received.
    folder
        Where the files go.
    kind
        What the job does.
    limit_bytes
        The most that a file may hold [bytes].

    Returns
    -------
    JobRequest
        What the job is to do.

    Raises
    ------
    InputError
        If a file, or what stands beside it, is wrong as far as is known without reading the files.
    fastapi.exceptions.RequestValidationError
        If a field is unknown or no value of its kind.
    """
    fields = _read_fields(form, KINDS[kind])
    uploads = _find_uploads(form, KINDS[kind])
    stored = {
        role: store_upload(upload, folder, stem=role, endings=KINDS[kind].files[role], limit_bytes=limit_bytes)
        for role, upload in uploads.items()
    }
    names = {role: upload.name for role, upload in uploads.items()}
    if "rules" in stored:
        _check_rules(stored["rules"], names["rules"])
    return JobRequest(
        kind=kind,
        files={role: path.name for role, path in stored.items()},
        names=names,
        options=fields.model_dump(mode="json", exclude_defaults=True),
    )


def _read_fields(form: FormData, kind: JobKind) -> JobForm:
    texts = [(name, value) for name, value in form.multi_items() if name not in kind.files]
    lists = {name for name, field in kind.form.model_fields.items() if field.annotation == list[str]}
    given: dict[str, Any] = {}
    for name, value in texts:
        if name in lists:
            given.setdefault(name, []).append(value)
        elif name in given:
            raise InputError(f"{to_shown_name(name)} is given twice; give it once")
        elif value != "":  # a page sends the fields that nobody has filled in, too
            given[name] = value
    try:
        fields = kind.form.model_validate(given)
    except ValidationError as error:
        raise RequestValidationError([{**fault, "loc": ("body", *fault["loc"])} for fault in error.errors()]) from None
    find_profile(fields.profile)
    for datum in parse_datums(given.get("datum")).values():
        _check_datum(datum)
    parse_columns(given.get("column", []))
    return fields


def _check_datum(datum: str) -> None:
    if _EPSG.fullmatch(datum):
        parse_crs(datum, where="datum")
    elif datum not in DATUMS:
        raise InputError(f'unknown datum "{datum[:50]}"; choose one of {", ".join(DATUMS)}, or EPSG:n')


def _find_uploads(form: FormData, kind: JobKind) -> Mapping[str, Upload]:
    uploads = {}
    for role in kind.files:
        sent = [value for value in form.getlist(role) if not _is_left_out(value)]
        if len(sent) > 1:
            raise InputError(f"{role} is given {len(sent)} times; expected one file")
        if sent:
            if not isinstance(sent[0], UploadFile):
                raise InputError(f"{role} is a text; expected a file with its name")
            uploads[role] = Upload(to_shown_name(sent[0].filename or ""), sent[0].file)
    if kind.needed and kind.needed not in uploads:  # only plan areas are needed
        raise InputError("no file areas; expected the planned residential areas as a file of that name in the form")
    return uploads


def _is_left_out(value: UploadFile | str) -> bool:
    """Tell a field of a page in which nobody has chosen a file."""
    return value == "" if isinstance(value, str) else not value.filename and not value.size


def parse_columns(given: Sequence[str]) -> dict[str, str]:
    """Parse what a file's columns are called.

    Parameters
    ----------
    given
        Texts such as ``plan_id=NAME``.

    Returns
    -------
    dict
        Our name -> the file's.

    Raises
    ------
    InputError
        If one has another form.

    Examples
    --------
    >>> parse_columns(["residents = 人数"])
    {'residents': '人数'}
    """
    pairs = [text.partition("=") for text in given]
    for ours, sign, theirs in pairs:
        if not (ours and sign and theirs):
            raise InputError(f'column "{ours[:50]}": expected plan_id=NAME, residents=NAME and the like')
    return {ours.strip(): theirs.strip() for ours, _, theirs in pairs}


def _check_rules(path: Path, name: str) -> None:
    try:
        read_rules(path)
    except InputError as error:
        raise InputError(str(error).replace(str(path), path.name).replace(path.name, name)) from None
