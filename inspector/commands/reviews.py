"""Reviews and cross-check groups: what waits, judging, measuring again, samples, second judgements, agreement."""

import dataclasses
from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING, Any

from inspector.commands import ledger_lists, sheets
from inspector.commands.console import Options, opened, show
from inspector.commands.parsing import day
from inspector.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from inspector.services import Workspace

DROPPED = frozenset({"annotation", "thumb_before", "thumb_after", "phrases"})
"""Of what the window shows, what means nothing to a script."""


def add_to(commands: Any) -> None:
    """The verbs of `review`."""
    verbs = commands.add_parser("review", help=_("reviews and cross-check groups")).add_subparsers(
        dest="verb", required=True, metavar="VERB"
    )
    verbs.add_parser("queue", help=_("what waits for a review: yours, others', returned"))
    verbs.add_parser("show", help=_("a rectification as its reviewer sees it")).add_argument("name", metavar="HAZARD")
    for name, help_text in (
        ("pass", _("pass a rectification and close the hazard")),
        ("return", _("return a rectification to be done again")),
        ("second", _("give the blind second judgement that you owe")),
    ):
        _add_judgement(verbs.add_parser(name, help=help_text), second=name == "second")
    measure = verbs.add_parser("measure", help=_("record a value measured after the rectification"))
    measure.add_argument("name", metavar="HAZARD")
    measure.add_argument("key", metavar="VALUE", help=_("key of the value as `review show` lists it, or load"))
    measure.add_argument("number", nargs="+", type=float, metavar="NUMBER")
    measure.add_argument("--temperature", type=float, metavar="°C")
    measure.add_argument("--on", type=day, metavar="YYYY-MM-DD")
    _add_groups(verbs)
    figures = verbs.add_parser("agreement", help=_("how far first and second judgements agree"))
    figures.add_argument("period", nargs="?", default="", metavar="YYYY[-MM]")
    for verb in verbs.choices.values():
        verb.set_defaults(act=command_review)


def _add_judgement(verb: Any, *, second: bool) -> None:
    verb.add_argument("name", metavar="HAZARD")
    if second:
        verb.add_argument("outcome", choices=("pass", "return"), metavar="pass|return")
    verb.add_argument("--comment", required=True, metavar="TEXT")
    verb.add_argument("--tick", action="append", default=[], metavar="POINT[,POINT…]", help=_("points ticked by hand"))
    if not second:
        verb.add_argument("--photo", action="append", default=[], metavar="FILE")


def _add_groups(verbs: Any) -> None:
    verbs.add_parser("groups", help=_("cross-check groups"))
    group = verbs.add_parser("group", help=_("form or change a cross-check group"))
    group.add_argument("what", choices=("add", "change"), metavar="add|change")
    group.add_argument("name", metavar="GROUP")
    group.add_argument("--members", nargs="+", metavar="PERSON")
    group.add_argument("--chair", metavar="PERSON")
    group.add_argument("--name", dest="new_name", metavar="NAME")
    state = group.add_mutually_exclusive_group()
    state.add_argument("--inactive", dest="active", action="store_false", default=None)
    state.add_argument("--active", dest="active", action="store_true", default=None)
    drawn = verbs.add_parser("draw", help=_("draw a random sample for a group"))
    drawn.add_argument("name", metavar="GROUP")
    drawn.add_argument("--share", type=float, required=True, metavar="PERCENT")
    drawn.add_argument("--seed", default="", metavar="TEXT")
    drawn.add_argument("--by-grade", action="store_true", help=_("draw the share from each grade"))
    drawn.add_argument("--closed-from", type=day, metavar="YYYY-MM-DD")
    listed = verbs.add_parser("rounds", help=_("samples drawn so far, with their items"))
    listed.add_argument("name", nargs="?", default="", metavar="GROUP")
    given = verbs.add_parser("assign", help=_("give the items of a sample to reviewers"))
    given.add_argument("name", metavar="ROUND")
    given.add_argument("hazard", nargs="?", metavar="HAZARD", help=_("without it everything open, evenly"))
    given.add_argument("--to", metavar="PERSON")
    given.add_argument("--second", metavar="PERSON", help=_("who judges a second time, blind"))
    given.add_argument("--second-share", type=float, default=0, metavar="PERCENT")


def command_review(options: Options) -> None:
    """Carry out a verb and print what it gives."""
    with opened(options) as workspace:
        acts = {
            "queue": _queue,
            "show": _detail,
            "pass": _judge,
            "return": _judge,
            "second": _second,
            "measure": _measure,
            "groups": _groups,
            "group": _group,
            "draw": _draw,
            "rounds": _rounds,
            "assign": _assign,
            "agreement": _agreement,
        }
        found = acts[options.verb](workspace, options)
        show(options, plain(found), _teller(options, found))


