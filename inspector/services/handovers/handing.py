"""Handing a visit over to another laptop, taking one over, and taking one back.

The visit travels in a file that a passphrase opens, typed on both laptops. It keeps its id and number and goes on over
there; here it can only be read. With it go the records that the other laptop needs: customer, equipment, persons, and
the customer's history; those it has already are skipped. Of the history the files that the visit shows go along, the
pictures of unclosed hazards and of the last visit; the others stay where they are.

A lost file is no lost visit: taking it back needs a reason and goes on under a new id and number, marked as taken back,
so that both can be signed without colliding. A visit may be handed on, and back, as often as wanted; the chain of
hand-overs goes with it and into the signed visit.

`hand_over` and `take_over` derive keys and write or read files: a pool thread. `take_back` runs on the worker.
"""

import contextlib
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from inspector.disk import flush_folder
from inspector.domain.events import decode_frame
from inspector.domain.plan import PLAN, entity_of
from inspector.domain.visit import VisitStatus
from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.services.handovers.file import (
    LEAST_PASSPHRASE,
    HandOverFile,
    Luggage,
    Travelling,
    is_hand_over,
    passphrase_strength,
    write_file,
)
from inspector.services.handovers.matching import Matched, matched
from inspector.services.handovers.past import CHAIN, TAKEN_BACK, TAKEN_OVER, HandOver, chain_of
from inspector.services.planning.records import replace_plan
from inspector.services.second_place.copy import TURN_FRAMES, device_keys, files_in
from inspector.services.targets import outside_workspaces
from inspector.services.visits.numbers import visit_number
from inspector.services.workspace import Workspace
from inspector.storage import Arrival, DraftItem, VisitDraft
from inspector.storage.frames.peers import KnownDevice
from inspector.sync.packs import SignedFrame

__all__ = ["LEAST_PASSPHRASE", "hand_over", "passphrase_strength", "take_back", "take_over"]

register(
    ProblemKind.INPUT,
    {
        "handover_passphrase_short": N_(
            "The passphrase is too short: it needs at least {least} characters, for example four words."
        ),
        "handover_visit_unknown": N_("There is no planned or open visit “{visit}” on this laptop."),
        "visit_not_handed_over": N_("The visit “{visit}” was not handed over from this laptop."),
        "visit_there_already": N_("The visit {visit} is being worked on here already. Nothing was taken over."),
        "handover_stale": N_(
            "This file of the visit {visit} is older than what happened here: the visit was handed on from here. "
            "Use the newer file, or take the visit back."
        ),
        "handover_incomplete": N_("The file {path} lacks records that the visit needs. Have it handed over once more."),
        "handover_other_file": N_(
            "{path} is a file of another kind and was not replaced. Choose another name for the visit."
        ),
        "handover_changing": N_(
            "The visit {visit} was changed while its file was written. It stays here; hand it over once more."
        ),
        "take_back_reason": N_("Say why the visit is taken back."),
    },
)

ATTEMPTS: Final = 3
"""How often the file is written anew when the visit changes meanwhile."""

REFUSED: Final = {"frame_malformed": "frame_malformed", "frame_changed": "frame_conflict"}
"""Why a record is refused here, by why it is put aside elsewhere; for whatever else its signature is wrong."""


# handing over -------------------------------------------------------------------------------------------------------


def hand_over(workspace: Workspace, visit: str, passphrase: str, out: Path, *, to: str = "") -> HandOver:
    """Write the file and let the visit (id or number) go; `to` says to whom, in words.

    The file is written beside its name and checked while the visit is still here; then the visit is let go and the
    file gets its name. Only a visit that was handed over before is replaced by it.
    Raises Problem handover_passphrase_short, handover_visit_unknown, visit_handed_over, nobody_acting,
    handover_other_file, target_in_workspace, handover_changing, or what writing a bundle raises; then the visit stays.
    """
    if len(passphrase) < LEAST_PASSPHRASE:
        raise Problem("handover_passphrase_short", least=LEAST_PASSPHRASE)
    outside_workspaces(out)
    if out.exists() and not is_hand_over(out):
        raise Problem("handover_other_file", path=out)
    beside = out.with_name(f".{out.name}.part-{secrets.token_hex(4)}")
    try:
        for _attempt in range(ATTEMPTS):
            before, travelling = workspace.call(lambda: _packed(workspace, visit, to))
            _write(workspace, beside, out, passphrase, travelling)
            if workspace.call(lambda: _let_go(workspace, before, travelling)):  # noqa: B023 - called at once
                _rename(workspace, beside, out, before)
                return travelling.chain[-1]
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
    raise Problem("handover_changing", visit=before.number or visit)


