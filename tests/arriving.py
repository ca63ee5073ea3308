"""Frames of another laptop arrive in a database that trusts it."""

from inspector.domain.events import decode_frame
from inspector.storage.database import Database
from inspector.storage.frames.arrivals import Arrival
from inspector.storage.frames.peers import KnownDevice


def arrive(db: Database, raw: bytes, sig: bytes, public_key: bytes) -> str:
    """On the worker thread. Returns the code of what was kept aside instead of stored, "" as a rule."""
    db.peers.learn(KnownDevice(decode_frame(raw).dev, public_key=public_key, source="hand_over"))
    parked = db.frames.receive_all([Arrival(raw, sig)]).parked
    return parked[0][1] if parked else ""
