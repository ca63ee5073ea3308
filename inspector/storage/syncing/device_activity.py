"""When other devices wrote the last record that is here."""

from collections.abc import Iterable

from inspector.storage.session import Session


class DeviceActivity:
    """Reads from the chains of frames; the index of the chain gives each answer."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def tips(self, device: str) -> dict[str, int]:
        """By scope the number of the newest frame of a device that is here."""
        sql = "SELECT scope, max(n) AS n FROM frame WHERE dev = :dev GROUP BY scope"
        return {row.scope: int(row.n) for row in self._session.rows(sql, dev=device)}

    def last_records(self, devices: Iterable[str]) -> dict[str, tuple[str, str]]:
        """By device the time of its newest frame here (ISO, as it says itself) and who wrote it.

        A device without any is left out.
        """
        scopes = [row.scope for row in self._session.rows("SELECT DISTINCT scope FROM frame")]
        sql = "SELECT at, user FROM frame WHERE dev = :dev AND scope = :scope ORDER BY n DESC LIMIT 1"
        found: dict[str, tuple[str, str]] = {}
        for device in devices:
            for scope in scopes:
                row = self._session.one(sql, dev=device, scope=scope)
                if row is not None:
                    found[device] = max(found.get(device, ("", "")), (row.at, row.user))
        return found
