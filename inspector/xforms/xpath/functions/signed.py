"""`extract-signed` (contents, public key) of ODK forms: the text in Ed25519-signed contents, as QR codes carry them.

Both arguments are base64; the contents are 64 bytes of signature and the UTF-8 text that was signed.
"""

import base64
import binascii
from typing import Final

from inspector.xforms.xpath.environment import Context
from inspector.xforms.xpath.functions.registry import function
from inspector.xforms.xpath.values import Value, to_string

SIGNATURE_BYTES: Final = 64


@function("extract-signed", 2)
def extract_signed(_context: Context, contents: Value, public_key: Value) -> Value:
    """The signed text; empty when the signature is not that key's, or an argument is no base64 of its length."""
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - kept out of start-up
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415

    try:
        signed, key = (base64.b64decode(to_string(value), validate=True) for value in (contents, public_key))
        Ed25519PublicKey.from_public_bytes(key).verify(signed[:SIGNATURE_BYTES], signed[SIGNATURE_BYTES:])
        return signed[SIGNATURE_BYTES:].decode()
    except (InvalidSignature, binascii.Error, ValueError):
        return ""
