"""A device's card: what another one must know of it to seal exchange files for it and to recognise those it wrote.

A card travels as a small file of JSON that its own key signed. The signature shows only that the card is whole and
that its writer holds the key; that it is the colleague's laptop is shown by two people comparing the fingerprint.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from inspector.domain.events import compact
from inspector.domain.fields import from_fields, to_json
from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass
from inspector.sync.exchange.envelope import KEY, MOST_TEXT, is_signed, reading
from inspector.sync.regular import open_regular

register(
    ProblemKind.INPUT,
    {
        "card_damaged": N_("{path} is no card of a laptop or server, or it was changed. Have it written once more."),
    },
)

KIND: Final = "inspector card"
FORMAT: Final = 1
MOST_CARD: Final = 16 * 1024
SERVER: Final = "server"
LAPTOP: Final = "laptop"
GROUPS: Final = 8
"""Groups of four hexadecimal digits in a fingerprint: 128 bits."""


@dataclass(frozen=True, slots=True)
class Card:
    """Who a device is. Keys are hexadecimal: Ed25519 that signs, X25519 that files are sealed for.

    Of a server `device` is the server's id, which stays when it is restored.
    """

    device: str
    code: str
    public_key: str
    exchange_key: str
    name: str
    person: str = ""
    kind: str = LAPTOP

    @property
    def fingerprint(self) -> str:
        """What two people compare: it stands for the id, the kind and both keys, not for the name."""
        told = f"inspector card 1\n{self.kind}\n{self.device}\n{self.public_key}\n{self.exchange_key}"
        digits = hashlib.sha256(told.encode()).hexdigest().upper()
        return " ".join(digits[at : at + 4] for at in range(0, 4 * GROUPS, 4))


def same_fingerprint(one: str, other: str) -> bool:
    """Whether two fingerprints are the same, however they were typed."""

    def digits(text: str) -> str:
        return "".join(letter for letter in text.upper() if letter.isalnum())

    return digits(one) == digits(other)


def card_bytes(card: Card, sign: Callable[[bytes], bytes]) -> bytes:
    """A card as a file."""
    told = to_json(checked_card(card))
    return json.dumps({"kind": KIND, "format": FORMAT, "card": told, "sig": sign(_text(card)).hex()}, indent=1).encode()


def read_card(path: Path) -> Card:
    """A card from a file. Raises Problem card_damaged, exchange_newer or exchange_unreadable."""
    try:
        with reading(path), open_regular(path) as file:
            return _read(path, file.read(MOST_CARD + 1))
    except Problem as problem:
        if problem.code != "exchange_damaged":
            raise
        raise Problem("card_damaged", path=path) from problem


def _read(path: Path, raw: bytes) -> Card:
    """A card from the bytes of a file. Raises ValueError and others of `DAMAGE`."""
    told = json.loads(raw.decode("utf-8"))
    if len(raw) > MOST_CARD or not isinstance(told, dict) or told["kind"] != KIND:
        raise ValueError("kind")
    if isinstance(told["format"], int) and told["format"] > FORMAT:
        raise Problem("exchange_newer", path=path)
    card = _card(told["card"])
    if not is_signed(card.public_key, bytes.fromhex(told["sig"]), _text(card)):
        raise ValueError("sig")
    return card


def _card(told: Mapping[str, object]) -> Card:
    try:
        return checked_card(from_fields(Card, told))
    except Problem as problem:
        raise ValueError(problem.code) from problem


def checked_card(card: Card) -> Card:
    """The card again. Raises ValueError for one that no device has."""
    texts = (card.device, card.code, card.name, card.person, card.kind)
    if any(len(text) > MOST_TEXT or not text.isprintable() for text in texts) or not card.device:
        raise ValueError("text")
    if card.kind not in (SERVER, LAPTOP):
        raise ValueError("kind")
    for text in (card.public_key, card.exchange_key):
        if len(bytes.fromhex(text)) != KEY or text != text.lower():
            raise ValueError("key")
    return card


def _text(card: Card) -> bytes:
    return b"inspector card 1\n" + compact(dict(sorted(to_json(card).items()))).encode()
