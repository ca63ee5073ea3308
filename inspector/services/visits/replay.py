"""`visit replay`: a visit as JSON lines, one line out per line in, written after the commit (commands.md)."""

import json
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from inspector.domain.hazard import Grade
from inspector.domain.verdict import Verdict
from inspector.domain.visit import OldHazardJudgement, SignMethod, VisitKind
from inspector.i18n import N_, describe
from inspector.photos.annotation import from_json
from inspector.problems import Problem, ProblemKind, register
from inspector.services.visits import answers, found_equipment, inference_decisions, opening, signing
from inspector.services.visits.bulk import pass_rest
from inspector.services.visits.finish import finish_visit
from inspector.services.visits.hints import begin_hints, hints_json
from inspector.services.visits.json_views import change_json, outline, status
from inspector.services.visits.many import record_answers
from inspector.services.visits.photos import add_photo, paper_photo
from inspector.services.visits.repeats import add_repeat_row, remove_repeat_row
from inspector.services.visits.script import ScriptLine, refuse
from inspector.services.visits.undo import redo_visit, undo_visit
from inspector.services.visits.value_views import NewValue
from inspector.services.visits.views import Change
from inspector.services.workspace import Workspace

register(
    ProblemKind.INPUT,
    {
        "op_unknown": N_("“{op}” is no operation of a visit script. Use one of: {ops}."),
        "visit_not_started": N_("Begin the script with a “start” line."),
        "file_unreadable": N_("The file “{path}” cannot be read ({reason})."),
    },
)

CLOCKS_DIFFER = timedelta(days=1)
"""How far ahead of this laptop's clock a visit may have begun: a clock may be set wrong, and zones differ."""


def replay(workspace: Workspace, lines: Iterable[str]) -> Iterator[str]:
    """Play a script; every answer line is on disk when its output line is handed out. Not on the worker thread."""
    player = _Player(workspace)
    for line in lines:
        if line.strip():
            yield json.dumps(player.play(line), ensure_ascii=False, separators=(",", ":"))


