"""Dissolved-gas analysis of transformer oil: gate, ratio methods, Duval's triangles and pentagons, combined verdict.

Pure. `diagnose` answers one sample; the zones of the drawings stand in `triangles` and `pentagons`.
"""

from inspector.criteria.dga.diagnosis import Diagnosis, Family, Methods, diagnose, family_of, methods_on
from inspector.criteria.dga.gate import Gate, gate, rates, relative_rate
from inspector.criteria.dga.limits import GateLimits
from inspector.criteria.dga.lines import diagnose_lines
from inspector.criteria.dga.sample import Doubt, Fault, Gases, Previous, Sample, read_sample

__all__ = [
    "Diagnosis",
    "Doubt",
    "Family",
    "Fault",
    "Gases",
    "Gate",
    "GateLimits",
    "Methods",
    "Previous",
    "Sample",
    "diagnose",
    "diagnose_lines",
    "family_of",
    "gate",
    "methods_on",
    "rates",
    "read_sample",
    "relative_rate",
]
