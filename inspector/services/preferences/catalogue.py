"""Every option of the product, declared once. Commands, pages, search, export and import all read this list.

A new option: a line here, and whoever acts by it asks `reading.chosen`. Cycles come from the data of the cycles, one
option for each rule.
"""

import functools
from collections.abc import Iterator, Mapping
from typing import Final

from inspector.domain.hazard import Grade
from inspector.domain.inspection import MOST_MONTHS
from inspector.domain.ledger import MOST_DAYS
from inspector.domain.recurrence import DEFAULT_CYCLES, MOST_CYCLES
from inspector.i18n import N_
from inspector.problems import Problem
from inspector.services.preferences.numbering import LABELS, LONGEST_PATTERN, PATTERNS
from inspector.services.preferences.options import Kind, Option, Scope

LONGEST_NAME: Final = 40
"""Characters of a role or name under a document."""
LONGEST_TEXT: Final = 120
ON: Final = True
MOST_DEADLINE: Final = 365
MOST_OFFLINE: Final = 366
LOCK_MINUTES: Final = (0, 5, 10, 15, 30, 60)
GRADES: Final = {Grade.CRITICAL: N_("Critical"), Grade.SERIOUS: N_("Serious"), Grade.GENERAL: N_("General")}
SIGNERS: Final = (("prepared", N_("Prepared")), ("checked", N_("Checked")), ("approved", N_("Approved")))
SECTIONS: Final[Mapping[str, str]] = {
    "company": N_("Company"),
    "documents": N_("Documents"),
    "numbering": N_("Numbers"),
    "deadlines": N_("Deadlines"),
    "cycles": N_("Inspection cycles"),
    "planning": N_("Planning"),
    "supervision": N_("Key supervision"),
    "lock": N_("Lock"),
    "sync": N_("Server"),
    "safekeeping": N_("Safekeeping"),
    "appearance": N_("Appearance"),
    "keys": N_("Shortcuts"),
}
"""Section -> name, in the order of lists."""


def _company() -> Iterator[Option]:
    for key, label, words in (
        ("company", N_("Company and department"), N_("Stands at the head of notices and ledgers.")),
        ("service_phone", N_("Service phone"), N_("Stands on notices, for the customer's questions.")),
    ):
        yield Option(
            key, "company", label, Kind.TEXT, "", Scope.COMPANY, "company", words, most=LONGEST_TEXT, local=(key,)
        )
    yield Option(
        "closure_target",
        "company",
        N_("Target of the closure rate"),
        Kind.WHOLE,
        90,
        Scope.COMPANY,
        "company",
        N_("The mark on the bar of the home page and in the figures."),
        unit="%",
        least=1,
        most=100,
        local=("closure_target",),
    )


def _documents() -> Iterator[Option]:
    yield Option(
        "document_logo",
        "documents",
        N_("Logo"),
        Kind.PICTURE,
        "",
        Scope.COMPANY,
        "documents",
        N_("PNG or JPEG, at the head of notices and ledgers"),
        local=("document_logo",),
    )
    yield Option(
        "document_language",
        "documents",
        N_("Language of documents"),
        Kind.CHOICE,
        "zh_CN",
        Scope.LAPTOP,
        "documents",
        N_("What print and export dialogs propose. Notices and their files for customers are Chinese."),
        choices=(("zh_CN", N_("Chinese")), ("en", N_("English"))),
        local=("document_language",),
    )
    for place, (key, role) in enumerate(SIGNERS):
        for part, words in (("role", N_("word under ledgers")), ("name", N_("suggested name under ledgers"))):
            yield Option(
                f"signature.{key}.{part}",
                "documents",
                role,
                Kind.TEXT,
                "",
                Scope.COMPANY,
                "documents",
                words,
                most=LONGEST_NAME,
                local=("signature_lines", place, part),
            )


