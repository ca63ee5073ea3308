"""Several papers in one file or folder: hazard sheets and served notices, as they were. Worker thread."""

from collections.abc import Iterable

from inspector.services.printing.hazard_papers import hazard_sheet
from inspector.services.printing.notices import rectification_notice, served_notice
from inspector.services.workspace import Workspace


def hazard_sheets(workspace: Workspace, hazards: Iterable[str], language: str = "") -> bytes:
    """The sheets of hazards (ids or numbers), one after the other."""
    return _stacked([hazard_sheet(workspace, hazard, language) for hazard in hazards])


def notices_pdf(workspace: Workspace, numbers: Iterable[str]) -> bytes:
    """Rectification notices as they were issued, one after the other."""
    return _stacked([rectification_notice(workspace, number) for number in numbers])


def notice_files(workspace: Workspace, numbers: Iterable[str]) -> tuple[tuple[str, bytes], ...]:
    """Name and bytes of each notice and of the reply file that goes out with it."""
    found = []
    for number in numbers:
        body = served_notice(workspace, number)
        found.append((f"{number}.pdf", workspace.store.blobs.get(str(body["pdf"]))))
        found.append((f"{number}.xlsx", workspace.store.blobs.get(str(body["reply"]))))
    return tuple(found)


def _stacked(papers: list[bytes]) -> bytes:
    if len(papers) == 1:
        return papers[0]
    from inspector.reports.pdf.raster import stacked  # noqa: PLC0415 - loads pdfium

    return stacked(papers)
