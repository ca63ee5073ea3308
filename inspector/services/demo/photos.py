"""Photos of the sample workspace: drawings of a thermometer and of a radiator seen in infrared, before and after."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from inspector import assets
from inspector.domain.events import BlobRef
from inspector.photos.stamp import PhotoStamp
from inspector.services.hazards.given import blobs_of, take_photo

if TYPE_CHECKING:
    from inspector.services.demo.building import Sample

FOLDER: Final = "sample/photos"
BEFORE: Final = ("oil-gauge-before.jpg", "radiator-before.jpg")
AFTER: Final = ("oil-gauge-after.jpg", "radiator-after.jpg")

Taken = tuple[list[dict[str, Any]], tuple[BlobRef, ...]]


def take_sample_photos(
    sample: "Sample", names: tuple[str, ...], customer: str, place: str, inspector: str, at: datetime
) -> Taken:
    """Stamp and store photos as an inspector would have; what an event tells of them, and their files."""
    stamp = PhotoStamp(customer, place, inspector, at, taken_at=at)
    taken = [
        take_photo(sample.workspace, assets.resource(f"{FOLDER}/{name}").read_bytes(), stamp, name) for name in names
    ]
    return [photo.told() for photo in taken], blobs_of(sample.workspace, taken)