def _write(workspace: Workspace, beside: Path, out: Path, passphrase: str, travelling: Travelling) -> None:
    try:
        write_file(beside, passphrase, travelling, _luggage(workspace, travelling), lambda sha: _blob(workspace, sha))
    except Problem as problem:  # people know the file by the name they chose
        named = {**problem.params, "path": out} if "path" in problem.params else problem.params
        raise Problem(problem.code, **named) from problem


def _rename(workspace: Workspace, beside: Path, out: Path, before: VisitDraft) -> None:
    """Give the finished file its name; should that fail, the visit is here again."""
    try:
        beside.replace(out)
        flush_folder(out.parent)
    except OSError as error:
        workspace.call(lambda: workspace.db.drafts.visit_put(before))
        raise Problem("bundle_unwritable", path=out, reason=error.strerror or error) from error


def _packed(workspace: Workspace, name: str, to: str) -> tuple[VisitDraft, Travelling]:
    """The visit as it is now, and as it travels. Worker."""
    from inspector.services.printing.work_orders import keep_number  # noqa: PLC0415 - loads criteria

    db, draft = workspace.db, draft_named(workspace, name)
    if draft.status is VisitStatus.HANDED_OVER:
        raise chain_of(draft.body)[-1].problem(draft.number or name)
    draft = keep_number(workspace, draft)  # the work order has one number on both laptops
    step = HandOver(
        id=workspace.new_id(),
        to=to.strip(),
        at=workspace.now().isoformat(timespec="seconds"),
        by=workspace.acting.name,
        code=workspace.store.device.code,
    )
    chain = (*chain_of(draft.body), step)
    body = {**draft.body, CHAIN: [each.to_json() for each in chain]}
    prefix = f"visit:{draft.id}:"
    return draft, Travelling(replace(draft, body=body), db.drafts.items(draft.id), db.typing.of(prefix), chain)


def _let_go(workspace: Workspace, before: VisitDraft, travelling: Travelling) -> bool:
    """Freeze the visit, if what is in the file is all there is. Worker."""
    db, visit = workspace.db, before.id
    now = (db.drafts.visit(visit), db.drafts.items(visit), db.typing.of(f"visit:{visit}:"))
    if now != (before, travelling.items, travelling.typing):
        return False
    db.drafts.visit_put(replace(travelling.draft, status=VisitStatus.HANDED_OVER))
    workspace.visits.pop(visit, None)
    return True


def draft_named(workspace: Workspace, name: str) -> VisitDraft:
    """A visit that is not signed, by id, number or key. Raises Problem handover_visit_unknown. Worker."""
    for draft in workspace.db.drafts.visits():
        if name in (draft.id, draft.number, draft.key):
            return draft
    raise Problem("handover_visit_unknown", visit=name)


def _luggage(workspace: Workspace, visit: Travelling) -> Luggage:
    draft = visit.draft
    rows, devices, pictures = workspace.call(
        lambda: _needed(workspace, draft.customer, str(draft.body.get(PLAN, draft.id)))
    )
    frames = list(_frames(workspace, rows))
    text = [str(dict(visit.draft.body)), *(str(dict(item.body)) for item in visit.items)]
    own = {sha for part in text for sha in files_in(part) if workspace.store.blobs.has(sha)}
    return Luggage(frames, devices, tuple(sorted(own | pictures)))


def _needed(workspace: Workspace, customer: str, planned: str) -> tuple[tuple[int, ...], dict[str, str], set[str]]:
    """Rows of the records that go along, public keys of all devices, and pictures of the history. Worker."""
    db = workspace.db
    hazards = db.hazards.of_customer(customer, unclosed_only=False)
    visits = db.visits.of_customer(customer)
    entities = [customer, *(item.id for item in db.registers.equipment_of(customer))]
    entities += [person.id for person in db.registers.persons()]
    entities += [hazard.id for hazard in hazards] + [visit.id for visit in visits] + [entity_of(planned)]
    unclosed = workspace.unclosed(customer)
    bodies = [dict(event.body) for hazard in unclosed for event in db.frames.events_of(hazard)]
    pictures = {
        str(photo[name])
        for body in bodies
        for photo in _photos(body)
        for name in ("display", "thumb", "plain")
        if name in photo
    }
    if visits:
        pictures |= {str(photo["thumb"]) for photo in _photos(db.visits.body(visits[0].id)) if "thumb" in photo}
    return db.local_rows.frames_of(entities), device_keys(workspace), pictures