def _numbering() -> Iterator[Option]:
    for series, pattern in PATTERNS.items():
        yield Option(
            f"numbering.{series}",
            "numbering",
            LABELS[series],
            Kind.PATTERN,
            pattern,
            Scope.COMPANY,
            "documents",
            N_("Pattern of the numbers"),
            most=LONGEST_PATTERN,
            local=("numbering", series),
        )


def _deadlines() -> Iterator[Option]:
    for grade, label in GRADES.items():
        yield Option(
            f"deadline.{grade.value}",
            "deadlines",
            label,
            Kind.WHOLE,
            None,
            Scope.COMPANY,
            "deadlines",
            N_("Days from finding a hazard of this grade until it must be put right"),
            unit=N_("days"),
            least=1,
            most=MOST_DEADLINE,
            empty=N_("as the criteria say"),
        )


def _cycles() -> Iterator[Option]:
    from inspector.services.due.listing import shipped_rules  # noqa: PLC0415 - reads a file, and that module asks this package

    for rule in shipped_rules():
        yield Option(
            f"cycle.{rule.id}",
            "cycles",
            "",
            Kind.CYCLE,
            {"months": rule.months, "on": rule.enabled},
            Scope.COMPANY,
            "cycles",
            N_("Months between two inspections"),
            least=1,
            most=MOST_MONTHS,
            names=rule.name,
            local=("inspection_cycles", rule.id),
        )


def _planning() -> Iterator[Option]:
    yield Option(
        "visits_per_day",
        "planning",
        N_("Visits of an inspector in one day"),
        Kind.WHOLE,
        3,
        Scope.COMPANY,
        "cycles",
        N_("The calendar warns where more are planned."),
        least=1,
        most=20,
    )


def _supervision() -> Iterator[Option]:
    def switch(name: str, label: str, words: str) -> Option:
        key, local = f"supervision.{name}", () if name == "overdue" else ("supervision", name)
        return Option(key, "supervision", label, Kind.SWITCH, ON, Scope.COMPANY, "supervision", words, local=local)

    yield Option(
        "supervision.grades",
        "supervision",
        N_("Grades"),
        Kind.MANY,
        [Grade.CRITICAL.value, Grade.SERIOUS.value],
        Scope.COMPANY,
        "supervision",
        N_("Hazards of these grades are on the key-supervision ledger."),
        choices=tuple((grade.value, label) for grade, label in GRADES.items()),
        local=("supervision", "grades"),
    )
    yield switch("overdue", N_("Overdue"), N_("Overdue hazards are on the key-supervision ledger."))
    yield Option(
        "supervision.overdue_days",
        "supervision",
        N_("Days past the deadline"),
        Kind.WHOLE,
        0,
        Scope.COMPANY,
        "supervision",
        N_("by more than so many days"),
        unit=N_("days"),
        most=MOST_DAYS,
        local=("supervision", "overdue_days"),
    )
    yield switch("recurrent", N_("Recurrent"), N_("What came back is on the key-supervision ledger."))
    yield Option(
        "supervision.cycles",
        "supervision",
        N_("Inspection cycles"),
        Kind.WHOLE,
        DEFAULT_CYCLES,
        Scope.COMPANY,
        "supervision",
        N_("within so many cycles"),
        least=1,
        most=MOST_CYCLES,
        local=("recurrence", "cycles"),
    )
    yield switch("disputed", N_("Disputed"), N_("Disputed hazards are on the key-supervision ledger."))
    yield switch("by_hand", N_("By hand"), N_("Put there by a lead"))


