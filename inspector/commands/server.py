"""The server: make one, run it, let people and laptops in, lock laptops out, examine it."""

import argparse
import dataclasses
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inspector.commands import server_backup, server_exchange
from inspector.commands.console import Options, show
from inspector.commands.server_folder import add_places, data_folder, opened, places
from inspector.commands.table import table
from inspector.i18n import N_, _
from inspector.problems import Problem, ProblemKind, register

if TYPE_CHECKING:
    from inspector.server.core import Core

register(
    ProblemKind.INPUT,
    {
        "workers_range": N_("A server runs with 1 to {most} workers."),
        "hours_range": N_("A code is good for at most {most} hours."),
        "certificate_pair": N_("Give --certificate and --key together."),
        "lead_needed": N_("Say who adopts the record: --as LOGIN."),
        "password_missing": N_("{person} has no password to be taken away."),
        "grant_missing": N_("{person} has no such grant."),
    },
)

register(
    ProblemKind.ENVIRONMENT,
    {
        "server_extra_missing": N_(
            "The server's own libraries are missing. Install them with: pip install inspector[server]"
        ),
    },
)

PORT = 8750
MOST_HOURS = 24 * 14
MOST_WORKERS = 64


def add_to(commands: Any) -> None:
    """The command `server` and its verbs."""
    server = commands.add_parser("server", help=_("the server that laptops synchronise with"))
    verbs = server.add_subparsers(dest="verb", required=True, metavar="VERB")
    init = verbs.add_parser("init", help=_("make the data folder of a server"))
    init.add_argument("dir", metavar="DIR")
    init.add_argument("--name", default="", metavar="TEXT")
    add_places(init)
    init.set_defaults(act=command_init)
    run = verbs.add_parser("run", help=_("answer laptops until it is stopped"))
    run.add_argument("--host", default="127.0.0.1")
    run.add_argument("--port", type=int, default=PORT)
    run.add_argument("--certificate", metavar="FILE", help=_("TLS certificate with its chain (PEM)"))
    run.add_argument("--key", metavar="FILE", help=_("key of the certificate (PEM)"))
    run.add_argument("--workers", type=int, default=1, metavar="N", help=_("processes that share the address"))
    run.set_defaults(act=command_run)
    _add_people(verbs)
    _add_quarantine(verbs)
    server_backup.add_to(verbs)
    server_exchange.add_to(verbs)
    verify = verbs.add_parser("verify", help=_("examine every record and file"))
    verify.set_defaults(act=command_verify)
    for verb, parser in verbs.choices.items():
        if verb != "init":
            _add_folder(parser)


def _add_folder(parser: argparse.ArgumentParser) -> None:
    """Where the server is, as an option of the last verb."""
    below = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]  # noqa: SLF001 - argparse has no other way
    for action in below:
        for verb in action.choices.values():
            _add_folder(verb)
    if not below:
        parser.add_argument("--data", metavar="DIR", help=_("the server's data folder (or INSPECTOR_SERVER)"))


def _add_people(verbs: Any) -> None:
    user = verbs.add_parser("user", help=_("people the server knows"))
    kinds = user.add_subparsers(dest="action", required=True, metavar="VERB")
    add = kinds.add_parser("add", help=_("let the server know a person"))
    add.add_argument("login", metavar="LOGIN")
    add.add_argument("--name", required=True, metavar="TEXT")
    add.add_argument("--team", required=True, metavar="TEXT")
    roles = ("inspector", "lead", "reviewer", "administrator")
    add.add_argument("--role", action="append", choices=roles, help=_("may be given several times"))
    add.add_argument("--id", default="", metavar="ID", help=_("the id a laptop has given the person already"))
    change = kinds.add_parser("set", help=_("change a person; areas that know the person are told"))
    change.add_argument("login", metavar="PERSON")
    change.add_argument("--name", metavar="TEXT")
    change.add_argument("--team", metavar="TEXT")
    change.add_argument("--role", action="append", choices=roles, help=_("in place of the roles so far"))
    change.add_argument("--active", action=argparse.BooleanOptionalAction, help=_("without: no grant counts any more"))
    secret = kinds.add_parser("password", help=_("a new password for reading the ledgers in a browser, shown once"))
    secret.add_argument("login", metavar="PERSON")
    secret.add_argument("--remove", action="store_true", help=_("take the password away and end every session"))
    kinds.add_parser("list", help=_("everybody, with grants"))
    user.set_defaults(act=command_user)
    device = verbs.add_parser("device", help=_("laptops the server knows"))
    kinds = device.add_subparsers(dest="action", required=True, metavar="VERB")
    kinds.add_parser("list", help=_("every laptop"))
    revoke = kinds.add_parser("revoke", help=_("lock a laptop out; what it sends later goes to quarantine"))
    revoke.add_argument("device", metavar="DEVICE")
    device.set_defaults(act=command_device)
    enroll = verbs.add_parser("enroll", help=_("a one-time code that lets a laptop in, for those who work on it"))
    enroll.add_argument("who", metavar="PERSON", nargs="+")
    enroll.add_argument("--hours", type=float, default=24.0, metavar="N")
    enroll.set_defaults(act=command_enroll)
    grant = verbs.add_parser("grant", help=_("let a person write, read or review in an area"))
    grant.add_argument("who", metavar="PERSON")
    grant.add_argument("scope", metavar="AREA", help=_("its id or its name"))
    grant.add_argument("role", choices=("author", "reader", "reviewer"))
    grant.add_argument("--withdraw", action="store_true", help=_("take the grant away"))
    grant.set_defaults(act=command_grant)
    area = verbs.add_parser("area", help=_("areas and what people call them"))
    kinds = area.add_subparsers(dest="action", required=True, metavar="VERB")
    kinds.add_parser("list", help=_("every area, with who has a grant in it"))
    named = kinds.add_parser("name", help=_("give an area a name; laptops and pages show it"))
    named.add_argument("area", metavar="AREA", help=_("its id or its present name"))
    named.add_argument("name", metavar="TEXT")
    area.set_defaults(act=command_area)


