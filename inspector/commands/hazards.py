"""Hazards: list, course, and every action on them."""

from typing import TYPE_CHECKING, Any, Final

from inspector.commands import lists, sheets
from inspector.commands.console import GRADES, Options, fields_of, opened, show
from inspector.commands.hazard_library import add_to as add_library
from inspector.i18n import N_, _

if TYPE_CHECKING:
    from inspector.services import Workspace

ACTION_HELP: Final = N_(
    "serve (the notice), submit (a rectification), pass, return, adjudicate, extend (ask for more time), grant or "
    "refuse (more time), supervise, release (from supervision by hand), assign (who is responsible), change (fields), "
    "note, photo, reopen, void"
)


def add_to(commands: Any) -> None:
    """`hazard list|show|register|act|library`."""
    verbs = commands.add_parser("hazard", help=_("hazards")).add_subparsers(
        dest="verb", required=True, metavar=_("VERB")
    )
    listed = verbs.add_parser("list", help=_("list of hazards"))
    listed.add_argument("--unclosed", action="store_true", help=_("only those that are neither closed nor voided"))
    listed.set_defaults(act=command_list)
    shown = verbs.add_parser("show", help=_("a hazard with its history"))
    shown.add_argument("name", metavar=_("HAZARD"), help=_("number or id of the hazard"))
    shown.set_defaults(act=command_show)
    _add_register(verbs.add_parser("register", help=_("put a hazard on record that was found outside an inspection")))
    _add_act(verbs.add_parser("act", help=_("take an action on a hazard, as the rules allow it")))
    add_library(verbs)


def _add_register(verb: Any) -> None:
    verb.add_argument("customer", metavar=_("ACCOUNT"), help=_("account or id of the customer"))
    verb.add_argument("description", metavar=_("DESCRIPTION"), help=_("what is wrong"))
    told = {
        "equipment": _("id of the piece of equipment, if it is one"),
        "place": _("where it was found"),
        "basis": _("standard and clause it breaks"),
        "measure": _("what is to be done about it"),
        "responsible": _("who is responsible for the rectification, if not the customer's contact"),
    }
    _add_grade(verb, "general", _("grade: critical, serious or general (the usual one)"))
    for name, words in told.items():
        verb.add_argument(f"--{name}", default="", metavar=_("TEXT"), help=words)
    _add_day(verb, "deadline", _("if not the usual one of its grade"))
    _add_day(verb, "on", _("day it was found on, if not today"))
    _add_photos(verb)
    verb.set_defaults(act=command_register)


def _add_act(verb: Any) -> None:
    verb.add_argument("name", metavar=_("HAZARD"), help=_("number or id of the hazard"))
    verb.add_argument("action", metavar=_("ACTION"), help=_(ACTION_HELP))
    told = {
        "note": _("what was done, or the text of a note"),
        "reason": _("why"),
        "comment": _("comment of a review or of an adjudication"),
    }
    for name, words in told.items():
        verb.add_argument(f"--{name}", default="", metavar=_("TEXT"), help=words)
    verb.add_argument(
        "--outcome", default="", metavar="closed|returned", help=_("of an adjudication: closed or returned")
    )
    who = _("who rectified it, or is responsible")
    verb.add_argument("--person", dest="named", default="", metavar=_("PERSON"), help=who)
    _add_day(verb, "until", _("new deadline of an extension"))
    _add_day(verb, "on", _("day it was done on, if not today"))
    _add_grade(verb, "", _("a new grade: critical, serious or general"))
    _add_photos(verb)
    verb.add_argument("--set", action="append", default=[], metavar=_("FIELD=VALUE"), help=_("field to change"))
    seen = _("heads the decision is based on")
    verb.add_argument("--seen", action="append", default=[], metavar=_("EVENT"), help=seen)
    verb.set_defaults(act=command_act)


def _add_grade(verb: Any, usual: str, words: str) -> None:
    verb.add_argument("--grade", default=usual, choices=GRADES, metavar="|".join(GRADES), help=words)


def _add_day(verb: Any, name: str, words: str) -> None:
    verb.add_argument(f"--{name}", default="", metavar=_("DATE"), help=words)


def _add_photos(verb: Any) -> None:
    verb.add_argument("--photo", action="append", default=[], metavar=_("FILE"), help=_("a photo; may be repeated"))


def command_list(options: Options) -> None:
    """List hazards."""
    from inspector.services.hazards.detail import hazard_list  # noqa: PLC0415 - commands that open no workspace start faster without

    with opened(options) as workspace:
        show(
            options,
            workspace.call(lambda: hazard_list(workspace, unclosed=options.unclosed)),
            lists.hazards_text,
        )


def command_show(options: Options) -> None:
    """A hazard: status, heads, history, why it is supervised, next legal actions of who acts."""
    with opened(options) as workspace:
        _show(options, workspace, options.name)


def command_register(options: Options) -> None:
    """Register a hazard, then show it."""
    from inspector.domain.hazard import Grade  # noqa: PLC0415 - as above
    from inspector.services.hazards.given import read_day  # noqa: PLC0415 - as above
    from inspector.services.hazards.registering import NewHazard, register_hazard  # noqa: PLC0415 - as above

    words = {name: getattr(options, name) for name in ("equipment", "place", "basis", "measure", "responsible")}
    new = NewHazard(
        options.customer,
        options.description,
        Grade(options.grade),
        deadline=read_day(options.deadline),
        found_on=read_day(options.on),
        photos=tuple(options.photo),
        **words,
    )
    with opened(options) as workspace:
        made = register_hazard(workspace, new)
        _show(options, workspace, made.hazard.id)


def command_act(options: Options) -> None:
    """Take an action, then show how the hazard stands."""
    from inspector.services.hazards.actions import act  # noqa: PLC0415 - as above
    from inspector.services.hazards.given import action_named  # noqa: PLC0415 - as above

    action = action_named(options.action)
    given = _given(options)
    with opened(options) as workspace:
        act(workspace, options.name, action, given, seen=options.seen or None)
        _show(options, workspace, options.name)


def _show(options: Options, workspace: "Workspace", name: str) -> None:
    from inspector.services.hazards.detail import hazard_json  # noqa: PLC0415 - as above

    show(
        options, workspace.call(lambda: hazard_json(workspace, name)), lambda _data: sheets.hazard_text(workspace, name)
    )


def _given(options: Options) -> Any:
    from inspector.domain.hazard import Grade  # noqa: PLC0415 - as above
    from inspector.services.hazards.changes import read_value  # noqa: PLC0415 - as above
    from inspector.services.hazards.given import Given, read_day  # noqa: PLC0415 - as above

    return Given(
        note=options.note,
        reason=options.reason,
        comment=options.comment,
        outcome=options.outcome,
        person=options.named,
        until=read_day(options.until),
        on=read_day(options.on),
        grade=Grade(options.grade) if options.grade else None,
        photos=tuple(options.photo),
        fields={name: read_value(name, value) for name, value in fields_of(options.set).items()},
    )
