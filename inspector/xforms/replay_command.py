"""`inspector form replay`: fills in forms by script (forms.md, command contract). JSON lines in and out."""

import json
import time as _time
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from inspector.i18n import N_, describe
from inspector.problems import Problem
from inspector.xforms.definition import load_form
from inspector.xforms.instance import FormInstance
from inspector.xforms.script_lines import Line, file_of, now_of, option_of, read_line, text_of, wrong, zone_of
from inspector.xforms.sheet import compile_content
from inspector.xforms.view import QuestionView

EXAMPLE: Final = '{"op": "look", "ref": "/data/a"}'
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
            request = read_line(line, EXAMPLE)
            name = text_of(request, "op")
            operation = _OPERATIONS.get(name)
            if operation is None:
                raise wrong(N_("there is no op “{op}”; use one of these: {known}"), op=name, known=_KNOWN)
            return operation(self, request)
        except Problem as error:
            problem = error
        except (ValueError, KeyError, TypeError, AttributeError, OSError, RecursionError):
            problem = wrong(N_("its values do not belong together"))
        return {"error": problem.code, "message": describe(problem)}

    def load(self, request: Line) -> dict[str, Any]:
        self._instance = None
        path, language = Path(text_of(request, "form")), option_of(request, "lang")
        beside = option_of(request, "attachments")
        zone = zone_of(request)
        moment = now_of(request, zone)
        content, suffix = file_of(path), path.suffix.lower()
        xml = content if suffix == ".xml" else compile_content(content, suffix)
        definition = load_form(xml, attachments=_attachments(Path(beside) if beside else path.parent / "media"))
        if language and definition.languages and language not in definition.languages:  # without any, all are the same
            raise Problem("form_unknown_language", language=language)
        self._instance = FormInstance.new(definition, now=moment or self._now, tz=zone, seed=0, language=language)
        return {"ok": True}

    def store(self, request: Line) -> dict[str, Any]:
        self.form.answer(text_of(request, "ref"), text_of(request, "value"))
        return {"ok": True}

    def add(self, request: Line) -> dict[str, Any]:
        self.form.add_row(text_of(request, "ref"))
        return {"ok": True}

    def remove(self, request: Line) -> dict[str, Any]:
        self.form.remove_row(text_of(request, "ref"))
        return {"ok": True}

    def language(self, request: Line) -> dict[str, Any]:
        self.form.set_language(text_of(request, "name"))
        return {"ok": True}

    def count(self, request: Line) -> dict[str, Any]:
        return {"value": self.form.row_count(text_of(request, "ref"))}

    def look(self, request: Line) -> dict[str, Any]:
        return _shown(self.form.view(text_of(request, "ref")))

    def snap(self, _request: Line) -> dict[str, Any]:
        return {"nodes": [_shown(view) for view in self.form.views()]}

    def validate(self, _request: Line) -> dict[str, Any]:
        found = self.form.validate()
        return {"violations": [{"ref": item.ref, "reason": item.reason, "message": item.message} for item in found]}


_OPERATIONS: Final[dict[str, Callable[[_Replay, Line], dict[str, Any]]]] = {
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
_KNOWN: Final = ", ".join(_OPERATIONS)


def _attachments(folder: Path) -> dict[str, bytes]:
    """The lists in a folder by file name."""
    paths = sorted(folder.iterdir()) if folder.is_dir() else []
    return {path.name: file_of(path) for path in paths if path.suffix.lower() in _LISTS and path.is_file()}


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