def _photos(body: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    photos = body.get("photos")
    return [photo for photo in photos if isinstance(photo, Mapping)] if isinstance(photos, list) else []


def _frames(workspace: Workspace, rows: tuple[int, ...]) -> Iterable[SignedFrame]:
    """Records in short turns of the worker."""
    for start in range(0, len(rows), TURN_FRAMES):
        turn = rows[start : start + TURN_FRAMES]
        for frame in workspace.call(lambda turn=turn: workspace.db.local_rows.frames(turn)):  # type: ignore[misc]
            yield frame.raw, frame.sig


def _blob(workspace: Workspace, sha256: str) -> bytes | None:
    """A file's bytes; a picture of the history that is missing here does not keep a visit from travelling."""
    try:
        return workspace.store.blobs.get(sha256)
    except Problem as problem:
        if problem.code not in ("blob_missing", "blob_damaged"):
            raise
        return None


# taking over --------------------------------------------------------------------------------------------------------


def take_over(workspace: Workspace, path: Path, passphrase: str) -> str:
    """Go on here with a visit that was handed over; returns its id. Doing it twice changes nothing.

    A customer and people that both laptops registered by themselves are the own ones here (`matching`).
    All or nothing. Raises Problem visit_signed_already, visit_there_already, handover_stale, handover_incomplete,
    handover_same_customer, handover_same_login, or what reading the file raises (wrong passphrase, damaged, newer …).
    """
    with HandOverFile(path, passphrase) as file:
        visit = file.visit
        if not workspace.call(lambda: _may_enter(workspace, visit)):
            return visit.draft.id
        frames = list(file.frames())
        workspace.call(lambda: _match(workspace, visit, frames, path))
        for sha256 in file.blobs:
            workspace.store.blobs.put(file.blob(sha256))
        devices = file.devices
        workspace.call(lambda: _enter(workspace, visit, frames, devices, path))
    return visit.draft.id


def _match(workspace: Workspace, visit: Travelling, frames: list[SignedFrame], path: Path) -> Matched:
    """Worker."""
    try:
        return matched(workspace, visit, frames)
    except (KeyError, ValueError, TypeError, AttributeError) as error:  # content that nobody here wrote
        raise Problem("handover_malformed", path=path) from error


def _may_enter(workspace: Workspace, visit: Travelling) -> bool:
    """Whether there is anything to do; a Problem when it must not be done. Worker."""
    db, draft = workspace.db, visit.draft
    name = draft.number or draft.id
    if db.frames.events_of(draft.id):
        raise Problem("visit_signed_already", visit=name)
    local = db.drafts.local()
    here = next((each for each in local if each.id == draft.id), None)
    if here is None:
        apart = next((each for each in local if each.key == draft.id), None)  # begun here under an id of its own
        if apart is not None and draft.status is VisitStatus.PLANNED:
            raise Problem("visit_there_already", visit=apart.number or name)
        return True
    known, coming = [step.id for step in chain_of(here.body)], [step.id for step in visit.chain]
    if here.status is not VisitStatus.HANDED_OVER:
        if known == coming:
            return False
        raise Problem("visit_there_already", visit=name)
    if len(coming) > len(known) and coming[: len(known)] == known:
        return True
    raise Problem("handover_stale", visit=name)


def _enter(
    workspace: Workspace, visit: Travelling, frames: list[SignedFrame], devices: Mapping[str, str], path: Path
) -> None:
    """Store records and visit in one commit, and make sure that it opens. Worker."""
    from inspector.services.visits.opening import open_visit  # noqa: PLC0415 - loads criteria and form engine

    if not _may_enter(workspace, visit):
        return
    ours = _match(workspace, visit, frames, path)
    db, visit = workspace.db, ours.visit
    draft = replace(visit.draft, body=_received(workspace, visit))
    try:
        with db.transaction():
            _receive(workspace, ours.frames, devices, path)
            _need_people(workspace, draft, path)
            db.drafts.discard(draft.id)
            free = (key for key in (draft.key, draft.id) if db.drafts.visit_by_key(key) is None)
            db.drafts.visit_put(replace(draft, key=next(free, "") or workspace.new_id()))
            _put_items(workspace, draft.id, visit.items)
            for key, text in visit.typing.items():
                if key.startswith(f"visit:{draft.id}:"):
                    db.typing.keep(key, text, workspace.now())
            if draft.status is VisitStatus.OPEN:
                open_visit(workspace, draft.id)
    except (KeyError, ValueError, TypeError, AttributeError) as error:  # content that nobody here wrote
        raise Problem("handover_malformed", path=path) from error
    finally:
        workspace.visits.pop(draft.id, None)


def _received(workspace: Workspace, visit: Travelling) -> dict[str, Any]:
    """The visit's body with a note of which laptop took it over: should two do so, both signed visits tell."""
    at = workspace.now().isoformat(timespec="seconds")
    note = {"handover": visit.chain[-1].id, "code": workspace.store.device.code, "at": at}
    body = dict(visit.draft.body)
    return {**body, TAKEN_OVER: [*body.get(TAKEN_OVER, ()), note]}


def _receive(workspace: Workspace, frames: Iterable[SignedFrame], devices: Mapping[str, str], path: Path) -> None:
    """Take over records; the key of a device that is known already counts over the one in the file.

    Raises Problem frame_unauthentic, frame_malformed or frame_conflict: all or nothing.
    """
    db = workspace.db
    known = db.peers.keys()
    arrivals = [Arrival(raw, sig) for raw, sig in frames]
    for device in {decode_frame(one.raw).dev for one in arrivals} - known.keys():
        if device in devices:
            db.peers.learn(KnownDevice(device, public_key=bytes.fromhex(devices[device]), source="hand_over"))
    received = db.frames.receive_all(arrivals, path.name)
    for frame, code in received.parked:
        raise Problem(REFUSED.get(code, "frame_unauthentic"), frame=frame, reason=code)


def _need_people(workspace: Workspace, draft: VisitDraft, path: Path) -> None:
    try:
        workspace.db.registers.customer(draft.customer)
        for person in draft.inspectors:
            workspace.db.registers.person(person)
    except Problem as problem:
        raise Problem("handover_incomplete", path=path) from problem


def _put_items(workspace: Workspace, visit: str, items: Iterable[DraftItem]) -> None:
    for item in items:
        at = datetime.fromisoformat(item.at) if item.at else None
        workspace.db.drafts.item_put(visit, item.kind, item.key, item.body, item.heads, at)


# taking back --------------------------------------------------------------------------------------------------------


def take_back(workspace: Workspace, visit: str, reason: str) -> str:
    """Go on here with a visit that was handed over, because its file is lost; returns the new id. Worker thread.

    A signature that was given before belongs to the visit that went away and is left behind.
    Raises Problem take_back_reason, handover_visit_unknown, visit_not_handed_over, visit_signed_already, nobody_acting.
    """
    if not reason.strip():
        raise Problem("take_back_reason")
    db, draft = workspace.db, draft_named(workspace, visit)
    if draft.status is not VisitStatus.HANDED_OVER:
        raise Problem("visit_not_handed_over", visit=draft.number or visit)
    if db.frames.events_of(draft.id):
        raise Problem("visit_signed_already", visit=draft.number or visit)
    now, new = workspace.now(), workspace.new_id()
    *chain, last = chain_of(draft.body)
    note = {
        "visit": draft.id,
        "number": draft.number,
        "reason": reason.strip(),
        "at": now.isoformat(timespec="seconds"),
        "by": workspace.acting.name,
        "handed_over": last.to_json(),
    }
    body = {key: value for key, value in draft.body.items() if key != CHAIN} | {TAKEN_BACK: note}
    if chain:
        body[CHAIN] = [step.to_json() for step in chain]
    with db.transaction():
        number = visit_number(workspace, now) if draft.number else ""
        status = VisitStatus.OPEN if draft.number else VisitStatus.PLANNED
        items, typed = db.drafts.items(draft.id), db.typing.of(f"visit:{draft.id}:")
        db.drafts.discard(draft.id)
        key = new if draft.key == draft.id else draft.key
        db.drafts.visit_put(replace(draft, id=new, key=key, number=number, status=status, body=body))
        _put_items(workspace, new, [item for item in items if item.kind != "signature"])
        db.typing.drop(f"visit:{draft.id}:")
        for name, text in typed.items():
            db.typing.keep(name.replace(f"visit:{draft.id}:", f"visit:{new}:", 1), text, now)
        if status is VisitStatus.PLANNED:
            replace_plan(workspace, draft.id)
    workspace.visits.pop(draft.id, None)
    return new
