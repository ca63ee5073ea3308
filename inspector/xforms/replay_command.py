"""`inspector form replay`: fills in forms by script (forms.md, command contract). JSON lines in and out."""

import json
import time as _time
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from inspector.i18n import describe
from inspector.problems import Problem
from inspector.xforms.definition import load_form
from inspector.xforms.instance import FormInstance
from inspector.xforms.sheet import compile_sheet
from inspector.xforms.view import QuestionView
from inspector.xforms.xpath_command import zone_of

Request = Mapping[str, Any]
_LISTS: Final = frozenset({".csv", ".xml", ".geojson", ".json"})


def run_replay(lines: Iterable[str], *, now: Callable[[], datetime], time: bool = False) -> Iterator[str]:
    """Answer each line. `now` is the clock of forms whose load line brings none; `time` adds milliseconds."""
    replay = _Replay(now)
    for line in lines:
        if line.strip():
            begin = _time.perf_counter()
            answer = replay.answer(line)
            if time:
                answer["ms"] = round((_time.perf_counter() - begin) * 1000, 3)
            yield json.dumps(answer, ensure_ascii=False)


class _Replay:
    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._instance: FormInstance | None = None

    @property
    def form(self) -> FormInstance:
        if self._instance is None:
            raise Problem("replay_no_form")
        return self._instance

    def answer(self, line: str) -> dict[str, Any]:
        try:
            request = json.loads(line)
            operation = _OPERATIONS.get(request.get("op"))
            if operation is None:
                return {"error": "replay_line_invalid", "message": str(request.get("op"))}
            return operation(self, request)
        except Problem as problem:
            return {"error": problem.code, "message": describe(problem)}
        except (ValueError, KeyError, TypeError, AttributeError, OSError, RecursionError) as error:
            return {"error": "replay_line_invalid", "message": f"{type(error).__name__}: {error}"}

    def load(self, request: Request) -> dict[str, Any]:
        self._instance = None
        path = Path(request["form"])
        xml = path.read_bytes() if path.suffix.lower() == ".xml" else compile_sheet(path)
        folder = Path(request["attachments"]) if request.get("attachments") else path.parent / "media"
        zone = zone_of(request.get("tz"))
        clock = self._now
        if request.get("now"):
            moment = datetime.fromisoformat(request["now"])
            moment = moment if moment.tzinfo else moment.replace(tzinfo=zone)
            clock = lambda: moment  # noqa: E731 - a constant clock
        self._instance = FormInstance.new(
            load_form(xml, attachments=_attachments(folder)),
            now=clock,
            tz=zone,
            seed=0,
            language=request.get("lang") or "",
        )
        return {"ok": True}

    def store(self, request: Request) -> dict[str, Any]:
        self.form.answer(request["ref"], request["value"])
        return {"ok": True}

    def add(self, request: Request) -> dict[str, Any]:
        self.form.add_row(request["ref"])
        return {"ok": True}

    def remove(self, request: Request) -> dict[str, Any]:
        self.form.remove_row(request["ref"])
        return {"ok": True}

    def language(self, request: Request) -> dict[str, Any]:
        self.form.set_language(request["name"])
        return {"ok": True}

    def count(self, request: Request) -> dict[str, Any]:
        return {"value": self.form.row_count(request["ref"])}

    def look(self, request: Request) -> dict[str, Any]:
        return _shown(self.form.view(request["ref"]))

    def snap(self, _request: Request) -> dict[str, Any]:
        return {"nodes": [_shown(view) for view in self.form.views()]}

    def validate(self, _request: Request) -> dict[str, Any]:
        found = self.form.validate()
        return {"violations": [{"ref": item.ref, "reason": item.reason, "message": item.message} for item in found]}


_OPERATIONS: Final[dict[str, Callable[[_Replay, Request], dict[str, Any]]]] = {
    "load": _Replay.load,
    "answer": _Replay.store,
    "repeat-add": _Replay.add,
    "repeat-remove": _Replay.remove,
    "language": _Replay.language,
    "count": _Replay.count,
    "look": _Replay.look,
    "snap": _Replay.snap,
    "validate": _Replay.validate,
}


def _attachments(folder: Path) -> dict[str, bytes]:
    """The lists in a folder by file name."""
    paths = sorted(folder.iterdir()) if folder.is_dir() else []
    return {path.name: path.read_bytes() for path in paths if path.suffix.lower() in _LISTS and path.is_file()}


def _shown(view: QuestionView) -> dict[str, Any]:
    return {
        "ref": view.ref,
        "kind": view.kind.value,
        "value": view.value if view.relevant else "",
        "relevant": view.relevant,
        "required": view.required,
        "readonly": view.readonly,
        "constraintOk": view.constraint_ok,
        "requiredOk": view.required_ok,
        "label": view.label,
        "hint": view.hint,
        "options": [{"value": option.value, "label": option.label} for option in view.options],
    }
