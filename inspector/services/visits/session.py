"""An open visit in memory: its live forms, and the saved items that belong to no form.

Built from the local rows of the visit when it is opened, kept on the workspace's worker thread, never shared. An item
is one row `(kind, key)`; the key names form, equipment and question, so that saving is one upsert and one commit.
"""

from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import date, datetime

from inspector.criteria import Check, Packs
from inspector.domain.customer import Customer
from inspector.domain.equipment import Equipment, TestValue
from inspector.domain.hazard import Grade, Hazard
from inspector.domain.person import Person
from inspector.domain.verdict import Verdict
from inspector.domain.visit import Step
from inspector.i18n import N_, Translator, language
from inspector.photos.annotation import from_json
from inspector.quick_dataclass import dataclass
from inspector.services.checklists.compiled import VisitForm
from inspector.services.handovers.past import HandOver
from inspector.services.visits.edits import EditSteps
from inspector.services.visits.live import LiveForm
from inspector.services.visits.signed.views import Signed
from inspector.services.visits.views import DraftStatus, HazardDraft, PhotoView, ReportView, Target
from inspector.services.words import voltage_text

SEPARATOR = "|"
GROUPS = {
    "transformer": N_("Transformers"),
    "switchgear": N_("Switchgear"),
    "cable": N_("Cables"),
    "arrester": N_("Surge arresters"),
    "instrument_transformer": N_("Instrument transformers"),
    "capacitor": N_("Capacitors"),
    "dc_system": N_("DC systems"),
    "generator": N_("Emergency generators"),
    "earthing": N_("Earthing devices"),
    "safety_tools": N_("Safety tools"),
}
SITE = N_("Site")


def item_key(target: Target, ref: str) -> str:
    """Key of an item of a question."""
    return SEPARATOR.join((target.form, target.equipment or "", ref))


def target_and_ref(key: str) -> tuple[Target, str] | None:
    """The form and question that an item's key names; None for a key that names none."""
    form, _first, rest = key.partition(SEPARATOR)
    equipment, second, ref = rest.partition(SEPARATOR)
    return (Target(form, equipment or None), ref) if second else None


@dataclass(frozen=True, slots=True)
class LastVisit:
    """The last signed visit of the customer: answers and notes by target and ref."""

    id: str
    on: date
    by: str
    answers: Mapping[tuple[Target, str], str]
    notes: Mapping[tuple[Target, str], str]
    photos: Mapping[str, str]
    """Thumbnail of the last photo at a question, by item key."""


