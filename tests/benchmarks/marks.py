"""`override` for the yardstick, which must not pay for an import that a bare program would not have."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing_extensions import override as override  # noqa: PLC0414 - re-exported
else:

    def override(method):
        """Mark a method of Qt that is implemented anew."""
        return method
