"""Headers that every answer carries, whoever writes it: the application, its errors, the protocol below."""

from collections.abc import Mapping
from typing import Final

#: What a page of another site may do with our answers: nothing. No answer is taken for another type than it says.
SAFE_HEADERS: Final[Mapping[str, str]] = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
}
#: Only where the connection is secret: a browser complains of it elsewhere.
SECURE_HEADERS: Final[Mapping[str, str]] = {**SAFE_HEADERS, "cross-origin-opener-policy": "same-origin"}
#: What an answer may do that is no page of ours; and what every page of ours adds to its own policy.
NO_POLICY: Final = "default-src 'none'; frame-ancestors 'none'"
NO_FRAMES: Final = "; frame-ancestors 'none'"
#: An answer that says nothing else of it is not kept: it may tell where somebody lives.
NOT_KEPT: Final = "no-store"
#: An answer for who has its secret or its link: nothing between us and them keeps it.
NOT_SHARED: Final = "private, no-store"
