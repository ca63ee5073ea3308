"""`visit replay`: a visit as JSON lines, one line out per line in, written after the commit (commands.md)."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from inspector.domain.hazard import Grade
from inspector.domain.verdict import Verdict
from inspector.domain.visit import OldHazardJudgement, SignMethod, VisitKind
from inspector.i18n import N_, describe
from inspector.problems import Problem, ProblemKind, register
from inspector.services.views import Change, Target
from inspector.services.visits import answers, opening, signing
from inspector.services.visits.finish import finish_visit
from inspector.services.visits.json_views import change_json, outline, status
from inspector.services.visits.photos import add_photo, paper_photo
from inspector.services.workspace import Workspace

register(
    ProblemKind.INPUT,
    {
        "line_invalid": N_("This line is no JSON object with an “op”."),
        "op_unknown": N_("“{op}” is no operation of a visit script. Use one of: {ops}."),
        "field_missing": N_("The line needs “{field}”."),
        "value_invalid": N_("“{value}” is no value for “{field}”."),
        "visit_not_started": N_("Begin the script with a “start” line."),
        "file_unreadable": N_("The file “{path}” cannot be read ({reason})."),
    },
)


def replay(workspace: Workspace, lines: Iterable[str]) -> Iterator[str]:
    """Play a script; every answer line is on disk when its output line is handed out. Not on the worker thread."""
    player = _Player(workspace)
    for line in lines:
        if line.strip():
            yield json.dumps(player.play(line), ensure_ascii=False, separators=(",", ":"))


class _Line:
    """One line of the script with checked access to its fields."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = data

    def need(self, field: str) -> Any:
        if field not in self.data or self.data[field] is None:
            raise Problem("field_missing", field=field)
        return self.data[field]

    def text(self, field: str, default: str = "") -> str:
        value = self.data.get(field)
        return default if value is None else str(value)

    def one_of(self, kind: Callable[[str], Any], field: str, value: Any = None) -> Any:
        given = self.need(field) if value is None else value
        try:
            return kind(str(given))
        except ValueError as error:
            raise Problem("value_invalid", field=field, value=given) from error

    def optional(self, kind: Callable[[str], Any], field: str) -> Any:
        return self.one_of(kind, field) if self.data.get(field) not in (None, "") else None

    @property
    def target(self) -> Target:
        return Target(str(self.need("form")), self.data.get("equipment") or None)


