"""The cross-check page (picture 07)."""

from inspector.ui.reviews.page import ReviewsPage

__all__ = ["ReviewsPage"]
