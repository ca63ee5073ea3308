"""The result notice as PDF: A4 portrait, black and white (design, section 11)."""

from inspector.i18n import N_, Translator
from inspector.reports.blocks.flow import Block
from inspector.reports.blocks.furniture import Furniture, print_pages, properties, service_line
from inspector.reports.notice import ResultNotice
from inspector.reports.notice_parts import Parts
from inspector.reports.notice_sign import SignatureBlock
from inspector.reports.pdf.linebreak import Breaker
from inspector.reports.words import DEFAULT_LANGUAGE, notice_title


def result_notice(model: ResultNotice, translator: Translator | None = None) -> bytes:
    """The notice as PDF. Any thread; Problem("font_missing" or "picture_unreadable")."""
    tr = translator or Translator(DEFAULT_LANGUAGE)
    about = properties(
        tr, f"{tr(notice_title(model.kind))} {model.number}", model.company, model.customer, model.issued_on
    )
    return print_pages(_furniture(model, tr), _blocks(model, tr), about, tr)


def _furniture(model: ResultNotice, tr: Translator) -> Furniture:
    version = tr(N_("(version {version})")).format(version=model.version) if model.version > 1 else ""
    return Furniture(
        title=tr(notice_title(model.kind)),
        company=model.company,
        subtitle=service_line(tr, model.service_phone, model.team),
        lines=(
            (tr(N_("No.")), f"{model.number} {version}".strip()),
            (tr(N_("Inspection sheet")), model.visit_number),
            (tr(N_("Date of issue")), f"{model.issued_on:%Y-%m-%d}"),
        ),
        code=model.code,
        running=f"{tr(notice_title(model.kind))}\u3000{model.customer}",
        foot=tr(N_("One copy each for supplier and customer. Scan the code to check number and hazard count.")),
        logo=model.logo,
    )


def _blocks(model: ResultNotice, tr: Translator) -> list[Block]:
    breaker = Breaker()
    parts = Parts(model, tr, breaker)
    signing = SignatureBlock(model, tr, breaker)
    return [
        parts.title(tr(notice_title(model.kind))),
        *parts.address(),
        *parts.facts(),
        *parts.hazards(),
        *parts.requirements(),
        *signing.blocks(),
        *parts.photos(),
    ]