class _Player:
    """Plays lines on one workspace; knows the visit that was started last."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.visit = ""
        self.ops: dict[str, Callable[[_Line], dict[str, Any]]] = {
            "start": self._start,
            "old-hazard": self._old_hazard,
            "answer": self._answer,
            "equipment-add": self._equipment_add,
            "photo": self._photo,
            "hazard": self._hazard,
            "override": self._override,
            "sign": self._sign,
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
        try:
            data = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise Problem("line_invalid") from error
        if not isinstance(data, dict) or not isinstance(data.get("op"), str):
            raise Problem("line_invalid")
        act = self.ops.get(data["op"])
        if act is None:
            raise Problem("op_unknown", op=data["op"], ops=", ".join(self.ops))
        if not self.visit and data["op"] != "start":
            raise Problem("visit_not_started")
        return act(_Line(data))

    def _write(self, work: Callable[[], Change]) -> dict[str, Any]:
        return change_json(self.workspace.call(work))

    def _start(self, line: _Line) -> dict[str, Any]:
        workspace = self.workspace
        inspectors = line.data.get("inspectors")
        view = workspace.call(
            lambda: opening.start_visit(
                workspace,
                str(line.need("customer")),
                kind=line.optional(VisitKind, "kind") or VisitKind.PERIODIC,
                inspectors=[str(name) for name in inspectors] if isinstance(inspectors, list) else [],
                key=str(line.need("visit")),
                at=_aware(line.optional(datetime.fromisoformat, "at")),
            )
        )
        self.visit = view.id
        return {
            "visit": view.id,
            "number": view.number,
            "restored": view.restored,
            **workspace.call(lambda: outline(workspace, view.id)),
        }

    def _old_hazard(self, line: _Line) -> dict[str, Any]:
        hazard = self.workspace.call(lambda: hazard_id(self.workspace, self.visit, str(line.need("hazard"))))
        judgement = line.one_of(OldHazardJudgement, "judgement")
        grade, note = line.optional(Grade, "grade"), line.text("note")
        return self._write(
            lambda: answers.judge_old_hazard(self.workspace, self.visit, hazard, judgement, grade=grade, note=note)
        )

    def _answer(self, line: _Line) -> dict[str, Any]:
        target, ref, value = line.target, str(line.need("ref")), line.text("value")
        return self._write(lambda: answers.record_answer(self.workspace, self.visit, target, ref, value))

    def _equipment_add(self, line: _Line) -> dict[str, Any]:
        plate = {} if line.data.get("nameplate") is None else line.data["nameplate"]
        if not isinstance(plate, dict):
            raise Problem("value_invalid", field="nameplate", value=plate)
        values = {str(key): str(value) for key, value in plate.items()}

        def work() -> dict[str, Any]:
            _view, target = opening.add_equipment(
                self.workspace,
                self.visit,
                str(line.need("kind")),
                str(line.need("name")),
                values,
                model=line.text("model"),
                place=line.text("place"),
            )
            return {"equipment": target.equipment, **outline(self.workspace, self.visit)}

        return self.workspace.call(work)

    def _photo(self, line: _Line) -> dict[str, Any]:
        path = Path(str(line.need("file")))
        target = line.target if line.data.get("form") else None
        change = add_photo(
            self.workspace, self.visit, read_file(path), path.name, target=target, ref=line.text("ref"),
            hazard=line.text("hazard") or None,
        )  # fmt: skip
        return change_json(change)

    def _hazard(self, line: _Line) -> dict[str, Any]:
        draft = line.data.get("draft")
        deadline = line.optional(date.fromisoformat, "deadline")
        grade = line.optional(Grade, "grade")
        given = {key: line.data.get(key) for key in ("place", "description", "measure")}

        def work() -> Change:
            workspace, change, key = self.workspace, None, None if draft is None else str(draft)
            if draft is None or deadline or grade or any(value is not None for value in given.values()):
                change = answers.edit_hazard(workspace, self.visit, key, grade=grade, deadline=deadline, **given)
                key = key or change.hazards[0].id
            if draft is not None and line.data.get("accept") is True:
                change = answers.accept_hazard(workspace, self.visit, str(draft))
            if line.data.get("accept") is False and key is not None:
                change = answers.dismiss_hazard(workspace, self.visit, key, line.text("reason"))
            if change is None:
                raise Problem("field_missing", field="accept")
            return change

        return self._write(work)

    def _override(self, line: _Line) -> dict[str, Any]:
        target, ref, reason = line.target, str(line.need("ref")), line.text("reason")
        verdict = line.optional(Verdict, "verdict")
        return self._write(lambda: answers.override_judgement(self.workspace, self.visit, target, ref, verdict, reason))

    def _sign(self, line: _Line) -> dict[str, Any]:
        method = line.one_of(SignMethod, "method")
        image = paper_photo(self.workspace, read_file(Path(line.text("file")))) if line.text("file") else ""
        strokes = line.data.get("strokes") or ()
        return self._write(
            lambda: signing.sign(
                self.workspace,
                self.visit,
                str(line.need("who")),
                method,
                strokes=strokes,
                pin=line.text("pin"),
                image=image,
                reason=line.text("reason"),
                witness=line.text("witness"),
                name=line.text("name"),
            )
        )

    def _finish(self, _line: _Line) -> dict[str, Any]:
        issued = self.workspace.call(lambda: finish_visit(self.workspace, self.visit))
        self.visit = ""
        return {
            "visit": issued.visit,
            "number": issued.visit_number,
            "notice": issued.notice_number,
            "hazards": [{"id": key, "number": number} for key, number in issued.hazards],
        }

    def _status(self, _line: _Line) -> dict[str, Any]:
        return self.workspace.call(lambda: status(self.workspace, self.visit))


def _aware(moment: datetime | None) -> datetime | None:
    return moment.astimezone() if moment is not None and moment.tzinfo is None else moment


def read_file(path: Path) -> bytes:
    """Bytes of a file a person named. Raises Problem file_unreadable."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise Problem("file_unreadable", path=path, reason=error.strerror or error) from error


def hazard_id(workspace: Workspace, visit: str, name: str) -> str:
    """An old hazard by id or number."""
    session = workspace.visit(visit).session
    return next((key for key, hazard in session.old.items() if name in (key, hazard.number)), name)
