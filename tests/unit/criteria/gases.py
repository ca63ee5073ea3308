"""The gas analysis with the figures of the shipped packs."""

from collections.abc import Iterable, Iterator

from inspector.criteria import dga
from inspector.criteria.dga import Diagnosis, Gate, GateLimits, Sample
from tests.unit.criteria.cases import shipped


def limits() -> GateLimits:
    return GateLimits(shipped())


def gate(sample: Sample) -> Gate:
    return dga.gate(sample, limits())


def diagnose(sample: Sample, *, gated: bool = True) -> Diagnosis:
    return dga.diagnose(sample, limits(), gated=gated)


def diagnose_lines(lines: Iterable[str], *, gated: bool = True) -> Iterator[str]:
    return dga.diagnose_lines(lines, limits(), gated=gated)
