"""The identity of this device: an Ed25519 key, an id, and a short code that readable numbers carry."""

from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from inspector.domain.ids import IdSource, device_code
from inspector.quick_dataclass import dataclass

ORIGIN: Final = "origin"
"""Setting that names what a workspace comes from: `workspace`, `code`, `copied_at` of a restored one, and all former
`devices` of it, whose records are this workspace's own."""
EXCHANGE: Final = "exchange"
"""Purpose of the key that files for this device are sealed for."""


@dataclass(frozen=True, slots=True)
class DeviceInfo:
    """What others may know: id, code (three letters or digits), public key (32 bytes)."""

    id: str
    code: str
    public_key: bytes


class DeviceIdentity:
    """The device with its private key, which never leaves the encrypted database."""

    def __init__(self, identity: str, code: str, private_key: bytes) -> None:
        self._seed = private_key
        self._key = Ed25519PrivateKey.from_private_bytes(private_key)
        self.info = DeviceInfo(identity, code, self._key.public_key().public_bytes_raw())

    def sign(self, raw: bytes) -> bytes:
        """The signature of a frame's bytes."""
        return self._key.sign(raw)

    def exchange_private_key(self) -> bytes:
        """The X25519 private key (32 bytes) that opens what is sealed for this device, derived from its own key."""
        from inspector.storage.folder.keys import subkey  # noqa: PLC0415 - only exchange files and enrolment need it

        return subkey(self._seed, EXCHANGE)


def new_identity(ids: IdSource) -> tuple[str, str, bytes]:
    """Id, code and private key of a new device."""
    return ids.new(), device_code(ids.random(3)), ids.random(32)


def is_authentic(public_key: bytes, sig: bytes, raw: bytes) -> bool:
    """Whether a frame's bytes were signed with the key that belongs to `public_key`."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(sig, raw)
    except (InvalidSignature, ValueError):
        return False
    return True
