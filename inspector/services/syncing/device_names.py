"""What other devices are called here. Worker thread."""

from collections import Counter
from typing import TYPE_CHECKING

from inspector.services.words import here

if TYPE_CHECKING:
    from inspector.services.workspace import Workspace


def device_names(workspace: "Workspace") -> dict[str, str]:
    """The names of all known devices by id.

    Laptops that bear the same name are told apart by the short code that their readable numbers carry; one without a
    name has the code alone.
    """
    t, devices = here(), workspace.db.peers.devices()
    bearers = Counter(device.name for device in devices)
    return {
        device.id: t("laptop {code}").format(code=device.code)
        if not device.name
        else f"{device.name} · {device.code}"
        if bearers[device.name] > 1
        else device.name
        for device in devices
    }