class _Player:
    """Plays lines on one workspace; knows the visit that was started last."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.visit = ""
        self.ops: dict[str, Callable[[ScriptLine], dict[str, Any]]] = {
            "start": self._start,
            "old-hazard": self._old_hazard,
            "answer": self._answer,
            "answers": self._answers,
            "repeat-add": self._repeat_add,
            "repeat-remove": self._repeat_remove,
            "equipment-add": self._equipment_add,
            "photo": self._photo,
            "hazard": self._hazard,
            "override": self._override,
            "inference": self._inference,
            "sign": self._sign,
            "bulk": self._bulk,
            "undo": self._undo,
            "redo": self._redo,
            "finish": self._finish,
            "status": self._status,
        }

    def play(self, text: str) -> dict[str, Any]:
        """One line in, one answer out."""
        try:
            return {"ok": True, **self._dispatch(text)}
        except Problem as problem:
            return {"error": problem.code, "message": describe(problem)}

    def _dispatch(self, text: str) -> dict[str, Any]:
        line = ScriptLine.read(text)
        act = self.ops.get(line.op)
        if act is None:
            raise Problem("op_unknown", op=line.op, ops=", ".join(self.ops))
        if not self.visit and line.op != "start":
            raise Problem("visit_not_started")
        return act(line)

    def _write(self, work: Callable[[], Change]) -> dict[str, Any]:
        return change_json(self.workspace.call(work))

    def _start(self, line: ScriptLine) -> dict[str, Any]:
        workspace = self.workspace
        customer, key = line.need("customer"), line.need("visit")
        kind, inspectors = line.optional(VisitKind, "kind") or VisitKind.PERIODIC, line.texts("inspectors")
        at, occasion = line.moment("at"), line.text("occasion")

        def work() -> dict[str, Any]:
            if at is not None and at > workspace.now() + CLOCKS_DIFFER:
                refuse("at", at.isoformat())
            view = opening.start_visit(
                workspace, customer, kind=kind, inspectors=inspectors, key=key, at=at, occasion=occasion
            )
            self.visit = view.id
            begun = {"visit": view.id, "number": view.number, "restored": view.restored}
            warnings = hints_json(begin_hints(workspace, view.id))
            return {**begun, "warnings": warnings, **outline(workspace, view.id)}

        return workspace.call(work)

    def _old_hazard(self, line: ScriptLine) -> dict[str, Any]:
        name, judgement = line.need("hazard"), line.one_of(OldHazardJudgement, "judgement")
        grade, note = line.optional(Grade, "grade"), line.text("note")
        hazard = self._hazard_id(name)
        return self._write(
            lambda: answers.judge_old_hazard(self.workspace, self.visit, hazard, judgement, grade=grade, note=note)
        )

    def _answer(self, line: ScriptLine) -> dict[str, Any]:
        target, ref, value = line.target, line.need("ref"), line.value("value")
        return self._write(lambda: answers.record_answer(self.workspace, self.visit, target, ref, value))

    def _answers(self, line: ScriptLine) -> dict[str, Any]:
        """Several values of one form as one step, as a pasted column is: ``values`` is an object by ref."""
        target = line.target
        values = [NewValue(target, ref, text) for ref, text in line.table("values").items()]
        return self._write(lambda: record_answers(self.workspace, self.visit, values))

    def _repeat_add(self, line: ScriptLine) -> dict[str, Any]:
        """A row more in the repeat ``ref``."""
        target, ref = line.target, line.need("ref")
        return self._write(lambda: add_repeat_row(self.workspace, self.visit, target, ref))

    def _repeat_remove(self, line: ScriptLine) -> dict[str, Any]:
        """The row ``ref`` (`…/rep[2]`) taken away with all in it."""
        target, ref = line.target, line.need("ref")
        return self._write(lambda: remove_repeat_row(self.workspace, self.visit, target, ref))

    def _equipment_add(self, line: ScriptLine) -> dict[str, Any]:
        kind, name, plate = line.need("kind"), line.need("name"), line.table("nameplate")
        model, place = line.text("model"), line.text("place")

        def work() -> dict[str, Any]:
            found_equipment.add_equipment(self.workspace, self.visit, kind, name, plate, model=model, place=place)
            found = list(self.workspace.visit(self.visit).session.of("equipment"))
            return {"equipment": found[-1], **outline(self.workspace, self.visit)}

        return self.workspace.call(work)

    def _photo(self, line: ScriptLine) -> dict[str, Any]:
        path, name = Path(line.need("file")), line.text("hazard")
        target = line.target if any(line.text(field) for field in ("form", "equipment", "ref")) else None
        annotation = from_json(line.given("annotation")) if line.has("annotation") else None
        ref = line.need("ref") if target else ""
        hazard = self._hazard_id(name) if name else None
        old = hazard if hazard in self._old() else None
        change = add_photo(
            self.workspace, self.visit, read_file(path), path.name, target=target, ref=ref,
            hazard=None if old else hazard, old_hazard=old, annotation=annotation,
        )  # fmt: skip
        return change_json(change)

    def _hazard(self, line: ScriptLine) -> dict[str, Any]:
        draft, accept, reason = line.maybe("draft"), line.flag("accept"), line.text("reason")
        deadline, grade = line.optional(date.fromisoformat, "deadline"), line.optional(Grade, "grade")
        words = {name: line.maybe(name) for name in ("place", "description", "measure", "basis")}
        edited = bool(deadline or grade) or any(text is not None for text in words.values())
        if draft is not None and accept is None and not edited:
            raise Problem("field_missing", field="accept")
        return self._write(
            lambda: answers.edit_hazard(
                self.workspace, self.visit, draft, grade=grade, deadline=deadline, accept=accept, reason=reason, **words
            )
        )

    def _override(self, line: ScriptLine) -> dict[str, Any]:
        target, ref, reason = line.target, line.need("ref"), line.text("reason")
        verdict = line.optional(Verdict, "verdict")
        return self._write(lambda: answers.override_judgement(self.workspace, self.visit, target, ref, verdict, reason))

    def _inference(self, line: ScriptLine) -> dict[str, Any]:
        name, accept, reason = line.need("inference"), line.flag("accept"), line.text("reason")
        if accept is None:
            raise Problem("field_missing", field="accept")
        if accept:
            return self._write(lambda: inference_decisions.accept_inference(self.workspace, self.visit, name))
        return self._write(lambda: inference_decisions.dismiss_inference(self.workspace, self.visit, name, reason))

    def _sign(self, line: ScriptLine) -> dict[str, Any]:
        who, method, pin = line.need("who"), line.one_of(SignMethod, "method"), line.text("pin")
        reason, witness, name, file = (line.text(field) for field in ("reason", "witness", "name", "file"))
        strokes = line.given("strokes") or ()
        image = paper_photo(self.workspace, read_file(Path(file))) if file else ""
        return self._write(
            lambda: signing.sign(
                self.workspace, self.visit, who, method,
                strokes=strokes, pin=pin, image=image, reason=reason, witness=witness, name=name,
            )
        )  # fmt: skip

    def _bulk(self, line: ScriptLine) -> dict[str, Any]:
        target, section = line.target, line.need("section")
        change = self.workspace.call(lambda: pass_rest(self.workspace, self.visit, target, section))
        done = change.bulk
        counts = {"passed": done.passed, "drawn": done.drawn, "left": done.left} if done else {}
        return {**change_json(change), **counts}

    def _undo(self, _line: ScriptLine) -> dict[str, Any]:
        change = self.workspace.call(lambda: undo_visit(self.workspace, self.visit))
        return {**change_json(change), "undone": change.steps_back.redo}

    def _redo(self, _line: ScriptLine) -> dict[str, Any]:
        change = self.workspace.call(lambda: redo_visit(self.workspace, self.visit))
        return {**change_json(change), "redone": change.steps_back.undo}

    def _finish(self, _line: ScriptLine) -> dict[str, Any]:
        issued = self.workspace.call(lambda: finish_visit(self.workspace, self.visit))
        self.visit = ""
        return {
            "visit": issued.visit,
            "number": issued.visit_number,
            "notice": issued.notice_number,
            "hazards": [{"id": key, "number": number} for key, number in issued.hazards],
        }

    def _status(self, _line: ScriptLine) -> dict[str, Any]:
        return self.workspace.call(lambda: status(self.workspace, self.visit))

    def _old(self) -> Collection[str]:
        """Ids of the customer's old hazards."""
        return self.workspace.call(lambda: frozenset(self.workspace.visit(self.visit).session.old))

    def _hazard_id(self, name: str) -> str:
        return self.workspace.call(lambda: hazard_id(self.workspace, self.visit, name))


def read_file(path: Path) -> bytes:
    """Bytes of a file a person named. Raises Problem file_unreadable."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise Problem("file_unreadable", path=path, reason=error.strerror or error) from error
    except ValueError as error:  # a name that no file can have
        raise Problem("file_unreadable", path=ascii(str(path)), reason=error) from error


def hazard_id(workspace: Workspace, visit: str, name: str) -> str:
    """An old hazard by id or number; a name that is neither comes back as it is. Worker thread."""
    session = workspace.visit(visit).session
    return next((key for key, hazard in session.old.items() if name in (key, hazard.number)), name)
