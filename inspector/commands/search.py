"""Searching from the command line."""

from typing import TYPE_CHECKING, Any

from inspector.commands import lists
from inspector.commands.console import Options, opened, show
from inspector.i18n import _

if TYPE_CHECKING:
    from inspector.services.searching import SearchHit


def add_to(commands: Any) -> None:
    """Search."""
    found = commands.add_parser("search", help=_("find customers, equipment, hazards and visits by words"))
    found.add_argument("words", nargs="*", metavar="WORD")
    found.add_argument("--rebuild", action="store_true", help=_("make the search index anew first"))
    found.add_argument("--limit", type=int, default=20, metavar="N")
    found.set_defaults(act=command_search)


def command_search(options: Options) -> None:
    """Print what holds all the words, best first."""
    from inspector.services.searching import rebuild_search, search  # noqa: PLC0415

    with opened(options) as workspace:
        if options.rebuild:
            workspace.call(lambda: rebuild_search(workspace))
        results = workspace.call(lambda: search(workspace, " ".join(options.words), max(1, options.limit)))
    show(options, [_row(hit) for group in results.groups for hit in group.hits], lists.found_text)


def _row(hit: "SearchHit") -> dict[str, Any]:
    """The marks as lists, which text for people leaves out."""
    marks = {"marks": [*map(list, hit.marks)], "subtitle_marks": [*map(list, hit.subtitle_marks)]}
    return {"kind": hit.kind, "id": hit.id, "title": hit.title, "subtitle": hit.subtitle, **marks}
