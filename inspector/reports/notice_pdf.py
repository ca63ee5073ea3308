"""The result notice as PDF: A4 portrait, black and white (design, section 11)."""

from datetime import datetime

from inspector.i18n import N_, Translator
from inspector.reports.blocks.flow import Block
from inspector.reports.blocks.furniture import Furniture, print_pages
from inspector.reports.notice import ResultNotice
from inspector.reports.notice_parts import Parts
from inspector.reports.notice_sign import SignatureBlock
from inspector.reports.pdf.linebreak import Breaker
from inspector.reports.pdf.pen import Properties
from inspector.reports.words import DEFAULT_LANGUAGE, notice_title


def result_notice(model: ResultNotice, translator: Translator | None = None) -> bytes:
    """The notice as PDF. Any thread; Problem("font_missing" or "picture_unreadable")."""
    tr = translator or Translator(DEFAULT_LANGUAGE)
    made = datetime(model.issued_on.year, model.issued_on.month, model.issued_on.day)  # noqa: DTZ001 - a date
    properties = Properties(
        title=f"{tr(notice_title(model.kind))} {model.number}",
        author=model.company,
        subject=model.customer,
        language=tr.language.replace("_", "-"),
        made_at=made,
    )
    return print_pages(_furniture(model, tr), _blocks(model, tr), properties, tr)


def _furniture(model: ResultNotice, tr: Translator) -> Furniture:
    version = tr(N_("(version {version})")).format(version=model.version) if model.version > 1 else ""
    phone = tr(N_("Service phone {phone}")).format(phone=model.service_phone) if model.service_phone else ""
    return Furniture(
        title=tr(notice_title(model.kind)),
        company=model.company,
        subtitle="\u3000".join(filter(None, (model.team, phone))),
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