def _add_quarantine(verbs: Any) -> None:
    held = verbs.add_parser("quarantine", help=_("records without effect until a lead adopts them"))
    kinds = held.add_subparsers(dest="action", required=True, metavar="VERB")
    listing = kinds.add_parser("list", help=_("what is in quarantine, and why"))
    listing.add_argument("--area", default="", metavar="AREA")
    adopt = kinds.add_parser("adopt", help=_("let a record have its effect; --as names the lead"))
    adopt.add_argument("event", metavar="RECORD")
    held.set_defaults(act=command_quarantine)


def command_init(options: Options) -> None:
    """Make a data folder."""
    from inspector.server.opening import create  # noqa: PLC0415 - see server_folder.opened

    path = Path(options.dir).expanduser()
    core = create(path, options.name or path.resolve().name, places(options))
    hello = core.hello()
    core.database.close()
    show(options, {"server": hello.server, "name": hello.name, "folder": str(path), "public_key": hello.public_key})


def command_run(options: Options) -> None:
    """Answer laptops until a signal ends it."""
    try:
        from inspector.server.running import Encryption, run, run_workers  # noqa: PLC0415 - needs the extra `server`
    except ImportError as error:
        raise Problem("server_extra_missing") from error
    if bool(options.certificate) != bool(options.key):
        raise Problem("certificate_pair")
    if not 1 <= options.workers <= MOST_WORKERS:
        raise Problem("workers_range", most=MOST_WORKERS)
    encryption = Encryption(options.certificate, options.key) if options.certificate else None
    with opened(options) as core:
        server = core.hello().server

        def ready(url: str) -> None:
            _ready(options, {"url": url, "server": server})

        if options.workers == 1:
            run(core, options.host, options.port, ready, encryption)
            return
    run_workers(data_folder(options), options.workers, options.host, options.port, ready, encryption)


def _ready(options: Options, told: dict[str, str]) -> None:
    show(options, told)
    sys.stdout.flush()  # whoever started this waits for the line


def command_user(options: Options) -> None:
    """Add a person, change one, list them."""
    from inspector.domain.person import Role  # noqa: PLC0415 - see server_folder.opened
    from inspector.server import administration  # noqa: PLC0415 - see server_folder.opened

    with opened(options) as core:
        if options.action == "add":
            roles = [Role(role) for role in options.role or ["inspector"]]
            made = administration.add_user(core, options.login, options.name, options.team, roles, identity_=options.id)
            show(options, {"id": made.id, "login": made.login})
            return
        if options.action == "password":
            _password(options, core)
            return
        if options.action == "set":
            given = tuple(Role(role) for role in options.role) if options.role else None
            change = administration.Change(options.name, options.team, given, options.active)
            administration.change_user(core, options.login, change)
        every = [user for user in administration.users(core) if options.action == "list" or _is(user, options.login)]
        show(options, [_user(user) for user in every], _people)


def _password(options: Options, core: "Core") -> None:
    from inspector.server.pages import readers  # noqa: PLC0415 - see server_folder.opened

    if options.remove:
        if not readers.take_password(core, options.login):
            raise Problem("password_missing", person=options.login)
        show(options, {"login": options.login, "password": ""})
        return
    show(options, {"login": options.login, "password": readers.give_password(core, options.login)})


def _is(user: Any, name: str) -> bool:
    return name in (user.person.id, user.person.login)


def _user(user: Any) -> dict[str, Any]:
    person = user.person
    grants = [f"{grant.role}:{grant.scope}" for grant in user.grants]
    told = {"login": person.login, "id": person.id, "name": person.name, "team": person.team}
    return {**told, "roles": [role.value for role in person.roles], "active": person.active, "grants": grants}


