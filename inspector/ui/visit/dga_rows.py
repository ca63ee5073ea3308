"""Rows of the gas analysis for plain tables: ratios, methods, rates, samples."""

from collections.abc import Sequence

from inspector.i18n import _
from inspector.reports.figures.duval import GAS_NAMES
from inspector.services.gases.views import DgaView
from inspector.services.words import number_text
from inspector.ui.visit.dga_parts import HEAD, LOUD, PLAIN, Look

Rows = list[list[tuple[str, Look]]]
GASES = ("h2", "ch4", "c2h4", "c2h6", "c2h2", "thc", "co", "co2")


def ratio_rows(view: DgaView) -> Rows:
    """The three ratios with their digits, and the code."""
    head = [(_("Ratio"), HEAD), (_("Value"), HEAD), (_("Digit"), HEAD)]
    return [head, *([(one.name, PLAIN), (one.value, PLAIN), (one.digit, PLAIN)] for one in view.ratios)]


def method_rows(view: DgaView) -> Rows:
    """Every method, its answer, and whether it agrees with the conclusion."""
    words = {True: _("agrees"), False: _("differs"), None: "—"}
    head = [(_("Method"), HEAD), (_("Answer"), HEAD), (_("Meaning"), HEAD), ("", HEAD)]
    return [
        head,
        *(
            [
                (line.name, PLAIN),
                (line.answer, ("body_bold", "text-1")),
                (line.words, ("body", "text-2")),
                (words[line.agrees], LOUD if line.agrees is False else ("hint", "text-2")),
            ]
            for line in view.methods
        ),
    ]


def rate_rows(view: DgaView) -> Rows:
    """How fast each gas grows, beside the attention value of the rate."""
    head = [(_("Gas"), HEAD), (_("Growth"), HEAD), (_("Limit"), HEAD)]
    return [
        head,
        *(
            [(one.name, PLAIN), (one.rate, LOUD if one.loud else PLAIN), (one.limit or "—", ("body", "text-2"))]
            for one in view.rates
        ),
    ]


def compared_rows(view: DgaView) -> Rows:
    """What other standards call typical; where the sample is above it, the figure is loud."""
    names = [_("THC") if gas == "thc" else GAS_NAMES[gas] for gas in GASES]
    head = [(_("For comparison"), HEAD), *((name, HEAD) for name in names)]
    lines = (
        [
            (one.name, ("body", "text-2")),
            *((value, LOUD if loud else PLAIN) for value, loud in zip(one.values, one.loud, strict=True)),
        ]
        for one in view.compared
    )
    return [head, *lines]


def sample_rows(view: DgaView, most: int = 8) -> Rows:
    """The newest samples, newest first."""
    names = [_("THC") if gas == "thc" else GAS_NAMES[gas] for gas in GASES]
    head = [(_("Sample"), HEAD), *((name, HEAD) for name in names)]
    return [head, *(_sample_row(view, number) for number in _newest(view, most))]


def _newest(view: DgaView, most: int) -> Sequence[int]:
    count = len(view.samples)
    return range(count - 1, max(-1, count - 1 - most), -1)


def _sample_row(view: DgaView, number: int) -> list[tuple[str, Look]]:
    sample = view.samples[number]
    now = view.current and number == len(view.samples) - 1
    look: Look = ("body_bold", "text-1") if now else PLAIN
    amounts = (sample.gases.of(gas) for gas in GASES)
    values = ["—" if amount is None else number_text(float(amount)) for amount in amounts]
    return [(f"{sample.on}" if sample.on else _("(no date)"), look), *((value, look) for value in values)]
