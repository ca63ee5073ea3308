"""Help outside the window: the quick card, and the report of the program's own mistakes on this computer."""

from datetime import datetime
from typing import Any

from inspector import i18n
from inspector.commands.console import Options, named_path, opened, show, write_told
from inspector.i18n import _


def add_to(commands: Any) -> None:
    """The commands `quick-card` and `error-report`."""
    card = commands.add_parser("quick-card", help=_("the quick card as PDF: keys and what to remember, one A4 page"))
    card.add_argument("--out", required=True, metavar="FILE.pdf")
    card.set_defaults(act=command_card)
    report = commands.add_parser(
        "error-report", help=_("what the program did wrong on this computer: shown, or as one file with --out")
    )
    report.add_argument("--out", metavar="FILE.zip", help=_("where to; without it the report is only shown"))
    report.set_defaults(act=command_report)


def command_card(options: Options) -> None:
    """Write the card, in the language of the command."""
    from inspector.services.help.card import quick_card  # noqa: PLC0415 - drawing only where it is wanted

    write_told(options, options.out, quick_card({}, i18n.language(), datetime.now().astimezone()))


def command_report(options: Options) -> None:
    """Show the report, or write it; with a workspace that is named, its sizes too."""
    from inspector.services.diagnosis.error_book import ErrorBook, default_folder  # noqa: PLC0415 - as above
    from inspector.services.diagnosis.error_report import packed, report_parts  # noqa: PLC0415 - as above

    book = ErrorBook(default_folder())
    if named_path(options) is None:
        parts = report_parts(book)
    else:
        with opened(options) as workspace:
            parts = workspace.call(lambda: report_parts(book, workspace))
    if options.out:
        write_told(options, options.out, packed(parts))
        return
    texts = {part.name: part.text for part in parts}
    show(options, texts, lambda data: "\n".join(f"== {name}\n{text}" for name, text in data.items()))
