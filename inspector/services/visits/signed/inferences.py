"""What the readings of a signed visit meant together, as it was filed: nothing is inferred anew. Worker thread."""

from collections.abc import Mapping
from typing import Any

from typing_extensions import override

from inspector.criteria.inference import Inference
from inspector.domain.hazard import Grade
from inspector.services.visits.inference_views import InferenceView
from inspector.services.visits.inferences import HAZARD_PREFIX, SOURCE, Inferences
from inspector.services.visits.session import VisitSession


class FiledInferences(Inferences):
    """The inferences of a signed visit with how each was decided."""

    def __init__(self, session: VisitSession) -> None:
        super().__init__(session)
        self._filed: tuple[InferenceView, ...] = ()

    def file(self, body: Mapping[str, Any]) -> None:
        """Take them from the body of the visit."""
        self._filed = tuple(self._view(one) for one in body.get("inferences") or ())

    @override
    def found(self) -> tuple[Inference, ...]:
        return ()

    @override
    def views(self) -> tuple[InferenceView, ...]:
        return self._filed

    def _view(self, one: Mapping[str, Any]) -> InferenceView:
        key = str(one["id"])
        rule, _sep, subject = key.partition("|")
        unit = self.session.equipment.get(subject)
        title = " ".join(part for part in (unit.name if unit else "", str(one.get("title") or "")) if part)
        made = one.get("decision") == "hazard"
        return InferenceView(
            id=key,
            rule=rule,
            equipment=subject,
            title=title,
            grade=Grade(str(one["grade"])),
            evidence=tuple(map(str, one.get("evidence") or ())),
            measure="",
            basis="",
            reason=str(one.get("reason") or ""),
            hazard=f"{HAZARD_PREFIX}{subject}|{SOURCE}:{rule}" if made else "",
        )
