"""What other devices are called here. Worker thread."""

from typing import TYPE_CHECKING

from inspector.services.words import here

if TYPE_CHECKING:
    from inspector.services.workspace import Workspace
    from inspector.storage.peers import KnownDevice


def device_name(device: "KnownDevice") -> str:
    """Its name, else the short code that its readable numbers carry."""
    t = here()
    return device.name or t("laptop {code}").format(code=device.code)


def device_names(workspace: "Workspace") -> dict[str, str]:
    """The names of all known devices by id."""
    return {device.id: device_name(device) for device in workspace.db.peers.devices()}
