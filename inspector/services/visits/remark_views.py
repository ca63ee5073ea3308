"""What deserves a look before a visit is signed: answers and values judged 注意, and verdicts changed by a person."""

from inspector.domain.verdict import Verdict
from inspector.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Remark:
    """One answer or line. `at` is its item key (form|equipment|ref); `why` the limit, or the reason of the override."""

    at: str
    place: str
    """The equipment, or the form of the site."""
    label: str
    value: str
    """What was answered, with its unit; phases separated by slashes."""
    verdict: Verdict
    rule: Verdict | None = None
    """What the rule says, where a person says otherwise."""
    why: str = ""
