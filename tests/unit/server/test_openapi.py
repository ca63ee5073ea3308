"""Whatever is sent to the API, by its description or against it, is answered as described and never by a bug."""

from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
import schemathesis
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance

from inspector.server.database import Database, sqlite_url
from inspector.server.openapi import OPERATIONS
from inspector.sync.messages import Packet
from inspector.sync.protocol import FRAMES_TYPE, pack
from tests.unit.server import world
from tests.unit.server.web import Wire, served

PACKS = st.binary(max_size=200) | st.lists(
    st.builds(Packet, raw=st.binary(max_size=100).map(lambda raw: raw.replace(b"\n", b"")), sig=st.just(bytes(64))),
    max_size=3,
).map(pack)
schemathesis.openapi.media_type(FRAMES_TYPE, PACKS)

FREE = ("/v1/hello", "/health", "/metrics")
Described = tuple[Any, dict[str, str]]


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Described]:
    """The API on the network, and the headers of somebody who may write in the scope `north`."""
    folder = tmp_path_factory.mktemp("api")
    made = world.server(Database(sqlite_url(folder / "s.db")), folder)
    laptop = made.laptop(made.person("ann"))
    with served(made.core) as url:
        wire = Wire(url, laptop)
        wire.sign_in()
        yield schemathesis.openapi.from_url(f"{url}/v1/openapi.json"), dict(wire.http.headers)
        wire.http.close()
    made.core.database.close()


SETTINGS = hypothesis.settings(
    max_examples=15, derandomize=True, deadline=None, database=None, suppress_health_check=list(hypothesis.HealthCheck)
)
CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance]


POSITIVE, NEGATIVE = GenerationMode.POSITIVE, GenerationMode.NEGATIVE
CASES = [
    (path, method, mode)
    for path, method in sorted(OPERATIONS)
    for mode in (POSITIVE, NEGATIVE)
    if mode is POSITIVE or path not in FREE  # to these nothing can be sent that is against the description
]


@pytest.mark.parametrize(("path", "method", "mode"), CASES, ids=str)
def test_the_api_keeps_to_its_description(path: str, method: str, mode: GenerationMode, described: Described) -> None:
    schema, headers = described
    kept = {name: headers[name] for name in ("authorization", "inspector-protocol")}

    @SETTINGS
    @hypothesis.given(schema[path][method].as_strategy(generation_mode=mode), st.booleans())
    def send(case: Any, granted: bool) -> None:
        if granted and "scope" in (case.query or {}):
            case.query["scope"] = "north"
        case.validate_response(case.call(headers=kept), checks=CHECKS)

    send()