def _laptop() -> Iterator[Option]:
    yield Option(
        "lock_minutes",
        "lock",
        N_("Lock the screen"),
        Kind.CHOICE,
        "15",
        Scope.LAPTOP,
        "general",
        N_("Minutes without a key or the pointer before the screen locks; 0 is never."),
        unit=N_("min"),
        choices=tuple((str(minutes), str(minutes) if minutes else N_("not locked")) for minutes in LOCK_MINUTES),
    )
    yield Option(
        "offline_days",
        "lock",
        N_("Days without the server"),
        Kind.WHOLE,
        30,
        Scope.LAPTOP,
        "general",
        N_("After so many days without the server nothing is shown until it synchronised; 0 is no limit."),
        unit=N_("days"),
        most=MOST_OFFLINE,
        zero=N_("no limit"),
    )
    yield Option(
        "sync.every_s",
        "sync",
        N_("How often"),
        Kind.WHOLE,
        300,
        Scope.LAPTOP,
        "server",
        N_("Seconds between rounds when nothing changes here"),
        unit="s",
        least=30,
        most=86_400,
    )
    yield Option(
        "sync.metered_files",
        "sync",
        N_("Over metered networks"),
        Kind.CHOICE,
        "small",
        Scope.LAPTOP,
        "server",
        N_("Which photos and documents go over networks that cost"),
        choices=(("all", N_("All files")), ("small", N_("Small ones only")), ("none", N_("No files"))),
    )
    yield Option(
        "sync.networks",
        "sync",
        N_("Allowed networks"),
        Kind.NETWORKS,
        [],
        Scope.LAPTOP,
        "server",
        N_("Written like 10.20.0.0/16, several with commas; empty: any network."),
    )


def _places() -> Iterator[Option]:
    for key, section, label, tab, words in (
        ("server.address", "sync", N_("Address of the server"), "server", N_("It is joined with a code.")),
        (
            "second_place.folder",
            "safekeeping",
            N_("Second place"),
            "safekeeping",
            N_("Folder that unfinished and unsent work is copied to"),
        ),
        ("backup.folder", "safekeeping", N_("Backup folder"), "safekeeping", N_("Folder of the daily backups")),
    ):
        yield Option(key, section, label, Kind.PLACE, "", Scope.LAPTOP, tab, words)


def _person() -> Iterator[Option]:
    follow = ("system", N_("Follow the system"))
    for key, label, default, words, choices in (
        ("language", N_("Language"), "system", "", (follow, ("zh_CN", N_("Chinese")), ("en", N_("English")))),
        ("theme", N_("Theme"), "system", "", (follow, ("light", N_("Light")), ("dark", N_("Dark")))),
        (
            "density",
            N_("Density"),
            "usual",
            N_("Height of rows in tables and lists."),
            (("usual", N_("Usual")), ("dense", N_("Dense"))),
        ),
        (
            "scale",
            N_("Size of everything"),
            "100",
            N_("From the next start on, on top of what the system says."),
            tuple((size, f"{size} %") for size in ("100", "125", "150", "175", "200")),
        ),
    ):
        yield Option(
            key, "appearance", label, Kind.CHOICE, default, Scope.PERSON, "general", words, choices=tuple(choices)
        )
    words = N_("Things fold, slide and fade; off, they are there at once.")
    yield Option("motion", "appearance", N_("Motion"), Kind.SWITCH, ON, Scope.PERSON, "general", words)


def _keys() -> Iterator[Option]:
    from inspector.services.preferences.keymap import COMMANDS  # noqa: PLC0415 - a list of its own

    for command in COMMANDS:
        if command.changeable:
            yield Option(
                f"key.{command.id}",
                "keys",
                command.label,
                Kind.KEYS,
                command.keys,
                Scope.PERSON,
                "shortcuts",
                most=40,
            )


@functools.cache
def options() -> Mapping[str, Option]:
    """All options by key, in the order of lists."""
    parts = (
        _company,
        _documents,
        _numbering,
        _deadlines,
        _cycles,
        _planning,
        _supervision,
        _laptop,
        _places,
        _person,
        _keys,
    )
    return {option.key: option for part in parts for option in part()}


def option(key: str) -> Option:
    """An option by key. Raises Problem option_unknown."""
    found = options().get(key)
    if found is None:
        raise Problem("option_unknown", key=key)
    return found
