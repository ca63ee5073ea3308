"""The statistics of a period as PDF and as a table. Worker thread."""

from inspector.i18n import N_, Translator
from inspector.reports.statistics_sheet import StatisticsLine, StatisticsSheet, StatisticsTable
from inspector.services.figures.statistics import Statistics, StatisticsRow, period, statistics
from inspector.services.preferences.reading import chosen
from inspector.services.printing.settings import COMPANY, SERVICE_PHONE, logo
from inspector.services.visits.drafts import DOCUMENTS
from inspector.services.words import STATUSES
from inspector.services.workspace import Workspace


def statistics_document(workspace: Workspace, text: str, language: str = "") -> bytes:
    """The statistics of a period (see `statistics.period`) as PDF. Raises Problem period_format, period_order."""
    from inspector.reports.statistics_pdf import statistics_pdf  # noqa: PLC0415 - fonts and drawing, when it is printed

    t = Translator(language or DOCUMENTS)
    first, last = period(text)
    return statistics_pdf(sheet(workspace, statistics(workspace, first, last, t), t), t)


def sheet(workspace: Workspace, found: Statistics, t: Translator) -> StatisticsSheet:
    """The statistics as they are printed."""
    rest = found.customer_count - len(found.customers)
    more = t.plural(
        "{count} more customer with fewer hazards is left out.", "{count} more customers with fewer are left out.", rest
    ).format(count=rest)
    return StatisticsSheet(
        first=found.first,
        last=found.last,
        as_of=found.as_of,
        company=chosen(workspace, COMPANY),
        service_phone=chosen(workspace, SERVICE_PHONE),
        logo=logo(workspace),
        total=_line(found.total),
        closed_within=found.total.closed_within,
        statuses=tuple((t(words), found.statuses[key]) for key, words in STATUSES.items() if found.statuses.get(key)),
        tables=(
            StatisticsTable(t("By month"), N_("Month"), tuple(map(_line, found.months))),
            StatisticsTable(t("By team"), N_("Team"), tuple(map(_line, found.teams))),
            StatisticsTable(t("By grade"), N_("Grade"), tuple(map(_line, found.grades))),
            StatisticsTable(t("By customer"), N_("Customer"), tuple(map(_line, found.customers)), more if rest else ""),
        ),
    )


def _line(row: StatisticsRow) -> StatisticsLine:
    return StatisticsLine(
        label=row.label,
        found=row.found,
        closed=row.closed,
        closure_rate=row.closure_rate,
        in_time_rate=row.in_time_rate,
        overdue=row.overdue,
        recurrent=row.recurrent,
        mean_days=row.mean_days,
        median_days=row.median_days,
    )
