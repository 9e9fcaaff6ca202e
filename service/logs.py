"""The log of the service: on stderr, without numbers that may be a person's."""

import logging
from typing import Any, Final

from geo.personal import mask_personal


class MaskingFormatter(logging.Formatter):
    """Writes a record with its traceback, and masks what looks like a telephone's or identity number in both.

    Examples
    --------
    >>> record = logging.makeLogRecord({"msg": "no %s", "args": ("13800138000",)})
    >>> MaskingFormatter().format(record)
    'no 138******00'
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the lines of a record."""
        return mask_personal(super().format(record))


#: For :func:`logging.config.dictConfig`, in every process of the service.
LOGGING: Final[dict[str, Any]] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "masked": {"()": "service.logs.MaskingFormatter", "format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "masked"}},
    "root": {"level": "WARNING", "handlers": ["stderr"]},
    # they warn of every form and request that a stranger sends broken
    "loggers": {
        "uvicorn": {"propagate": True, "handlers": []},
        **{name: {"level": "ERROR", "propagate": True} for name in ("python_multipart", "uvicorn.error")},
    },
}
