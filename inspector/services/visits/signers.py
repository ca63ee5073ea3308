"""Who has to sign a visit, and how they did."""

from collections.abc import Mapping
from datetime import datetime

from inspector.domain.visit import SignMethod
from inspector.i18n import Translator, language
from inspector.services.visits.session import VisitSession
from inspector.services.visits.views import SignatureView

CUSTOMER = "customer"


def signatures(session: VisitSession) -> tuple[SignatureView, ...]:
    """The boxes of step 4: every inspector, then the customer's representative.

    The team comes before the duty, which the order of the boxes tells too: what is cut off is the less important.
    """
    t = Translator(language())
    boxes = []
    for index, person in enumerate(session.inspectors):
        duty = t("lead inspector") if index == 0 else t("second inspector")
        boxes.append(_box(session, person.id, person.name, " · ".join(part for part in (person.team, duty) if part)))
    customer = session.customer
    boxes.append(_box(session, CUSTOMER, customer.contact, customer.contact_title))
    return tuple(boxes)


def _box(session: VisitSession, who: str, name: str, role: str) -> SignatureView:
    item = session.of("signature").get(who)
    return SignatureView(who, name, role) if item is None else signature_of(who, name, role, item)


def signature_of(who: str, name: str, role: str, item: Mapping[str, object]) -> SignatureView:
    """A stored signature."""
    strokes = item.get("strokes")
    lines = strokes if isinstance(strokes, list | tuple) else ()
    return SignatureView(
        who=who,
        name=str(item.get("name") or name),
        role=str(item.get("title") or role),
        method=SignMethod(str(item["method"])),
        at=datetime.fromisoformat(str(item["at"])),
        strokes=tuple(tuple((float(x), float(y)) for x, y in line) for line in lines),
        image=str(item.get("image", "")),
        reason=str(item.get("reason", "")),
        witness=str(item.get("witness", "")),
    )
