"""Who may read a job: whoever has the secret that its poster got. Who posted it: the address of the connection."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import Final

_SECRET_BYTES: Final = 24
_PREFIX_BITS: Final = 64


@dataclass(frozen=True)
class Poster:
    """Who posts a job.

    Parameters
    ----------
    client
        Whose share of the queue and of the disk it takes, as :func:`name_client` names it.
    secret_hash
        SHA-256 of the secret that reads the job; the secret itself is never stored.
    """

    client: str
    secret_hash: str


def make_secret() -> str:
    """Make the secret of a job.

    Returns
    -------
    str
        32 letters of 192 random bits.

    Examples
    --------
    >>> len(make_secret())
    32
    """
    return secrets.token_urlsafe(_SECRET_BYTES)


def hash_secret(secret: str) -> str:
    """Hash a secret as it is stored: it is random and long, so that no slow hash is needed.

    Parameters
    ----------
    secret
        As a client sends it.

    Returns
    -------
    str
        SHA-256, hexadecimal.

    Examples
    --------
    >>> hash_secret("open")[:8]
    '2348f998'
    """
    return hashlib.sha256(secret.encode()).hexdigest()


def is_secret(given: str, secret_hash: str) -> bool:
    """Tell whether a secret is the one that was hashed, in a time that does not tell how much of it is right.

    Parameters
    ----------
    given
        As a client sends it.
    secret_hash
        As stored.

    Returns
    -------
    bool
        Whether it is.

    Examples
    --------
    >>> [is_secret(given, hash_secret("open")) for given in ("open", "Open", "")]
    [True, False, False]
    """
    return hmac.compare_digest(hash_secret(given), secret_hash)
