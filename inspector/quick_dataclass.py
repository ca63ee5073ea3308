"""The standard library's `dataclass`, made in a tenth of the time.

Some hundred value classes stand between starting the program and its first list. The standard decorator writes and
compiles six functions for each when its module is imported: a sixth of the whole start. This one asks it for the
fields and the slots alone; constructor, comparison and hash are compiled when they are called for the first time.

Same meaning, and for type checkers the same decorator, in the forms that are used here:
`@dataclass(frozen=True, slots=True)`, `@dataclass(slots=True)` and `@dataclass(slots=True, eq=False)`. `field`,
`fields`, `replace` and `asdict` of the standard library work on what it makes. Until the first value of a class is
made, `inspect.signature` does not know its parameters.
"""

import dataclasses
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass  # noqa: PLC0414 - offered here
else:

    def dataclass(*, slots, frozen=False, eq=True):
        """As `dataclasses.dataclass`, which is the one for classes without slots."""
        if not slots or (frozen and not eq):
            raise TypeError("values of this form are made by the standard decorator")
        return _frozen if frozen else _open if eq else _made

    def _open(cls):
        """A value class whose fields may be set; it compares by its values and has no hash."""
        cls = _compared(_made(cls))
        cls.__hash__ = None
        return cls

    def _frozen(cls):
        """A value class that nobody changes."""
        hashes = cls.__dict__.get("__hash__")
        cls = _compared(_made(cls))
        if hashes is None:
            _write_late(cls, "__hash__", _hash)
        cls.__setattr__, cls.__delattr__ = _refusals(cls)
        if "__getstate__" not in cls.__dict__:
            cls.__getstate__, cls.__setstate__ = _state, _set_state
        return cls

    _BARE = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True)

    def _made(cls):
        """The class with its fields, slots, constructor and representation."""
        if cls.__doc__ is None:
            cls.__doc__ = cls.__name__  # else the standard decorator works out a signature for it
        own = set(cls.__dict__)
        cls = _BARE(cls)
        if "__init__" not in own:
            _write_late(cls, "__init__", _init)
        if "__repr__" not in own:
            cls.__repr__ = _repr
        return cls

    def _compared(cls):
        if "__eq__" not in cls.__dict__:
            _write_late(cls, "__eq__", _eq)
        return cls

    def _write_late(cls, name, write):
        """Give the class a method that is compiled, and takes its own place, when it is called for the first time.

        `write(cls)` returns its source and the names that the source knows.
        """

        def late(self, *args, **kwargs):
            source, names = write(cls)
            exec(source, names)  # noqa: S102 - made of names of fields alone, as the standard library does
            method = names[name]
            method.__qualname__ = f"{cls.__qualname__}.{name}"
            setattr(cls, name, method)
            return method(self, *args, **kwargs)

        setattr(cls, name, late)

    def _init(cls):
        names, heads, lines = {"_MISSING": dataclasses.MISSING}, [], []
        for one in dataclasses.fields(cls):
            names[f"_set_{one.name}"] = getattr(cls, one.name).__set__
            names[f"_default_{one.name}"] = one.default
            names[f"_make_{one.name}"] = one.default_factory
            lines.append(f" _set_{one.name}(self, {_first_value(one)})")
            if one.init:
                heads.append(one.name + _default(one))
        if hasattr(cls, "__post_init__"):
            lines.append(" self.__post_init__()")
        return f"def __init__(self, {', '.join(heads)}):\n" + "\n".join(lines or [" pass"]), names

    def _default(one):
        """What follows the name of a parameter."""
        if one.default is not dataclasses.MISSING:
            return f"=_default_{one.name}"
        return "" if one.default_factory is dataclasses.MISSING else "=_MISSING"

    def _first_value(one):
        """The expression of what a new value has in this field."""
        if one.default_factory is dataclasses.MISSING:
            return one.name if one.init else f"_default_{one.name}"
        made = f"_make_{one.name}()"
        return f"{made} if {one.name} is _MISSING else {one.name}" if one.init else made

    def _eq(cls):
        compared = [one.name for one in dataclasses.fields(cls) if one.compare]
        return (
            "def __eq__(self, other):\n"
            " if other.__class__ is self.__class__:\n"
            f"  return {_tuple('self', compared)} == {_tuple('other', compared)}\n"
            " return NotImplemented"
        ), {}

    def _hash(cls):
        counted = [one.name for one in dataclasses.fields(cls) if (one.compare if one.hash is None else one.hash)]
        return f"def __hash__(self):\n return hash({_tuple('self', counted)})", {}

    def _tuple(value, names):
        return "(" + "".join(f"{value}.{name}, " for name in names) + ")"

    def _repr(self):
        shown = (f"{one.name}={getattr(self, one.name)!r}" for one in dataclasses.fields(self) if one.repr)
        return f"{type(self).__qualname__}({', '.join(shown)})"

    def _refusals(cls):
        """What a frozen class answers to setting and to deleting a field."""
        fields = cls.__dataclass_fields__

        def refuse_setting(self, name, value):
            if type(self) is cls or name in fields:
                raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")
            super(cls, self).__setattr__(name, value)

        def refuse_deleting(self, name):
            if type(self) is cls or name in fields:
                raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")
            super(cls, self).__delattr__(name)

        return refuse_setting, refuse_deleting

    def _state(self):
        return [getattr(self, one.name) for one in dataclasses.fields(self)]

    def _set_state(self, state):
        for one, value in zip(dataclasses.fields(self), state, strict=True):
            object.__setattr__(self, one.name, value)
