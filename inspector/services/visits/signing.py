"""Signatures: strokes on the screen, name and PIN of staff, photo of the paper, refusal with reason and witness.

A signature locks the content: a later edit clears all signatures (see `edit.py`). PINs belong to this laptop, are kept
as hashes in the encrypted workspace, and are only ever compared.
"""

from collections.abc import Iterable

from inspector.domain.visit import SignMethod
from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.services.access.pins import check_pin, set_pin
from inspector.services.visits.changes import Touched
from inspector.services.visits.missing import content_missing
from inspector.services.visits.signers import CUSTOMER
from inspector.services.visits.views import Change
from inspector.services.workspace import Workspace

__all__ = ["Strokes", "clear_signature", "set_pin", "sign"]

register(
    ProblemKind.INPUT,
    {
        "signer_unknown": N_("“{who}” does not sign this visit."),
        "pin_for_staff": N_("Only inspectors sign with a PIN. Let the customer sign on the screen or on paper."),
        "strokes_missing": N_("Sign in the box first."),
        "strokes_invalid": N_("Strokes are lists of points [x, y], both from 0 to 1."),
        "paper_missing": N_("Choose the photo of the signed paper."),
        "refusal_reason": N_("Say why the customer refuses to sign, and who witnessed it."),
        "refusal_customer": N_("Only the customer can refuse to sign."),
        "not_ready_to_sign": N_("Not ready for signatures yet: {what}"),
    },
)

Strokes = Iterable[Iterable[tuple[float, float]]]


def sign(  # noqa: PLR0913 - what each method needs
    workspace: Workspace,
    visit_id: str,
    who: str,
    method: SignMethod,
    *,
    strokes: Strokes = (),
    pin: str = "",
    image: str = "",
    reason: str = "",
    witness: str = "",
    name: str = "",
    title: str = "",
) -> Change:
    """Sign for an inspector (person id or login) or the customer ("customer").

    `image` is the blob hash of the photo of the paper (see `photos.paper_photo`).
    `name` and `title` are the customer's signer.
    Signing needs the content to be complete; otherwise Problem not_ready_to_sign says what is missing.
    """
    visit = workspace.visit(visit_id)
    missing = content_missing(visit.session)
    if missing:
        raise Problem("not_ready_to_sign", what=missing[0].text)
    signer = who if who == CUSTOMER else workspace.person_of(who).id
    if signer != CUSTOMER and signer not in {person.id for person in visit.session.inspectors}:
        raise Problem("signer_unknown", who=who)
    body: dict[str, object] = {
        "method": method.value,
        "at": workspace.now().isoformat(),
        "name": name.strip(),
        "title": title.strip(),
    }
    body |= _proof(workspace, signer, method, strokes=strokes, pin=pin, image=image, reason=reason, witness=witness)
    edit = visit.edit()
    edit.put("signature", signer, body)
    saved = edit.commit()
    return Touched(visit.views).change(saved)


def _proof(
    workspace: Workspace,
    signer: str,
    method: SignMethod,
    *,
    strokes: Strokes,
    pin: str,
    image: str,
    reason: str,
    witness: str,
) -> dict[str, object]:
    """Check what the method asks for, and return what is kept of it."""
    match method:
        case SignMethod.STROKES:
            return {"strokes": _polylines(strokes)}
        case SignMethod.PIN:
            if signer == CUSTOMER:
                raise Problem("pin_for_staff")
            check_pin(workspace, signer, pin)
            return {}
        case SignMethod.PAPER:
            if not image:
                raise Problem("paper_missing")
            return {"image": image}
        case SignMethod.REFUSED:
            if signer != CUSTOMER:
                raise Problem("refusal_customer")
            if not (reason.strip() and witness.strip()):
                raise Problem("refusal_reason")
            return {"reason": reason.strip(), "witness": witness.strip()}


def _polylines(strokes: Strokes) -> list[list[list[float]]]:
    """Strokes as they are stored. Raises Problem unless there are some, all of them points of the unit square."""
    try:
        lines = [[[_coordinate(x), _coordinate(y)] for x, y in line] for line in strokes]
    except (TypeError, ValueError) as error:
        raise Problem("strokes_invalid") from error
    if not any(lines):
        raise Problem("strokes_missing")
    return lines


def _coordinate(number: object) -> float:
    """Scripts may say anything, so what is no number is a TypeError and one outside the box a ValueError."""
    if not isinstance(number, int | float) or isinstance(number, bool):
        raise TypeError(number)
    if not 0 <= number <= 1:
        raise ValueError(number)
    return round(float(number), 4)


def clear_signature(workspace: Workspace, visit_id: str, who: str) -> Change:
    """Take a signature back, so that it can be given again."""
    visit = workspace.visit(visit_id)
    edit = visit.edit()
    edit.delete("signature", who)
    saved = visit.session.saved_at or workspace.now() if edit.empty else edit.commit()
    return Touched(visit.views).change(saved)
