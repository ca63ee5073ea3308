"""Values of the quick decorator behave as those of the standard library."""

import copy
import dataclasses
import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typing_extensions import override

from inspector import quick_dataclass


@quick_dataclass.dataclass(frozen=True, slots=True)
class Reading:
    """A value with every kind of field that is used."""

    name: str
    value: float = 0.0
    words: list[str] = dataclasses.field(default_factory=list)
    note: str = dataclasses.field(default="", compare=False)
    secret: str = dataclasses.field(default="s", repr=False)
    half: float = dataclasses.field(init=False, default=0.0)

    def __post_init__(self) -> None:
        object.__setattr__(self, "half", self.value / 2)


@dataclasses.dataclass(frozen=True, slots=True)
class StandardReading:
    """The yardstick."""

    name: str
    value: float = 0.0
    words: list[str] = dataclasses.field(default_factory=list)
    note: str = dataclasses.field(default="", compare=False)
    secret: str = dataclasses.field(default="s", repr=False)
    half: float = dataclasses.field(init=False, default=0.0)

    def __post_init__(self) -> None:
        object.__setattr__(self, "half", self.value / 2)


@quick_dataclass.dataclass(frozen=True, slots=True)
class Point:
    """A value that can be a key."""

    x: int
    y: int = 0


@quick_dataclass.dataclass(frozen=True, slots=True)
class Place(Point):
    """A value with the fields of another."""

    name: str = ""


@quick_dataclass.dataclass(slots=True)
class Open:
    """A value that may change."""

    count: int
    parts: dict[str, int] = dataclasses.field(default_factory=dict)


@quick_dataclass.dataclass(slots=True, eq=False)
class Itself:
    """A value that is equal to itself alone."""

    count: int = 0


@quick_dataclass.dataclass(frozen=True, slots=True)
class Nothing:
    """A value without fields."""


@quick_dataclass.dataclass(frozen=True, slots=True)
class Spelled:
    """A value with methods of its own where the decorator would write them."""

    text: str

    @override
    def __eq__(self, other: object) -> bool:
        return isinstance(other, Spelled) and self.text.lower() == other.text.lower()

    @override
    def __hash__(self) -> int:
        return hash(self.text.lower())

    @override
    def __repr__(self) -> str:
        return f"<{self.text}>"


READINGS = st.fixed_dictionaries(
    {"name": st.sampled_from("ab")},
    optional={
        "value": st.sampled_from((0.0, 1.0)),
        "words": st.lists(st.sampled_from("xy"), max_size=1),
        "note": st.sampled_from(("", "n")),
        "secret": st.sampled_from(("s", "t")),
    },
)


@given(READINGS, READINGS)
def test_values_compare_and_show_as_the_standard_ones(first: dict[str, Any], second: dict[str, Any]) -> None:
    ours, other = Reading(**first), Reading(**second)
    standard = StandardReading(**first)

    assert repr(ours) == repr(standard).replace("Standard", "")
    assert dataclasses.asdict(ours) == dataclasses.asdict(standard)
    assert (ours == other) == (standard == StandardReading(**second))


def test_a_value_has_its_fields_by_place_and_by_name() -> None:
    assert (Point(1, 2), Point(1), Point(y=2, x=1)) == (Point(1, 2), Point(1, 0), Point(1, 2))
    assert Reading("a", 3.0).half == 1.5
    assert Place(1, name="z") == Place(1, 0, "z")
    assert [one.name for one in dataclasses.fields(Place)] == ["x", "y", "name"]
    assert Nothing() == Nothing()


def test_each_value_has_a_list_of_its_own() -> None:
    first, second = Reading("a"), Reading("a")
    first.words.append("w")
    assert second.words == []


@pytest.mark.parametrize("given_", [(), (1, 2, 3)])
def test_wrong_arguments_are_refused(given_: tuple[int, ...]) -> None:
    with pytest.raises(TypeError, match=r"__init__\(\)"):
        Point(*given_)
    with pytest.raises(TypeError, match="'z'"):
        Point(1, z=1)  # type: ignore[call-arg]


def test_a_frozen_value_stays_and_an_open_one_changes() -> None:
    point, changing = Point(1), Open(1)
    with pytest.raises(dataclasses.FrozenInstanceError, match="'x'"):
        point.x = 2  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError, match="'x'"):
        del point.x
    with pytest.raises(dataclasses.FrozenInstanceError, match="'y'"):
        Place(1).y = 2  # type: ignore[misc]
    with pytest.raises(AttributeError):
        changing.other = 1  # type: ignore[attr-defined]
    changing.count = 2
    assert changing == Open(2)
    with pytest.raises(TypeError, match="unhashable"):
        hash(changing)


def test_equal_values_are_one_key() -> None:
    assert {Point(1), Point(1, 0), Place(1)} == {Point(1), Place(1)}
    assert hash(Spelled("A")) == hash(Spelled("a"))


def test_a_value_may_be_equal_to_itself_alone() -> None:
    one, other = Itself(1), Itself(1)
    assert one == one  # noqa: PLR0124 - that is the question
    assert one != other
    assert len({one, other}) == 2


def test_methods_of_the_class_itself_stay() -> None:
    assert Spelled("A") == Spelled("a")
    assert repr(Spelled("A")) == "<A>"


@pytest.mark.parametrize(
    "value", [Reading("a", 2.0, ["w"]), Point(1, 2), Place(1, 2, "z"), Open(1, {"a": 1}), Nothing()]
)
def test_values_are_copied_and_pickled(value: Any) -> None:
    assert pickle.loads(pickle.dumps(value)) == value  # noqa: S301 - our own value
    assert copy.copy(value) == copy.deepcopy(value) == value


def test_values_match_by_place_and_are_replaced() -> None:
    match dataclasses.replace(Point(1, 2), y=3):
        case Point(x, y):
            assert (x, y) == (1, 3)
