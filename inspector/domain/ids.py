"""Identifiers: UUIDv7 (RFC 9562) from a given time and given random bytes, and the source that makes them.

An id sorts roughly by the time it was made, which keeps indexes compact; nothing is ever decided by that order.
"""

from collections.abc import Callable
from dataclasses import field
from typing import Final

from inspector.quick_dataclass import dataclass

CODE_ALPHABET: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Letters of a device code; those that are taken for one another (I, L, O, 0, 1) are left out."""


def uuid7(ms: int, random: bytes, counter: int | None = None) -> str:
    """A UUIDv7 as text: 48 bits of milliseconds since 1970, then the 10 random bytes given.

    `counter` (0–4095) replaces the 12 bits after the version, so that ids made in one millisecond keep their order.
    """
    if len(random) != 10:
        raise ValueError("uuid7 needs 10 random bytes")
    raw = bytearray((ms & (1 << 48) - 1).to_bytes(6, "big") + random)
    if counter is not None:
        raw[6], raw[7] = counter >> 8 & 0x0F, counter & 0xFF
    raw[6] = raw[6] & 0x0F | 0x70
    raw[8] = raw[8] & 0x3F | 0x80
    text = raw.hex()
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def device_code(random: bytes) -> str:
    """A short readable device code: one letter for each random byte given."""
    return "".join(CODE_ALPHABET[byte % len(CODE_ALPHABET)] for byte in random)


@dataclass(slots=True)
class IdSource:
    """Makes ids from a clock and a source of random bytes, both given; ids of one source never go backwards.

    Not thread-safe: a store uses it on its worker thread only. A seeded source makes the same ids every time.
    """

    now_ms: Callable[[], int]
    random: Callable[[int], bytes]
    _last: int = field(default=-1, init=False)
    _counter: int = field(default=0, init=False)

    def new(self) -> str:
        """The next id."""
        now = self.now_ms()
        if now > self._last:
            self._last, self._counter = now, 0
        else:
            self._counter += 1
            if self._counter > 0xFFF:
                self._last, self._counter = self._last + 1, 0
        return uuid7(self._last, self.random(10), self._counter)
