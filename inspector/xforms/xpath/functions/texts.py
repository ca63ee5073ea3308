"""Text: XPath 1.0 section 4.2 and regex, substr, join, digest, base64."""

import base64
import binascii
import functools
import hashlib
import math
import re
from typing import Final

import regex as _regex

from inspector.problems import Problem
from inspector.xforms.nodes import ROOT
from inspector.xforms.problems import MAX_TEXT
from inspector.xforms.xpath.environment import Context
from inspector.xforms.xpath.functions.registry import function, number_of, texts_of
from inspector.xforms.xpath.values import BLANKS, Value, half_away_from_zero, to_string

PATTERN_SECONDS: Final = 0.2
"""Longest time one pattern may try."""
PATTERN_STEPS: Final = 2_000_000
"""What a pattern that was given up counts as, so that ten of them end a recompute."""
MAX_SEPARATOR: Final = 100
"""Longest separator of thousands that is written."""
MAX_PATTERN: Final = 5_000
"""Longest pattern, in characters."""
_BLANK_RUN: Final = re.compile(f"[{BLANKS}]+")
_HASHES: Final = {"MD5": "md5", "SHA-1": "sha1", "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512"}


@function("concat", 0, None)
def concat(_context: Context, *values: Value) -> Value:
    """`concat`: every node of a node-set counts."""
    return _joined("", values)


@function("join", 1, None)
def join(_context: Context, separator: Value, *values: Value) -> Value:
    """`join` (separator, …)."""
    return _joined(to_string(separator), values)


def _joined(separator: str, values: tuple[Value, ...]) -> str:
    """Problem xpath_steps for a text that would be too long."""
    texts = texts_of(values)
    if sum(map(len, texts)) + len(separator) * len(texts) > MAX_TEXT:
        raise Problem("xpath_steps")
    return separator.join(texts)


@function("starts-with", 2)
def starts_with(_context: Context, text: Value, part: Value) -> Value:
    """The function `starts-with`."""
    return to_string(text).startswith(to_string(part))


@function("ends-with", 2)
def ends_with(_context: Context, text: Value, part: Value) -> Value:
    """The function `ends-with`."""
    return to_string(text).endswith(to_string(part))


@function("contains", 2)
def contains(_context: Context, text: Value, part: Value) -> Value:
    """The function `contains`."""
    return to_string(part) in to_string(text)


@function("substring-before", 2)
def substring_before(_context: Context, text: Value, part: Value) -> Value:
    """The function `substring-before`."""
    before, found, _ = _partition(text, part)
    return before if found else ""


@function("substring-after", 2)
def substring_after(_context: Context, text: Value, part: Value) -> Value:
    """The function `substring-after`."""
    _, found, after = _partition(text, part)
    return after if found else ""


def _partition(text: Value, part: Value) -> tuple[str, bool, str]:
    whole, piece = to_string(text), to_string(part)
    at = whole.find(piece)
    return whole[: max(at, 0)], at >= 0, whole[at + len(piece) :]


@function("substring", 2, 3)
def substring(context: Context, text: Value, start: Value, *length: Value) -> Value:
    """`substring`: positions from 1, rounded as section 4.2 says."""
    whole = to_string(text)
    first = _half_up(number_of(context, start))
    end = first + _half_up(number_of(context, length[0])) if length else math.inf
    return "".join(letter for place, letter in enumerate(whole, 1) if first <= place < end)


def _half_up(value: float) -> float:
    return math.floor(value + 0.5) if math.isfinite(value) else value


@function("substr", 2, 3)
def substr(context: Context, text: Value, start: Value, *end: Value) -> Value:
    """`substr` (text, start, end): positions from 0, `end` excluded, negative ones from the end."""
    whole = to_string(text)
    return whole[_place(context, start, whole) : _place(context, end[0], whole) if end else None]


def _place(context: Context, value: Value, whole: str) -> int:
    number = number_of(context, value)
    if math.isnan(number):
        return 0
    place = int(max(-1e9, min(1e9, number)))
    return max(0, len(whole) + place) if place < 0 else place


@function("string-length", 0, 1)
def string_length(context: Context, *value: Value) -> Value:
    """`string-length`; of the whole document it is refused, since that is always a mistake."""
    if not value and context.node.kind is ROOT:
        raise Problem("xpath_arguments", function="string-length", count=0)
    return float(len(to_string(value[0]) if value else context.node.value()))


@function("normalize-space", 0, 1)
def normalize_space(context: Context, *value: Value) -> Value:
    """`normalize-space`: white space of XML only."""
    return _BLANK_RUN.sub(" ", (to_string(value[0]) if value else context.node.value()).strip(BLANKS))


@function("translate", 3)
def translate(_context: Context, text: Value, old: Value, new: Value) -> Value:
    """The function `translate`."""
    table: dict[int, str | None] = {}
    replacement = to_string(new)
    for place, letter in enumerate(to_string(old)):
        table.setdefault(ord(letter), replacement[place] if place < len(replacement) else None)
    return to_string(text).translate(table)


@functools.lru_cache(maxsize=512)
def pattern(text: str) -> "_regex.Pattern[str]":
    """A compiled pattern. Problem xpath_regex."""
    if len(text) > MAX_PATTERN:
        raise Problem("xpath_regex", pattern=text[:60], reason=str(len(text)))
    try:
        return _regex.compile(text)
    except (_regex.error, OverflowError, RecursionError) as error:
        raise Problem("xpath_regex", pattern=text, reason=str(error)) from error


@function("regex", 2)
def regex(context: Context, text: Value, expression: Value) -> Value:
    """`regex`: the pattern must match the whole text (forms.md, row "regex")."""
    wanted = to_string(expression)
    try:
        return pattern(wanted).fullmatch(to_string(text), timeout=PATTERN_SECONDS) is not None
    except TimeoutError as error:
        context.environment.spend(PATTERN_STEPS)
        raise Problem("xpath_regex", pattern=wanted, reason="timeout") from error


@function("digest", 2, 3)
def digest(_context: Context, text: Value, algorithm: Value, *encoding: Value) -> Value:
    """`digest` (text, algorithm, encoding = base64 or hex)."""
    name = _HASHES.get(to_string(algorithm).upper())
    form = to_string(encoding[0]).lower() if encoding else "base64"
    if name is None or form not in {"", "base64", "hex"}:
        raise Problem("xpath_type", function="digest", value=to_string(algorithm if name is None else encoding[0])[:60])
    result = hashlib.new(name, to_string(text).encode(), usedforsecurity=False)
    return result.hexdigest() if form == "hex" else base64.b64encode(result.digest()).decode()


@function("base64-decode", 1)
def base64_decode(_context: Context, text: Value) -> Value:
    """`base64-decode`: UTF-8 text; empty when it is none. White space is skipped and the padding may be missing."""
    letters = "".join(to_string(text).split()).rstrip("=")
    try:
        return base64.b64decode(letters + "=" * (-len(letters) % 4), validate=True).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""


@function("base64-encode", 1)
def base64_encode(_context: Context, text: Value) -> Value:
    """`base64-encode` of the UTF-8 bytes."""
    return base64.b64encode(to_string(text).encode()).decode()


@function("thousandsep", 2)
def thousandsep(context: Context, separator: Value, value: Value) -> Value:
    """`thousandsep` (separator, number): groups of three digits before the decimal point."""
    number = number_of(context, value)
    if not math.isfinite(number):
        return to_string(value)
    whole, point, rest = to_string(half_away_from_zero(number, 12)).partition(".")
    return f"{int(whole):,}".replace(",", to_string(separator)[:MAX_SEPARATOR]) + point + rest
