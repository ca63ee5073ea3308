"""The doctor on damaged workspaces: findings and exit code 1, never an advice to call the doctor."""

import json

from tests.e2e.running import Copy, inspector, ok


def test_damage_is_reported_however_heavy_it_is(copied: Copy) -> None:
    path = copied()
    assert json.loads(ok(inspector("doctor", "--json", "--workspace", path)).out)["ok"] is True
    whole = (path / "data.db").read_bytes()
    for damaged, code in ((whole[:-5000] + bytes(100) + whole[-4900:], "database_damaged"),
                          (whole[:500], "workspace_damaged")):  # fmt: skip
        (path / "data.db").write_bytes(damaged)
        ended = inspector("doctor", "--json", "--workspace", path)
        assert (ended.code, ended.err) == (1, "")
        assert code in [finding["code"] for finding in json.loads(ended.out)["findings"]]
