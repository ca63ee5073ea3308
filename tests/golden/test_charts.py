"""A chart of each kind as SVG and PDF, compared with what was drawn before."""

import io

import pypdfium2
import pytest
from PIL import Image

from inspector.reports.figures.chart_files import chart_pdf, chart_svg
from inspector.reports.pdf.raster import page_count, page_png, page_text
from tests.golden.charts import CHARTS, DAY, REMARK
from tests.golden.compare import check


@pytest.mark.parametrize("name", CHARTS)
def test_svg_is_as_before(name: str) -> None:
    check(f"chart-{name}.svg", chart_svg(CHARTS[name], REMARK).decode())


@pytest.mark.parametrize("name", CHARTS)
def test_pdf_is_as_before_and_black_and_grey(name: str) -> None:
    pdf = chart_pdf(CHARTS[name], DAY, REMARK)
    assert page_count(pdf) == 1
    text = page_text(pdf, 0).replace("\r\n", "\n")
    document = pypdfium2.PdfDocument(pdf)
    boxes = sorted(
        tuple(round(edge) for edge in shape.get_bounds()) for shape in document[0].get_objects() if shape.type == 2
    )
    document.close()
    check(f"chart-{name}.pdf.txt", text + "\n\n" + "\n".join(" ".join(map(str, box)) for box in boxes) + "\n")
    image = Image.open(io.BytesIO(page_png(pdf, 0, 800))).convert("RGB")
    red, green, blue = (band.tobytes() for band in image.split())
    assert red == green == blue
