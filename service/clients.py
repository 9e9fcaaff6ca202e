"""Who a client is: what counts as one for shares and for slowing."""

from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import Final

_PREFIX_BITS: Final = 64


def name_client(host: str | None) -> str:
    """Name the client behind an address: who has one IPv6 address has all of its /64, and is one client.

    Parameters
    ----------
    host
        Address of the connection; None or a text where it has none, such as one through a socket of the file system.

    Returns
    -------
    str
        The same for all addresses of one client.

    Examples
    --------
    >>> [name_client(host) for host in ("192.0.2.7", "::ffff:192.0.2.7", "2001:db8::1:2:3:4", None)]
    ['192.0.2.7', '192.0.2.7', '2001:db8::/64', 'local']
    """
    try:
        address = ip_address(host or "")
    except ValueError:
        return host or "local"
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(IPv6Network((int(address), _PREFIX_BITS), strict=False))
