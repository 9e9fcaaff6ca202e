"""Under which names the service may be asked: a page of another site must not reach it by a name of its own."""

from typing import Final

ANY: Final = "*"
#: Names of this machine for who sits at it.
_LOCAL: Final = ("localhost", "127.0.0.1", "::1")
#: What a server listens on that listens on every address.
EVERY_ADDRESS: Final = ("0.0.0.0", "::", "")  # noqa: S104 - compared, not bound
#: Names that are remembered with their answers.
_REMEMBERED: Final = 1000


def list_own_hosts(address: str) -> str:
    """List the names of a service that listens on an address.

    Parameters
    ----------
    address
        What it listens on.

    Returns
    -------
    str
        For the setting ``allowed_hosts``. On every address it is not known by which names others call it.

    Examples
    --------
    >>> list_own_hosts("10.1.2.3"), list_own_hosts("0.0.0.0")
    ('localhost,127.0.0.1,::1,10.1.2.3', 'localhost,127.0.0.1,::1')
    """
    more = () if address in (*EVERY_ADDRESS, *_LOCAL) else (address,)
    return ",".join((*_LOCAL, *more))


class AllowedHosts:
    """The names under which a service may be asked.

    Parameters
    ----------
    setting
        As ``allowed_hosts`` holds them: names and addresses with commas between them, ``*`` for any.

    Examples
    --------
    >>> hosts = AllowedHosts("Grid.example, ::1")
    >>> hosts.allow(b"grid.example:8000", None), hosts.allow(b"[::1]", None), hosts.allow(b"evil.example", None)
    (True, True, False)
    >>> hosts.allow(b"10.0.0.7:8000", "10.0.0.7")
    True
    """

    def __init__(self, setting: str) -> None:
        names = {_normalize(name) for name in setting.split(",")} - {""}
        self._any = ANY in names
        self._names = names
        self._known: dict[tuple[bytes, str | None], bool] = {}

    def allow(self, host: bytes, address: str | None) -> bool:
        """Tell whether a request may be answered.

        Parameters
        ----------
        host
            The request's header ``Host``.
        address
            The address of this machine that the request came to, which may always be asked; None where not known.

        Returns
        -------
        bool
            Whether the host is one of the names, with whatever port.
        """
        if self._any:
            return True
        allowed = self._known.get((host, address))
        if allowed is None:
            name = _normalize(host.decode("latin-1"))
            allowed = name in self._names or (address is not None and name == _normalize(address))
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[host, address] = allowed
        return allowed


def _normalize(host: str) -> str:
    """Return a host without port, brackets and the point that may end it, in small letters."""
    name = host.strip().lower()
    if name.startswith("["):
        return name[1:].partition("]")[0]
    if name.count(":") == 1:
        name = name.partition(":")[0]
    return name.removesuffix(".")
