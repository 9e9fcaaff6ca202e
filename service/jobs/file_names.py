"""What clients call their files, for messages to them: short, and without paths of this machine."""

import os
import re
from pathlib import Path
from typing import Final

from geo.personal import mask_personal
from service.jobs.job import UPLOAD, Job

_NAME_LENGTH: Final = 100
#: A file as it is stored: what it holds, and its ending.
_STORED: Final = re.compile(r"(?<![\w.-])([a-z]+)\.([a-z]+)\b")


def to_shown_name(name: str) -> str:
    r"""Make of a client's file name a short text for messages.

    Parameters
    ----------
    name
        As sent: a path of any system, perhaps, with any characters.

    Returns
    -------
    str
        Its last part, printable, 100 characters at most.

    Examples
    --------
    >>> to_shown_name("C:\\plans\\地块\n1.gpkg"), to_shown_name("/etc/")
    ('地块1.gpkg', 'file')
    """
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(character for character in last if character.isprintable())[-_NAME_LENGTH:].strip() or "file"


def to_client_message(message: str, place: Path, job: Job) -> str:
    """Name files in a message as the client does, without paths of this machine.

    Parameters
    ----------
    message
        With the names that files have here.
    place
        The job's folder.
    job
        The job.

    Returns
    -------
    str
        For the client, with numbers masked that look like a person's.

    Examples
    --------
    >>> from service.jobs.job import JobRequest
    >>> request = JobRequest(files={"areas": "areas.shp"}, names={"areas": "地块.zip"})
    >>> job = Job(job_id="x", city="/srv/city", request=request, client="", secret_hash="", kept_s=60, created=0)
    >>> to_client_message("jobs/x/upload/areas.dbf: cannot be read; roads.csv is well", Path("jobs/x"), job)
    '地块.zip: cannot be read; roads.csv is well'
    >>> to_client_message("/srv/city: is no bundle", Path("jobs/x"), job)
    'city: is no bundle'
    """
    for way in (place / UPLOAD, place, Path(job.city).parent):
        message = message.replace(f"{way}{os.sep}", "")
    request = job.request

    def rename(match: re.Match[str]) -> str:
        role, ending = match.groups()
        stored = request.files.get(role, "").rpartition(".")[2]
        is_stored = (bool(stored) and ending == stored) or (stored == "shp" and ending in ("shx", "dbf", "prj", "cpg"))
        return request.names[role] if is_stored else match.group()

    return mask_personal(_STORED.sub(rename, message))