def _people(users: list[dict[str, Any]]) -> str:
    from inspector.services.words import ROLES  # noqa: PLC0415 - see server_folder.opened

    rows = [
        (
            user["login"],
            user["name"],
            user["team"],
            _(", ").join(_(ROLES[role]) for role in user["roles"]),
            _(", ").join(user["grants"]),
            "" if user["active"] else _("inactive"),
        )
        for user in users
    ]
    headings = (_("Login"), _("Name"), _("Team"), _("Roles"), _("Grants"), "")
    return table(headings, rows, _("Nobody is registered yet: inspector server user add LOGIN."))


def _laptops(devices: list[dict[str, Any]]) -> str:
    rows = [
        (
            one["code"],
            one["name"],
            _(", ").join(one["persons"]),
            _moment(one["enrolled_at"]),
            _("locked out") if one["revoked"] else "",
            one["id"],
        )
        for one in devices
    ]
    headings = (_("Short code"), _("Laptop"), _("Persons"), _("Joined"), "", _("Id"))
    return table(headings, rows, _("No laptop has joined yet: inspector server enroll LOGIN makes a code."))


def _held(rows: list[dict[str, Any]], names: dict[str, str]) -> str:
    from inspector.services.syncing.quarantine import told_of  # noqa: PLC0415 - see server_folder.opened

    told = []
    for one in rows:
        who = names.get(one["user"], one["user"])
        told.append((_moment(one["at"]), one["scope"], *told_of(one["code"], one["type"]), who, one["event"]))
    headings = (_("Time"), _("Area"), _("Record"), _("Reason"), _("Person"), _("Id"))
    return table(headings, told, _("Nothing is in quarantine."))


def _moment(text: str) -> str:
    """A moment in this machine's time; as it stands where it is none."""
    try:
        return f"{datetime.fromisoformat(text).astimezone():%Y-%m-%d %H:%M}"
    except ValueError:
        return text


def command_device(options: Options) -> None:
    """List laptops, lock one out."""
    from inspector.server import administration  # noqa: PLC0415 - see server_folder.opened

    with opened(options) as core:
        if options.action == "revoke":
            show(options, {"revoked": administration.revoke(core, options.device)})
            return
        found = []
        for one in administration.devices(core):
            at = datetime.fromtimestamp(one.enrolled_at, UTC).isoformat()
            found.append({**dataclasses.asdict(one), "persons": list(one.persons), "enrolled_at": at})
        show(options, found, _laptops)


def command_enroll(options: Options) -> None:
    """Print a one-time code."""
    from inspector.server import administration  # noqa: PLC0415 - see server_folder.opened

    if not 0 < options.hours <= MOST_HOURS:
        raise Problem("hours_range", most=MOST_HOURS)
    with opened(options) as core:
        show(options, {"code": administration.enrolment_code(core, options.who, options.hours)})


def command_grant(options: Options) -> None:
    """Give a grant, take one away."""
    from inspector.server import administration, areas, quarantine  # noqa: PLC0415 - see server_folder.opened

    with opened(options) as core:
        with core.database.reading() as connection:
            scope = areas.find(connection, options.scope)
        if options.withdraw:
            if not administration.withdraw(core, options.who, scope, options.role):
                raise Problem("grant_missing", person=options.who)
        else:
            quarantine.grant(core, options.who, scope, options.role)
        show(options, {"person": options.who, "area": scope, "role": options.role})


def command_area(options: Options) -> None:
    """List areas, name one."""
    from inspector.server import areas  # noqa: PLC0415 - see server_folder.opened

    with opened(options) as core:
        if options.action == "name":
            show(options, dataclasses.asdict(areas.name_area(core, options.area, options.name)))
        else:
            show(options, {"areas": [dataclasses.asdict(one) for one in areas.areas(core)]})


def command_quarantine(options: Options) -> None:
    """List what is in quarantine, adopt a record."""
    from inspector.server import administration, quarantine  # noqa: PLC0415 - see server_folder.opened

    with opened(options) as core:
        if options.action == "list":
            names = {user.person.id: user.person.name for user in administration.users(core)}
            held = [dataclasses.asdict(one) for one in quarantine.quarantine(core, options.area)]
            show(options, held, lambda rows: _held(rows, names))
            return
        if not options.person:
            raise Problem("lead_needed")
        show(options, {"adopted": options.event, "by": quarantine.adopt(core, options.event, options.person)})


def command_verify(options: Options) -> int:
    """Examine everything; exit 1 when something was found."""
    from inspector.server.verify import verify  # noqa: PLC0415 - see server_folder.opened

    with opened(options) as core:
        report = verify(core)
    show(options, dataclasses.asdict(report))
    return 1 if report.findings else 0
