"""Reading one table of a pack: typed access, and a complaint about every key that nobody asked for."""

import math
from collections.abc import Mapping
from decimal import Decimal

from inspector.criteria.model import Bilingual
from inspector.criteria.spec_error import SpecError
from inspector.i18n import N_

__all__ = ["Spec", "SpecError"]

_PAIR = 2


class Spec:
    """A TOML table being read. Every accessor raises SpecError with a sentence for the pack's author."""

    def __init__(self, table: Mapping[str, object]) -> None:
        self._table = table
        self._read: set[str] = set()

    def _get(self, key: str) -> object:
        self._read.add(key)
        return self._table.get(key)

    def has(self, key: str) -> bool:
        """Whether the table has this key."""
        return key in self._table

    def word(self, key: str, default: str | None = None) -> str:
        """A text; without a default it must be there and not be blank."""
        value = self._get(key)
        if value is None and default is not None:
            return default
        if not isinstance(value, str) or not (value.strip() or default is not None):
            raise SpecError(N_("{key} must be text"), key=key)
        return value

    def number_or_none(self, key: str) -> float | None:
        """A number, or None when the key is absent."""
        value = self._get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
            raise SpecError(N_("{key} must be a number"), key=key)
        if not math.isfinite(value):
            raise SpecError(N_("{key} must be a number"), key=key)
        return float(value)

    def number(self, key: str) -> float:
        """A number that must be there."""
        value = self.number_or_none(key)
        if value is None:
            raise SpecError(N_("{key} is missing"), key=key)
        return value

    def whole(self, key: str, default: int | None = None) -> int:
        """A whole number."""
        value = self.number_or_none(key)
        if value is None and default is not None:
            return default
        if value is None or value != int(value):
            raise SpecError(N_("{key} must be a whole number"), key=key)
        return int(value)

    def flag(self, key: str, *, default: bool = False) -> bool:
        """True or false."""
        value = self._get(key)
        if value is None:
            return default
        if not isinstance(value, bool):
            raise SpecError(N_("{key} must be true or false"), key=key)
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; an absent one is empty."""
        value = self._get(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
            raise SpecError(N_("{key} must be a list of texts"), key=key)
        return tuple(value)

    def numbers(self, key: str) -> tuple[float, ...]:
        """A list of numbers; an absent one is empty."""
        value = self._get(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(type(one) in (int, float, Decimal) for one in value):
            raise SpecError(N_("{key} must be a list of numbers"), key=key)
        numbers = tuple(float(one) for one in value)
        if not all(math.isfinite(number) for number in numbers):
            raise SpecError(N_("{key} must be a list of numbers"), key=key)
        return numbers

    def pairs(self, key: str) -> tuple[tuple[float, float], ...]:
        """A list of pairs of numbers; an absent one is empty."""
        value = self._get(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(one, list) and len(one) == _PAIR for one in value):
            raise SpecError(N_("{key} must be a list of pairs of numbers"), key=key)
        if not all(type(part) in (int, float, Decimal) and math.isfinite(part) for one in value for part in one):
            raise SpecError(N_("{key} must be a list of pairs of numbers"), key=key)
        return tuple((float(first), float(second)) for first, second in value)

    def table(self, key: str) -> Mapping[str, object]:
        """A table; an absent one is empty."""
        value = self._get(key)
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise SpecError(N_("{key} must be a table"), key=key)
        return value

    def pair(self, key: str, *, needed: bool = True) -> Bilingual:
        """The texts `key_zh` and `key_en`."""
        default = None if needed else ""
        pair = Bilingual(self.word(f"{key}_zh", default), self.word(f"{key}_en", default))
        if bool(pair.zh) != bool(pair.en):
            raise SpecError(N_("{key} must be given in both languages"), key=key)
        return pair

    def finish(self) -> None:
        """Complain about keys that were not read: a misspelt key would otherwise be lost in silence."""
        unknown = sorted(set(self._table) - self._read)
        if unknown:
            raise SpecError(N_("unknown key {key}"), key=", ".join(unknown))
