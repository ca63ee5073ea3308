"""Builds small XForms for the tests of the form engine."""

from collections.abc import Callable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from inspector.xforms import FormDefinition, FormInstance, load_form

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = datetime(2024, 3, 15, 12, 30, tzinfo=SHANGHAI)
HEAD = (
    '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" '
    'xmlns:jr="http://openrosa.org/javarosa" xmlns:insp="http://inspector.example/xforms">'
)


def xform(instance: str, binds: str = "", body: str = "", *, extra: str = "") -> bytes:
    """An XForm whose primary instance is `<data id="f" version="3">…</data>`."""
    return (
        f'{HEAD}<h:head><h:title>Form</h:title><model><instance><data id="f" version="3">{instance}</data>'
        f"</instance>{extra}{binds}</model></h:head><h:body>{body}</h:body></h:html>"
    ).encode()


def define(
    instance: str,
    binds: str = "",
    body: str = "",
    *,
    extra: str = "",
    attachments: Mapping[str, bytes] | None = None,
) -> FormDefinition:
    return load_form(xform(instance, binds, body, extra=extra), attachments=attachments or {})


def begin(definition: FormDefinition, **options: object) -> FormInstance:
    settings: dict[str, object] = {"now": NOON, "tz": SHANGHAI, "seed": 7, **options}
    return FormInstance.new(definition, **settings)  # type: ignore[arg-type]


Start = Callable[..., FormInstance]


@pytest.fixture
def start() -> Start:
    """Compile and begin a form: start(instance, binds, body, extra=…, attachments=…)."""

    def run(*parts: str, language: str = "", **options: object) -> FormInstance:
        return begin(define(*parts, **options), language=language)  # type: ignore[arg-type]

    return run