@dataclass(slots=True)
class VisitSession:
    """The state of one open visit; items are plain dictionaries exactly as they are stored."""

    id: str
    number: str
    key: str
    kind: str
    started_at: datetime
    customer: Customer
    inspectors: tuple[Person, ...]
    equipment: dict[str, Equipment]
    plan: tuple[VisitForm, ...]
    packs: Packs
    today: date
    old: dict[str, Hazard]
    last_visit: LastVisit | None
    items: dict[str, dict[str, dict[str, object]]]
    history: Mapping[str, Mapping[tuple[str, str], tuple[TestValue, ...]]]
    """Earlier values by equipment id ("" = the site), then (quantity, label)."""
    blobs: dict[str, str]
    """Blob hash of the compiled form by form id, fixed when the visit was opened."""
    forms: dict[Target, LiveForm] = field(default_factory=dict)
    saved_at: datetime | None = None
    edits: EditSteps = field(default_factory=EditSteps)
    occasion: str = ""
    """Id of what it is for, "" for nothing in particular."""
    handed_over: HandOver | None = None
    """Set for a visit that continues on another laptop: it can only be read here."""
    signed: Signed | None = None
    """Set for a signed visit: it is shown as it was filed, nothing is judged again."""

    @property
    def shut(self) -> HandOver | Signed | None:
        """Why it can only be read; None while it can be edited."""
        return self.signed or self.handed_over

    def of(self, kind: str) -> dict[str, dict[str, object]]:
        """Items of a kind by key."""
        return self.items.setdefault(kind, {})

    def step_of(self, target: Target) -> Step:
        """The step a form belongs to."""
        return self.form(target).step

    def form(self, target: Target) -> VisitForm:
        """The line of the visit's plan a target belongs to."""
        return next(form for form in self.plan if form.id == target.form)

    def targets(self, step: Step) -> tuple[Target, ...]:
        """The forms of a step, in the order of the page."""
        return tuple(target for target in self.forms if self.step_of(target) is step)

    # items of a question ------------------------------------------------------------------------------------------

    def _text(self, kind: str, target: Target, ref: str) -> str:
        return str(self.of(kind).get(item_key(target, ref), {}).get("text", ""))

    def note(self, target: Target, ref: str) -> str:
        """The inspector's note."""
        return self._text("note", target, ref)

    def waiting(self, target: Target, ref: str) -> str:
        """Why a value is still to come."""
        return self._text("waiting", target, ref)

    def out_of_service(self, target: Target, ref: str) -> bool:
        """Whether a line was marked 停电未测."""
        return item_key(target, ref) in self.of("out")

    def override(self, target: Target, ref: str) -> tuple[Verdict, str] | None:
        """An inspector's verdict over the rule's, with the reason."""
        item = self.of("override").get(item_key(target, ref))
        return None if item is None else (Verdict(str(item["verdict"])), str(item["reason"]))

    def photos_at(self, target: Target, ref: str) -> tuple[PhotoView, ...]:
        """Photos taken at a question or line."""
        key = item_key(target, ref)
        return self._photos(lambda item: item.get("at") == key)

    def judged_old(self) -> dict[str, Mapping[str, object]]:
        """The judgements of old hazards by hazard; one that was only noted down so far is not among them."""
        return {key: item for key, item in self.of("old_hazard").items() if item.get("judgement")}

    def photos_of_old(self, hazard: str) -> tuple[PhotoView, ...]:
        """Photos taken of an old hazard at this visit."""
        return self._photos(lambda item: item.get("old_hazard") == hazard)

    def _photos(self, wanted: Callable[[Mapping[str, object]], bool]) -> tuple[PhotoView, ...]:
        found = [photo_view(key, item) for key, item in self.of("photo").items() if wanted(item)]
        return tuple(sorted(found, key=lambda photo: (photo.taken_at, photo.id)))

    def reports_at(self, target: Target) -> tuple[ReportView, ...]:
        """Files of the testing company attached to the test record of a form, in the order they came."""
        place = (target.form, target.equipment or "")
        found = [(key, item) for key, item in self.of("report").items() if (item["form"], item["equipment"]) == place]
        return tuple(report_view(key, item) for key, item in sorted(found))

    # hazards ------------------------------------------------------------------------------------------------------

    def draft(self, key: str) -> HazardDraft | None:
        """A hazard in the making; None if it is folded away or unknown."""
        item = self.of("hazard").get(key)
        return None if item is None or item.get("folded") else self._draft(key, item)

    def drafts(self) -> tuple[HazardDraft, ...]:
        """All drafts and proposals, gravest first."""
        found = [self._draft(key, item) for key, item in self.of("hazard").items() if not item.get("folded")]
        return tuple(sorted(found, key=lambda draft: (draft.grade.rank, draft.deadline, draft.id)))

    def hazard_at(self, target: Target, ref: str) -> HazardDraft | None:
        """The draft that stands at a question or line."""
        return self.draft(item_key(target, ref))

    def _draft(self, key: str, item: Mapping[str, object]) -> HazardDraft:
        form, equipment, ref = key.split(SEPARATOR, 2) if SEPARATOR in key else ("", "", "")
        target = Target(form, equipment or None) if form else None
        check = self.packs.checks.get(str(item.get("criterion", "")))
        merged = [other for other, body in self.of("hazard").items() if body.get("into") == key]
        places = {key, *merged}
        own = self._photos(lambda photo: photo.get("hazard") in places or photo.get("at") in merged)
        return HazardDraft(
            id=key,
            status=DraftStatus(str(item["status"])),
            target=target,
            ref=ref,
            place=str(item["place"]),
            description=str(item["description"]),
            grade=Grade(str(item["grade"])),
            measure=str(item["measure"]),
            deadline=date.fromisoformat(str(item["deadline"])),
            basis=str(item["basis"]),
            basis_text=check.point.text(language()) if check else "",
            criterion=str(item.get("criterion", "")),
            equipment=equipment or None,
            reason=str(item.get("reason", "")),
            photos=(*(self.photos_at(target, ref) if target else ()), *own),
            source=self._source(target, str(item.get("source", ""))),
        )

    def _source(self, target: Target | None, stored: str) -> str:
        """Where a finding comes from, in words: the question's number, a test, a reading, or by hand."""
        t = Translator(language())
        if stored == "inference":
            return t("inference")
        if stored == "dga":
            return t("gas analysis")
        if stored != "value" or target is None:
            return stored or t("by hand")
        return t("test") if self.step_of(target) is Step.EQUIPMENT else t("reading")

    # last visit -----------------------------------------------------------------------------------------------------

    def last_answer(self, target: Target, ref: str) -> str:
        """The answer to the same question at the last signed visit."""
        return "" if self.last_visit is None else self.last_visit.answers.get((target, ref), "")

    # words ----------------------------------------------------------------------------------------------------------

    def standard_text(self, standard: str, clause: str) -> str:
        """Standard and clause in short; "practice" where no clause is known."""
        t = Translator(language())
        if not standard or standard == "practice":
            return t("practice")
        return f"{standard} · {clause}" if clause else standard

    def basis(self, check: Check | None) -> str:
        """The basis of a checklist point."""
        return self.standard_text(check.source.standard, check.source.clause) if check else self.standard_text("", "")

    def decimals(self, quantity: str) -> int | None:
        """Decimals a quantity is shown with."""
        known = self.packs.quantities.get(quantity)
        return known.decimals if known else None

    def title_of(self, live: LiveForm) -> tuple[str, str]:
        """Title and subtitle of a form: the equipment's name and model, or the form's own title."""
        if live.equipment is not None:
            return live.equipment.name, live.equipment.model
        return self.form(live.target).title(language()), voltage_text(self.customer.voltage_kv)

    def group_of(self, live: LiveForm) -> str:
        """Group head in the left list."""
        t = Translator(language())
        return t(GROUPS.get(live.equipment.kind.family, SITE)) if live.equipment else t(SITE)


def report_view(key: str, item: Mapping[str, object]) -> ReportView:
    """A stored report as the window sees it."""
    names = ("sha256", "name", "type")
    sha, name, media = (str(item[field]) for field in names)
    return ReportView(key, sha, name, media, int(str(item["size"])), str(item.get("added_on", "")))


def photo_view(key: str, item: Mapping[str, object]) -> PhotoView:
    """A stored photo item as the window sees it."""
    return PhotoView(
        id=key,
        display=str(item["display"]),
        thumb=str(item["thumb"]),
        original=str(item["original"]),
        taken_at=datetime.fromisoformat(str(item["taken_at"])),
        name=str(item.get("name", "")),
        plain=str(item.get("plain_display", "")),
        annotation=from_json(item["annotation"]) if item.get("annotation") else None,
    )
