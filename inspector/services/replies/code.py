"""The check code that a notice and its reply file share.

It is derived from what every laptop that has the hazards knows (number of the notice, hazards, their descriptions), so
any of them can tell a reply to this notice from another file. It is no secret and no signature: it finds mix-ups and
careless edits.
"""

import hashlib
import unicodedata
from collections.abc import Iterable
from typing import Final

from inspector.domain.events import compact
from inspector.domain.hazard import Hazard
from inspector.services.excel.text import clean

ALPHABET: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""32 signs that nobody mixes up on paper: no I and 1, no O and 0."""
SIGNS: Final = 8
_HALF: Final = SIGNS // 2


def check_code(notice: str, hazards: Iterable[Hazard]) -> str:
    """The code of a notice over these hazards, like `K7QF-3MPA`; their order does not matter. Pure."""
    return code_of(notice, ((hazard.id, hazard.description) for hazard in hazards))


def code_of(notice: str, described: Iterable[tuple[str, str]]) -> str:
    """The code from ids of hazards with their descriptions."""
    rows = sorted([identity, clean(text)] for identity, text in described)
    number = int.from_bytes(hashlib.sha256(compact([notice, rows]).encode()).digest()[:5])
    signs = "".join(ALPHABET[(number >> 5 * place) & 31] for place in reversed(range(SIGNS)))
    return f"{signs[:_HALF]}-{signs[_HALF:]}"


def same_code(one: str, other: str) -> bool:
    """Whether two codes are the same to a person: width, case, blanks and hyphens do not count."""
    return _plain(one) == _plain(other)


def _plain(code: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKC", code).upper() if sign.isalnum())