def _teller(options: Options, found: Any) -> "Callable[[Any], str] | None":
    """What puts it in words: lists take the rows that scripts read, sheets the view itself."""
    if options.verb == "assign" and options.hazard is None:
        return None
    of_rows: dict[str, Callable[[Any], str]] = {
        "queue": ledger_lists.queue_text,
        "groups": ledger_lists.groups_text,
        "group": lambda row: ledger_lists.groups_text([row]),
    }
    of_views: dict[str, Callable[[Any], str]] = {
        "show": sheets.review_text,
        "measure": sheets.review_text,
        "rounds": sheets.rounds_text,
        "draw": sheets.round_text,
        "assign": sheets.round_text,
        "agreement": sheets.agreement_text,
    }
    tell = of_views.get(options.verb)
    return of_rows.get(options.verb) if tell is None else lambda _row: tell(found)


def plain(value: Any) -> Any:
    """A view as JSON-able data."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = [field.name for field in dataclasses.fields(value) if field.name not in DROPPED]
        return {name: plain(getattr(value, name)) for name in fields}
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple | frozenset):
        return [plain(one) for one in value]
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date | datetime) else value


def _queue(workspace: "Workspace", options: Options) -> Any:
    from inspector.services.reviews.listing import review_queue  # noqa: PLC0415 - see console.opened

    queue = workspace.call(lambda: review_queue(workspace))
    return queue if options.json else [*queue.mine, *queue.others, *queue.returned]


def _detail(workspace: "Workspace", options: Options) -> Any:
    from inspector.services.reviews.judging import review_detail  # noqa: PLC0415 - see console.opened

    return workspace.call(lambda: review_detail(workspace, options.name))


def _judge(workspace: "Workspace", options: Options) -> Any:
    from inspector.services.reviews.judging import ReviewInput, judge_review, ticks_of  # noqa: PLC0415 - see console.opened

    given = ReviewInput(ticks_of(options.tick), options.comment, tuple(options.photo))
    return judge_review(workspace, options.name, options.verb, given)


def _second(workspace: "Workspace", options: Options) -> Any:
    from inspector.services.reviews.judging import ReviewInput, judge_second, ticks_of  # noqa: PLC0415 - see console.opened

    given = ReviewInput(ticks_of(options.tick), options.comment)
    return judge_second(workspace, options.name, options.outcome, given)


def _measure(workspace: "Workspace", options: Options) -> Any:
    from inspector.services.reviews.judging import measure_again  # noqa: PLC0415 - see console.opened

    return workspace.call(
        lambda: measure_again(
            workspace,
            options.name,
            options.key,
            tuple(options.number),
            temperature_c=options.temperature,
            on=options.on,
        )
    )


def _groups(workspace: "Workspace", _options: Options) -> Any:
    from inspector.services.reviews.groups import list_groups  # noqa: PLC0415 - see console.opened

    return workspace.call(lambda: list_groups(workspace))


def _group(workspace: "Workspace", options: Options) -> Any:
    from inspector.services.reviews.groups import change_group, form_group  # noqa: PLC0415 - see console.opened

    def work() -> Any:
        if options.what == "add":
            return form_group(workspace, options.name, options.members or (), chair=options.chair or "")
        return change_group(
            workspace,
            options.name,
            name=options.new_name,
            members=options.members,
            chair=options.chair,
            active=options.active,
        )

    return workspace.call(work)


def _draw(workspace: "Workspace", options: Options) -> Any:
    from inspector.services.reviews.rounds import Draw, draw_round  # noqa: PLC0415 - see console.opened

    how = Draw(options.share, options.seed, options.by_grade, options.closed_from)
    return workspace.call(lambda: draw_round(workspace, options.name, how))


def _rounds(workspace: "Workspace", options: Options) -> Any:
    from inspector.services.reviews.rounds import list_rounds  # noqa: PLC0415 - see console.opened

    return workspace.call(lambda: list_rounds(workspace, options.name))


def _assign(workspace: "Workspace", options: Options) -> Any:
    from inspector.services.reviews.rounds import assign_evenly, assign_review  # noqa: PLC0415 - see console.opened

    def work() -> Any:
        if options.hazard is None:
            return assign_evenly(workspace, options.name, second_share=options.second_share)
        return assign_review(workspace, options.name, options.hazard, person=options.to, second=options.second)

    return workspace.call(work)


def _agreement(workspace: "Workspace", options: Options) -> Any:
    from inspector.services.reviews.agreement import agreement  # noqa: PLC0415 - see console.opened

    return workspace.call(lambda: agreement(workspace, options.period))
