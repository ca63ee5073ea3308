"""Photos of hazards as a document: of one, of a visit's, of a customer's, and what is said when there are none."""

from collections.abc import Sequence

import pytest

from inspector.domain.hazard import Hazard
from inspector.problems import Problem
from inspector.reports.pdf.raster import page_count, page_text
from inspector.services import Workspace, hazard_detail
from inspector.services.printing.photo_appendix import QUALITIES, photos_document, photos_of


def text_of(pdf: bytes) -> str:
    return "\n".join(page_text(pdf, page) for page in range(page_count(pdf)))


def printed(workspace: Workspace, name: str, language: str = "", quality: str = QUALITIES[0]) -> bytes:
    return workspace.call(lambda: photos_document(workspace, name, language, quality))


def sides(workspace: Workspace, hazard: Hazard) -> set[bool]:
    """Whether there are photos of before (False) and of after the rectification (True)."""
    return {photo.after for photo in workspace.call(lambda: hazard_detail(workspace, hazard.id)).photos}


def all_hazards(workspace: Workspace) -> list[Hazard]:
    def read() -> list[Hazard]:
        customers = workspace.db.registers.customers()
        return [hazard for one in customers for hazard in workspace.db.hazards.of_customer(one.id)]

    return workspace.call(read)


def with_photos(workspace: Workspace, *, after: bool) -> Hazard:
    """A hazard with photos, of its rectification too or not."""
    wanted = {False, True} if after else {False}
    return next(hazard for hazard in all_hazards(workspace) if sides(workspace, hazard) == wanted)


def numbers_in(text: str, hazards: Sequence[Hazard]) -> set[str]:
    return {hazard.number for hazard in hazards if hazard.number in text}


def test_photos_before_stand_beside_those_after(workspace: Workspace) -> None:
    hazard = with_photos(workspace, after=True)
    text = text_of(printed(workspace, hazard.number))
    assert "照片附录" in text
    assert hazard.description in text.replace("\n", "")
    assert {"整改前", "整改后"} <= set(text.split())
    english = text_of(printed(workspace, hazard.id, "en"))
    assert "Photo Appendix" in english


def test_a_visit_and_a_customer_bring_the_photos_of_their_hazards(workspace: Workspace) -> None:
    hazard = with_photos(workspace, after=False)
    everything = all_hazards(workspace)
    visit = workspace.call(lambda: workspace.db.visits.get(hazard.visit)).number
    customer = workspace.call(lambda: workspace.db.registers.customer(hazard.customer))
    of_visit = numbers_in(text_of(printed(workspace, visit)), everything)
    of_customer = text_of(printed(workspace, customer.account))
    assert hazard.number in of_visit <= numbers_in(of_customer, everything)
    assert customer.name in of_customer
    assert {one.customer for one in everything if one.number in of_customer} == {customer.id}


def test_several_hazards_make_one_document(workspace: Workspace) -> None:
    chosen = [with_photos(workspace, after=False), with_photos(workspace, after=True)]
    text = text_of(workspace.call(lambda: photos_of(workspace, [one.id for one in chosen])))
    assert numbers_in(text, all_hazards(workspace)) == {one.number for one in chosen}


def test_smaller_photos_make_a_smaller_file(workspace: Workspace) -> None:
    number = with_photos(workspace, after=True).number
    sizes = [len(printed(workspace, number, quality=quality)) for quality in QUALITIES]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] < sizes[0]


def test_nothing_to_print_is_said(workspace: Workspace) -> None:
    bare = next(hazard for hazard in all_hazards(workspace) if not sides(workspace, hazard))
    for name, code in ((bare.number, "photos_none"), ("nobody", "photos_of_unknown")):
        with pytest.raises(Problem) as caught:
            printed(workspace, name)
        assert caught.value.code == code
