"""The description of the API (OpenAPI 3.1): written by hand, its schemas read from the messages themselves."""

import dataclasses
import types
import typing
from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any, Final

from inspector.domain.events import compact
from inspector.quick_dataclass import dataclass
from inspector.server.routes import COMPLETE, OFFSET, Route
from inspector.server.web import BYTES, JSON
from inspector.sync import messages
from inspector.sync.protocol import FRAMES_TYPE, VERSION_HEADER, VERSIONS

OPEN: Final = ("/v1/hello", "/v1/enroll", "/v1/challenge", "/v1/token", "/health", "/metrics")
"""Paths that need no token."""
NUMBER: Final = {"type": "integer", "minimum": 0, "maximum": 2**53}


def _parameter(name: str, place: str, schema: Mapping[str, Any], *, needed: bool = True) -> dict[str, Any]:
    return {"name": name, "in": place, "required": needed, "schema": dict(schema)}


def _pattern(text: str) -> dict[str, Any]:
    return {"type": "string", "pattern": text}


SCOPE: Final = _parameter("scope", "query", {"type": "string", "minLength": 1})
SHA256: Final = _parameter("sha256", "path", _pattern("^[0-9a-f]{64}$"))
AFTER: Final = _parameter("after", "query", _pattern("^[0-9]{1,18}:[^\\u0000]{0,200}$"))
HEAD: Final = _parameter("head", "query", NUMBER, needed=False)
DIRECTORY: Final = _parameter("directory", "query", NUMBER, needed=False)
PREFIX: Final = _parameter("prefix", "query", _pattern("^([0-9a-f]{2}){0,8}$"), needed=False)
RANGE: Final = _parameter("Range", "header", _pattern("^bytes=[0-9]{1,16}-[0-9]{0,16}$"), needed=False)
AT: Final = _parameter(OFFSET, "header", NUMBER)


@dataclass(frozen=True, slots=True)
class Operation:
    """What goes in and out: a message of the protocol, or a media type for plain bytes."""

    takes: type[Any] | str | None = None
    gives: type[Any] | str = JSON
    parameters: tuple[Mapping[str, Any], ...] = ()
    status: tuple[int, ...] = (200,)


OPERATIONS: Final[Mapping[tuple[str, str], Operation]] = {
    ("/v1/hello", "GET"): Operation(gives=messages.Hello),
    ("/v1/enroll", "POST"): Operation(messages.Enrolment, messages.Welcome),
    ("/v1/challenge", "POST"): Operation(messages.ChallengeRequest, messages.Challenge),
    ("/v1/token", "POST"): Operation(messages.TokenRequest, messages.Token),
    ("/v1/people", "POST"): Operation(messages.PeopleNames, messages.People),
    ("/v1/push", "POST"): Operation(FRAMES_TYPE, messages.Receipts),
    ("/v1/pull", "GET"): Operation(None, FRAMES_TYPE, (SCOPE, AFTER, HEAD, DIRECTORY)),
    ("/v1/ids", "GET"): Operation(None, messages.IdBuckets, (SCOPE, PREFIX)),
    ("/v1/blobs/missing", "POST"): Operation(messages.Hashes, messages.Hashes, (SCOPE,)),
    ("/v1/blobs/unsaved", "POST"): Operation(messages.Hashes, messages.Hashes, (SCOPE,)),
    ("/v1/blobs/{sha256}", "GET"): Operation(None, BYTES, (SHA256, RANGE), (200, 206)),
    ("/v1/blobs/{sha256}", "HEAD"): Operation(None, messages.Offset, (SHA256, SCOPE)),
    ("/v1/blobs/{sha256}", "PATCH"): Operation(BYTES, messages.Offset, (SHA256, SCOPE, AT)),
    ("/health", "GET"): Operation(),
    ("/metrics", "GET"): Operation(gives="text/plain"),
}
"""Every route that `routes.ROUTES` lists; a test compares the two."""


def document(routes: Iterable[Route]) -> bytes:
    """The description of these routes, as JSON."""
    schemas: dict[str, Any] = {}
    _schema(messages.Refusal, schemas)
    paths = {route.path: {name.lower(): _operation(route, name, schemas) for name in route.methods} for route in routes}
    return compact(
        {
            "openapi": "3.1.0",
            "info": {"title": "inspector", "version": VERSIONS[-1]},
            "paths": paths,
            "components": {
                "schemas": schemas,
                "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            },
        }
    ).encode()


def _operation(route: Route, method: str, schemas: dict[str, Any]) -> dict[str, Any]:
    told = OPERATIONS[route.path, method]
    version = _parameter(VERSION_HEADER, "header", {"enum": list(VERSIONS)})
    answers = {str(status): _answer(told.gives, schemas) for status in told.status}
    answers["default"] = {"description": "refused", "content": _content(messages.Refusal, schemas)}
    made: dict[str, Any] = {
        "summary": (route.methods[method].__doc__ or "").partition("\n")[0],
        "parameters": [*told.parameters, *([version] if route.versioned else [])],
        "responses": answers,
    }
    if told.takes is not None:
        made["requestBody"] = {"required": True, "content": _content(told.takes, schemas)}
    if route.path not in OPEN:
        made["security"] = [{"token": []}]
    return made


def _answer(gives: type[Any] | str, schemas: dict[str, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = {"description": "done", "content": _content(gives, schemas)}
    if gives is messages.Offset:
        answer["headers"] = {name: {"schema": {"type": "string"}} for name in (OFFSET, COMPLETE)}
    return answer


def _content(what: type[Any] | str, schemas: dict[str, Any]) -> dict[str, Any]:
    if isinstance(what, str):
        return {what: {"schema": {} if what == JSON else {"type": "string", "format": "binary"}}}
    return {JSON: {"schema": _schema(what, schemas)}}


def _schema(hint: Any, schemas: dict[str, Any]) -> dict[str, Any]:
    """The JSON schema of a type; messages are put into `schemas` and referred to."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        return {"anyOf": [_schema(argument, schemas) for argument in arguments]}
    if origin is tuple and arguments[-1] is Ellipsis:
        return {"type": "array", "items": _schema(arguments[0], schemas)}
    if origin is tuple:
        items = [_schema(argument, schemas) for argument in arguments]
        return {"type": "array", "prefixItems": items, "minItems": len(items), "maxItems": len(items)}
    if origin is not None:
        return {"type": "object", "additionalProperties": _schema(arguments[1], schemas)}
    if dataclasses.is_dataclass(hint):
        return _message(hint, schemas)
    if issubclass(hint, Enum):
        return {"enum": [one.value for one in hint]}
    return {"type": {str: "string", int: "integer", bool: "boolean", type(None): "null"}[hint]}


def _message(kind: Any, schemas: dict[str, Any]) -> dict[str, Any]:
    if kind.__name__ not in schemas:
        schemas[kind.__name__] = {}
        hints = typing.get_type_hints(kind)
        missing = dataclasses.MISSING
        needed = [f.name for f in dataclasses.fields(kind) if f.default is missing and f.default_factory is missing]
        schemas[kind.__name__] = {
            "type": "object",
            "properties": {name: _schema(hint, schemas) for name, hint in hints.items()},
            "required": needed,
        }
    return {"$ref": f"#/components/schemas/{kind.__name__}"}
