"""Persons that a server and a laptop have named apart."""

from inspector.domain.person import Person, each_once


def test_a_person_with_two_ids_is_shown_once() -> None:
    lee, other = Person("b", "lee", "Lee", "one"), Person("a", "lee", "Lee", "one")
    kim = Person("c", "kim", "Kim", "one")
    assert each_once([lee, kim, other]) == (other, kim)
    assert each_once([other, lee, kim], acting="b") == (lee, kim)
    with_pin = Person("b", "lee", "Lee", "one", has_pin=True)
    assert each_once([other, with_pin]) == (with_pin,)
    gone = Person("a", "lee", "Lee", "one", active=False)
    assert each_once([gone, lee]) == (lee,)


def test_two_persons_with_one_login_are_not_taken_for_one() -> None:
    lee, liu = Person("a", "l", "Lee", "one"), Person("b", "l", "Liu", "two")
    assert each_once([lee, liu]) == (lee, liu)
    nameless = (Person("a", "", "Lee", ""), Person("b", "", "Lee", ""))
    assert each_once(nameless) == nameless, "without a login nobody can tell"
