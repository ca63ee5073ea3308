"""What is wrong with a table of a pack: a sentence for the pack's author, in the language of who reads it."""

from dataclasses import dataclass

from typing_extensions import override

from inspector.i18n import N_, Message


@dataclass(frozen=True, slots=True)
class Reason(Message):
    """A message that reads in English where nobody renders it."""

    @override
    def __str__(self) -> str:
        return self.text.format_map(self.params)


class SpecError(ValueError):
    """A pack table says something that cannot be used; the text (a msgid with {parameters}) is for its author."""

    def __init__(self, text: str, **params: object) -> None:
        self.message = Reason(text, params)
        super().__init__(str(self.message))


def reason_of(error: ValueError) -> object:
    """The reason of an error as a parameter of a Problem; what a library says stays as it is."""
    if isinstance(error, UnicodeDecodeError):
        line = error.object[: error.start].count(b"\n") + 1
        return Reason(N_("line {line} is not UTF-8: save the file as UTF-8"), {"line": line})
    return error.message if isinstance(error, SpecError) else str(error)
