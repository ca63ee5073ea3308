"""Documents as PDF: made or, where one was issued, exactly as it was issued."""

from typing import TYPE_CHECKING, Any, Final

from inspector.commands.console import Options, add_lang, drawn, need_pdf, opened, write_told
from inspector.i18n import N_, _
from inspector.problems import Problem, ProblemKind, register

if TYPE_CHECKING:
    from collections.abc import Callable

    from inspector.services import Workspace

KINDS: Final = {
    "work-order": N_("the work order of a visit (number or id)"),
    "result-notice": N_("the result notice of a visit (its number or the visit's)"),
    "rectification-notice": N_("a rectification notice (its number, or a hazard)"),
    "hazard-sheet": N_("everything about a hazard, with photos"),
    "review-record": N_("the latest review of a hazard"),
    "photo-appendix": N_("photos of a hazard, or of all hazards of a visit (number or id) or customer (account or id)"),
    "customer-file": N_("everything about a customer (account or id)"),
    "dga": N_("dissolved gases of an oil transformer (its id, or a name that only one piece has)"),
    "statistics": N_("statistics of a period: 2026, 2026-Q2, 2026-06 or FROM..TO"),
}


PHOTOS: Final = "photo-appendix"
register(ProblemKind.INPUT, {"document_quality": N_("--quality is for photo-appendix only. Leave it out.")})


def add_to(commands: Any) -> None:
    """The command `document`."""
    told = "; ".join(f"{kind}: {_(words)}" for kind, words in KINDS.items())
    document = commands.add_parser("document", help=_("documents as PDF"), description=told)
    document.add_argument("kind", choices=tuple(KINDS), metavar="KIND", help=", ".join(KINDS))
    which = document.add_mutually_exclusive_group(required=True)
    which.add_argument("id", metavar="ID", nargs="?")
    which.add_argument("--equipment", dest="piece", metavar="ID", help=_("the same as ID, for documents of equipment"))
    document.add_argument(
        "--quality", choices=("fine", "normal", "small"), help=_("photo-appendix: how large its photos are at most")
    )
    document.add_argument("--out", required=True, metavar="FILE")
    add_lang(document)
    document.set_defaults(act=command_document)


def command_document(options: Options) -> None:
    """Write a document to a file; in the language that `--lang` or `--language` names, else in Chinese."""
    need_pdf(options.out)
    named = options.id or options.piece
    if options.quality and options.kind != PHOTOS:
        raise Problem("document_quality")
    with opened(options) as workspace:
        made = _maker(options.kind, options.quality or "fine")
        told = options.lang or options.language or ""
        write_told(options, options.out, drawn(workspace, lambda: made(workspace, named, told)))


def _maker(kind: str, quality: str) -> "Callable[[Workspace, str, str], bytes]":
    """What makes a kind of document, given its id and a language ("": the usual one of documents)."""
    if kind == PHOTOS:
        from inspector.services.printing.photo_appendix import photos_document  # noqa: PLC0415 - see console.opened

        return lambda workspace, name, language: photos_document(workspace, name, language, quality)
    from inspector.services.customer_files import printing  # noqa: PLC0415 - as above
    from inspector.services.figures import statistics_document  # noqa: PLC0415 - see console.opened
    from inspector.services.gases.sheet import gas_sheet  # noqa: PLC0415 - see console.opened
    from inspector.services.printing import notices, work_orders  # noqa: PLC0415 - see console.opened
    from inspector.services.printing.hazard_papers import hazard_sheet, review_record  # noqa: PLC0415 - see console.opened
    from inspector.services.printing.visit_documents import result_notice  # noqa: PLC0415 - see console.opened

    makers: dict[str, Callable[[Workspace, str, str], bytes]] = {
        "work-order": work_orders.work_order,
        "result-notice": result_notice,
        "rectification-notice": notices.rectification_notice,
        "hazard-sheet": hazard_sheet,
        "review-record": review_record,
        "customer-file": printing.customer_file_pdf,
        "dga": gas_sheet,
        "statistics": statistics_document.statistics_document,
    }
    return makers[kind]
