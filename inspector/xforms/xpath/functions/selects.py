"""Answers of select questions: tokens separated by white space."""

import math

from inspector.xforms.xpath.environment import Context
from inspector.xforms.xpath.functions.registry import function, number_of
from inspector.xforms.xpath.values import Value, to_string


@function("selected", 2)
def selected(_context: Context, value: Value, token: Value) -> Value:
    """`selected`: whole tokens only; the empty token is in the empty list (the idiom for "nothing is selected")."""
    wanted, tokens = to_string(token).strip(), to_string(value).split()
    return wanted in tokens if wanted else not tokens


@function("selected-at", 2)
def selected_at(context: Context, value: Value, index: Value) -> Value:
    """`selected-at`: from 0; empty when out of range."""
    tokens, place = to_string(value).split(), number_of(context, index)
    if math.isnan(place) or not 0 <= place < len(tokens):
        return ""
    return tokens[int(place)]


@function("count-selected", 1)
def count_selected(_context: Context, value: Value) -> Value:
    """The function `count-selected`."""
    return float(len(to_string(value).split()))
