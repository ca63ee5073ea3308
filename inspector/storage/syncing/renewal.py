"""A new device in place of the former: for a workspace that was copied, so that two never write under one name."""

from inspector.storage.folder.device import ORIGIN, DeviceIdentity, new_identity
from inspector.storage.frames.peers import KnownDevice, Peers
from inspector.storage.local.settings import Settings
from inspector.storage.session import Session


def renewed(session: Session) -> DeviceIdentity:
    """Give the workspace another id, code and key, in one transaction; what the former device signed stays its own."""
    former = session.device.info
    identity, code, private_key = new_identity(session.ids)
    while code == former.code:
        code = new_identity(session.ids)[1]
    made = DeviceIdentity(identity, code, private_key)
    peers, settings = Peers(session), Settings(session)
    with session.transaction():
        origin = settings.get(ORIGIN, {})
        devices = [*origin.get("devices", ()), former.id]
        settings.put(ORIGIN, {"code": former.code, **origin, "devices": devices})
        session.run(
            "UPDATE device SET id = :id, code = :code, public_key = :public, private_key = :private WHERE id = :former",
            id=identity,
            code=code,
            public=made.info.public_key,
            private=private_key,
            former=former.id,
        )
        if peers.device(former.id) is None:
            peers.learn(KnownDevice(former.id, former.code, former.public_key, source="restored"))
    return made
