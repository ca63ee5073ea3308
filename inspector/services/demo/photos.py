"""Photos of the sample workspace: drawings of what was found, before and after it was put right."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from inspector import assets
from inspector.domain.events import BlobRef
from inspector.photos.stamp import PhotoStamp
from inspector.services.hazards.given import blobs_of, take_photo

if TYPE_CHECKING:
    from inspector.services.demo.building import Sample

FOLDER: Final = "sample/photos"
HOT: Final = ("oil-gauge", "radiator")
"""An oil that is too warm: the thermometer, and the radiator seen in infrared."""
SUBJECTS: Final = {
    "infra_room_trench": ("trench",),
    "infra_animal_board": ("board",),
    "infra_sign_cable": ("tag",),
    "sw_protection": ("panel",),
    "sw_earthing": ("earth",),
    "arr_earth": ("earth",),
    "cb_earth": ("earth",),
    "oil_breather": ("breather",),
    "dry_clean": ("winding",),
}
"""What photos of a finding show, by the id of its check."""
MOST: Final = 10
"""Hazards that have photos: enough to look at; each takes time."""

Taken = tuple[list[dict[str, Any]], tuple[BlobRef, ...]]


def choose(sample: "Sample", hazard: str, check: str, *, hot: bool, unclosed: bool) -> bool:
    """Whether a hazard gets photos, which is then remembered: the warm oil, and some that are under way."""
    subject = HOT if hot else SUBJECTS.get(check) if unclosed else None
    warm = hot and HOT in sample.pictured.values()
    if subject is None or warm or len(sample.pictured) >= MOST:
        return False
    sample.pictured[hazard] = subject
    return True


def take_sample_photos(
    sample: "Sample", hazard: str, customer: str, place: str, inspector: str, at: datetime, *, after: bool = False
) -> Taken:
    """Stamp and store photos as an inspector would have; what an event tells of them, and their files.

    Nothing for a hazard that was not chosen. `after` shows what was put right.
    """
    names = [f"{name}-{'after' if after else 'before'}.jpg" for name in sample.pictured.get(hazard, ())]
    stamp = PhotoStamp(customer, place, inspector, at, taken_at=at)
    taken = [
        take_photo(sample.workspace, assets.resource(f"{FOLDER}/{name}").read_bytes(), stamp, name) for name in names
    ]
    return [photo.told() for photo in taken], blobs_of(sample.workspace, taken)
