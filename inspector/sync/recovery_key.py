"""The recovery key as people write it: 160 random bits in eight groups of five characters.

The alphabet is Crockford's base 32 (no I, L, O, U). Each group has four characters of the key and one check character,
a weighted sum over GF(32) that also counts the group's place: every single wrong character, every swap of two
neighbours and every exchange of two groups is found, and named by group. Reading forgives what people do: small
letters, full-width characters, O for 0, I and L for 1, and any spaces and dashes.
"""

import unicodedata
from typing import Final, Self

from typing_extensions import override

from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass

register(
    ProblemKind.INPUT,
    {
        "recovery_key_length": N_(
            "A recovery key has {wanted} characters in groups of five; {found} were entered. Compare with the sheet."
        ),
        "recovery_key_character": N_("“{character}” does not occur in a recovery key. Compare with the sheet."),
        "recovery_key_typo": N_(
            "There is a typing mistake in group {groups} of the recovery key. Compare with the sheet."
        ),
    },
)

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
VALUES: Final = {letter: value for value, letter in enumerate(ALPHABET)} | {"O": 0, "I": 1, "L": 1}
SECRET_BYTES: Final = 20
GROUPS: Final = 8
DATA: Final = 4
"""Characters of the key in one group, before its check character."""
LENGTH: Final = GROUPS * (DATA + 1)
FIELD: Final = 0b100101
"""x^5 + x^2 + 1, which makes GF(32)."""


def _times(a: int, b: int) -> int:
    """Product in GF(32)."""
    product = 0
    while b:
        product ^= a if b & 1 else 0
        a <<= 1
        a ^= FIELD if a & 32 else 0
        b >>= 1
    return product


def _check(group: int, values: list[int]) -> int:
    total, weight = group, 1
    for value in values:
        weight = _times(weight, 2)
        total ^= _times(weight, value)
    return total


@dataclass(frozen=True, slots=True)
class RecoveryKey:
    """A recovery key. `secret` are its 20 bytes; it is never stored, only shown and typed."""

    secret: bytes

    @property
    def groups(self) -> tuple[str, ...]:
        """The eight groups, to be shown apart."""
        bits, count = int.from_bytes(self.secret, "big"), GROUPS * DATA
        values = [bits >> 5 * (count - 1 - index) & 31 for index in range(count)]
        made = []
        for group in range(GROUPS):
            data = values[group * DATA : (group + 1) * DATA]
            made.append("".join(ALPHABET[value] for value in (*data, _check(group, data))))
        return tuple(made)

    @property
    def text(self) -> str:
        """The key in one line, groups joined by dashes."""
        return "-".join(self.groups)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what somebody typed. Raises Problem recovery_key_length, recovery_key_character, recovery_key_typo."""
        values = [_value(letter) for letter in _letters(text)]
        if len(values) != LENGTH:
            raise Problem("recovery_key_length", wanted=LENGTH, found=len(values))
        bits, wrong = 0, []
        for group in range(GROUPS):
            *data, check = values[group * (DATA + 1) : (group + 1) * (DATA + 1)]
            if _check(group, data) != check:
                wrong.append(str(group + 1))
            for value in data:
                bits = bits << 5 | value
        if wrong:
            raise Problem("recovery_key_typo", groups=", ".join(wrong))
        return cls(bits.to_bytes(SECRET_BYTES, "big"))

    @override
    def __repr__(self) -> str:
        return "RecoveryKey(…)"


def _letters(text: str) -> list[str]:
    """The characters that count: spaces, dashes and invisible marks are dropped."""
    plain = unicodedata.normalize("NFKC", text).upper()
    return [
        letter
        for letter in plain
        if unicodedata.category(letter) not in ("Zs", "Zl", "Zp", "Pd", "Cc", "Cf") and letter not in "−·_.—"
    ]


def _value(letter: str) -> int:
    try:
        return VALUES[letter]
    except KeyError:
        raise Problem("recovery_key_character", character=letter) from None
