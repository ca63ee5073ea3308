"""Inferences: what several observations of one visit mean together; rules are data.

Those of the program stand in `resources/criteria/inferences`, a company's own in `[[inference]]` tables of its packs.
A rule names signs; a sign holds when an observation of one of its quantities or checkpoints is as it says. Where all
needed signs hold, and as many as the rule asks for, the rule says something about that piece of equipment, with the
observations as evidence. An inference is advice: it never judges a value. Pure.
"""

import hashlib
import tomllib
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from inspector.criteria.formats import format_number
from inspector.criteria.model import NO_TEXT, Bilingual, Source
from inspector.criteria.spec import Spec, SpecError
from inspector.criteria.spec_error import reason_of
from inspector.domain.equipment import EquipmentKind
from inspector.domain.hazard import Grade
from inspector.domain.verdict import Confidence, Verdict
from inspector.i18n import N_, Message
from inspector.problems import Problem
from inspector.quick_dataclass import dataclass

WRITE: Final = Message(N_("write [[{section}]]"), {"section": "inference"})
SITE: Final = "site"
GASES: Final = "dga_fault"
"""What a sign is about whose word is the class of a gas diagnosis."""
KINDS: Final = frozenset({SITE, *(kind.value for kind in EquipmentKind)})
STATES: Final[Mapping[str, frozenset[Verdict]]] = {
    "abnormal": frozenset({Verdict.ATTENTION, Verdict.FAIL}),
    "failing": frozenset({Verdict.FAIL}),
    "normal": frozenset({Verdict.PASS}),
}
PHASES: Final = frozenset("ABC")
_ROUNDING: Final = 1e-9


class Observation(NamedTuple):
    """One value or answer of the visit.

    `about` is a quantity or checkpoint, `place` where it stands (only compared and handed back), `subject` the piece
    of equipment ("" = the site) and `kind` what that is. `word` is a class instead of a value (a gas diagnosis).
    `last` is the earlier value in the same unit, `phase` A, B or C.
    """

    about: str
    place: str
    subject: str
    kind: str
    label: Bilingual
    verdict: Verdict | None
    name: str = ""
    value: float | None = None
    unit: str = ""
    decimals: int = 2
    last: float | None = None
    word: str = ""
    phase: str = ""

    @property
    def shown(self) -> str:
        """The value with its unit, or the word; empty for an answer."""
        if self.value is None:
            return self.word
        text = format_number(self.value, self.decimals)
        return f"{text}\u00a0{self.unit}" if self.unit else text


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign of a rule: any of `about` is as told; everything told must hold of the same observation.

    `names` are beginnings of question names. `rose` and `fell` are changes since the last value in the unit, with
    `relative` in percent of it. `anywhere`: an observation of any piece of equipment of the customer, or of the site.
    """

    about: frozenset[str]
    label: Bilingual
    needed: bool
    state: str
    words: frozenset[str]
    names: tuple[str, ...]
    above: float | None
    below: float | None
    rose: float | None
    fell: float | None
    relative: bool
    anywhere: bool

    def holds(self, seen: Observation) -> bool:
        """Whether an observation is such a sign."""
        if seen.about not in self.about or (self.names and not seen.name.startswith(self.names)):
            return False
        if self.state and seen.verdict not in STATES[self.state]:
            return False
        if self.words and seen.word not in self.words:
            return False
        return self._value_holds(seen)

    def _value_holds(self, seen: Observation) -> bool:
        bounds = (self.above, self.below)
        if all(bound is None for bound in (*bounds, self.rose, self.fell)):
            return True
        if seen.value is None:
            return False
        if self.above is not None and not seen.value > self.above:
            return False
        if self.below is not None and not seen.value < self.below:
            return False
        return self._moved(seen.value, seen.last)

    def _moved(self, value: float, last: float | None) -> bool:
        if self.rose is None and self.fell is None:
            return True
        if last is None or (self.relative and last <= 0):
            return False
        change = (value - last) / last * 100 if self.relative else value - last
        risen = self.rose is None or change >= self.rose - _ROUNDING
        return risen and (self.fell is None or -change >= self.fell - _ROUNDING)

    @property
    def compares(self) -> bool:
        """Whether the change since the last value is what counts."""
        return self.rose is not None or self.fell is not None


@dataclass(frozen=True, slots=True)
class Rule:
    """What signs mean together. `least` signs must hold, the needed ones among them; `hides` are weaker rules."""

    id: str
    kinds: frozenset[str]
    grade: Grade
    title: Bilingual
    hazard: Bilingual
    measure: Bilingual
    source: Source
    least: int
    hides: frozenset[str]
    signs: tuple[Sign, ...]


class Evidence(NamedTuple):
    """An observation that counts, and how the rule calls it. `change` is told where the change is what counts."""

    seen: Observation
    label: Bilingual
    change: str = ""

    def text(self, language: str) -> str:
        """In a few words: ``terminal 86.4 °C``."""
        return " ".join(part for part in (self.label.text(language), self.seen.shown) if part)


@dataclass(frozen=True, slots=True)
class Inference:
    """A rule that holds for a subject, with its evidence in the order of the rule's signs."""

    rule: Rule
    subject: str
    evidence: tuple[Evidence, ...]

    @property
    def key(self) -> str:
        """Rule and subject: the same inference keeps its key while its evidence changes."""
        return f"{self.rule.id}|{self.subject}"

    @property
    def fingerprint(self) -> str:
        """Changes exactly when the evidence does: where it stands, its value, its verdict."""
        parts = sorted(f"{one.seen.place}={one.seen.shown}/{one.seen.verdict or ''}" for one in self.evidence)
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]

    @property
    def phase(self) -> str:
        """The phase that the first sign points at; empty if it points at none."""
        return self.evidence[0].seen.phase if self.evidence[0].seen.phase in PHASES else ""


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules; `phase` words a phase in titles and hazards."""

    rules: tuple[Rule, ...]
    phase: Bilingual

    def texts(self, found: Inference, language: str) -> tuple[str, str, str]:
        """Title, hazard and measure of an inference; ``{phase}`` becomes the phase where one is known."""
        phase = self.phase.text(language).format(phase=found.phase) if found.phase else ""
        title, hazard, measure = (
            text.text(language).format(phase=phase)
            for text in (found.rule.title, found.rule.hazard, found.rule.measure)
        )
        return title, hazard, measure


def infer(rules: Rules, observations: Iterable[Observation]) -> tuple[Inference, ...]:
    """Every inference of these observations: gravest first, then the one with more evidence."""
    seen = tuple(observations)
    about: dict[str, list[Observation]] = {}
    for one in seen:
        about.setdefault(one.about, []).append(one)
    subjects = dict.fromkeys((one.subject, one.kind) for one in seen)
    found = [
        inference
        for subject, kind in subjects
        for rule in rules.rules
        if kind in rule.kinds and (inference := _apply(rule, subject, about)) is not None
    ]
    hidden = {f"{other}|{one.subject}" for one in found for other in one.rule.hides}
    kept = [one for one in found if one.key not in hidden]
    return tuple(sorted(kept, key=lambda one: (one.rule.grade.rank, -len(one.evidence), one.rule.id, one.subject)))


def _apply(rule: Rule, subject: str, about: Mapping[str, Sequence[Observation]]) -> Inference | None:
    evidence: list[Evidence] = []
    for sign in rule.signs:
        held = [
            one
            for quantity in sign.about
            for one in about.get(quantity, ())
            if (sign.anywhere or one.subject == subject) and sign.holds(one)
        ]
        if held:
            evidence.append(_evidence(sign, _worst(held)))
        elif sign.needed:
            return None
    own = any(one.seen.subject == subject for one in evidence)
    return Inference(rule, subject, tuple(evidence)) if own and len(evidence) >= rule.least else None


def _evidence(sign: Sign, seen: Observation) -> Evidence:
    change = ""
    if sign.compares and seen.value is not None and seen.last is not None:
        moved = seen.value - seen.last
        change = ("+" if moved > 0 else "") + format_number(moved, seen.decimals)
    return Evidence(seen, sign.label if any(sign.label) else seen.label, change)


def _worst(held: Sequence[Observation]) -> Observation:
    """The gravest verdict, then the largest value; a phase that another one equals is no phase to point at."""

    def weight(one: Observation) -> tuple[int, float]:
        return one.verdict.severity if one.verdict else 0, one.value or 0.0

    ranked = sorted(held, key=lambda one: (weight(one), one.place), reverse=True)
    worst = ranked[0]
    alike = [one for one in ranked[1:] if weight(one) == weight(worst) and one.phase != worst.phase]
    return worst._replace(phase="") if alike else worst


def load_rules(sources: Mapping[str, bytes]) -> Rules:
    """Rules given as TOML bytes by file name. Raises Problem pack_invalid (file, place, reason)."""
    found: dict[str, Rule] = {}
    phase = NO_TEXT
    for name in sorted(sources):
        document = _document(name, sources[name])
        for rule in read_rules(name, document.get("inference", []), found):
            found[rule.id] = rule
        if "words" in document:
            phase = Spec(document["words"]).pair("phase")
    return Rules(tuple(found.values()), phase)


def read_rules(
    name: str, tables: object, taken: Collection[str] = (), about: Container[str] | None = None
) -> list[Rule]:
    """The rules of one file; ids in `taken` are refused, and signs about what is not in `about`.

    Raises Problem pack_invalid (file, place, reason).
    """
    rules: list[Rule] = []
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise Problem("pack_invalid", file=name, place="inference", reason=WRITE)
    for number, table in enumerate(tables, start=1):
        try:
            rule = _rule(table)
            if rule.id in taken or any(rule.id == other.id for other in rules):
                raise SpecError("the id is used twice")
            named = [one for sign in rule.signs for one in sorted(sign.about)]
            unknown = [one for one in named if about is not None and one not in about]
            if unknown:
                raise SpecError(N_("no quantity and no checkpoint is called {name}"), name=unknown[0])
        except (ValueError, AttributeError) as error:
            place = f"inference {table.get('id', number)}"
            raise Problem("pack_invalid", file=name, place=place, reason=_reason(error)) from error
        rules.append(rule)
    return rules


def _reason(error: ValueError | AttributeError) -> object:
    return reason_of(error) if isinstance(error, ValueError) else str(error)


def with_own(rules: Rules, own: Iterable[Rule]) -> Rules:
    """The rules with a company's own: one with the id of another takes its place."""
    found = {rule.id: rule for rule in rules.rules}
    found.update({rule.id: rule for rule in own})
    return Rules(tuple(found.values()), rules.phase)


def _document(name: str, content: bytes) -> dict[str, Any]:
    try:
        document = tomllib.loads(content.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Problem("pack_invalid", file=name, place="TOML", reason=reason_of(error)) from error
    if set(document) - {"inference", "words"}:
        raise Problem("pack_invalid", file=name, place="TOML", reason=WRITE)
    return document


def _rule(table: Mapping[str, object]) -> Rule:
    tables = table.get("sign")
    if not isinstance(tables, list) or not tables:
        raise SpecError("a rule needs [[inference.sign]]")
    signs = tuple(_sign(Spec(one)) for one in tables)
    rest = Spec({key: value for key, value in table.items() if key != "sign"})
    kinds = frozenset(rest.texts("kinds"))
    if not kinds or kinds - KINDS:
        raise SpecError(f"kinds are of {', '.join(sorted(KINDS))}")
    rule = Rule(
        id=rest.word("id"),
        kinds=kinds,
        grade=Grade(rest.word("grade")),
        title=rest.pair("title"),
        hazard=rest.pair("hazard"),
        measure=rest.pair("measure"),
        source=_source(rest),
        least=rest.whole("least", len(signs)),
        hides=frozenset(rest.texts("hides")),
        signs=signs,
    )
    rest.finish()
    for text in (rule.title, rule.hazard, rule.measure):
        _fillable(text)
    if not 1 <= rule.least <= len(signs):
        raise SpecError("least is between 1 and the number of signs")
    return rule


def _fillable(text: Bilingual) -> None:
    """A text may name the phase and nothing else."""
    try:
        for one in text:
            one.format(phase="")
    except (KeyError, IndexError, ValueError) as error:
        raise SpecError(N_("a text may hold {braces} and no other braces"), braces="{phase}") from error


def _source(spec: Spec) -> Source:
    standard = spec.word("standard", "practice")
    confidence = Confidence.PRACTICE if standard == "practice" else Confidence.VERIFIED
    return Source(standard, spec.word("edition", ""), spec.word("clause", ""), confidence)


def _sign(spec: Spec) -> Sign:
    sign = Sign(
        about=frozenset(spec.texts("about")),
        label=spec.pair("label", needed=False),
        needed=spec.flag("needed"),
        state=spec.word("is", ""),
        words=frozenset(spec.texts("words")),
        names=spec.texts("names"),
        above=spec.number_or_none("above"),
        below=spec.number_or_none("below"),
        rose=spec.number_or_none("rose"),
        fell=spec.number_or_none("fell"),
        relative=spec.flag("relative"),
        anywhere=spec.flag("anywhere"),
    )
    spec.finish()
    told = (sign.state, sign.words, *(part is not None for part in (sign.above, sign.below, sign.rose, sign.fell)))
    if not sign.about or not any(told):
        raise SpecError("a sign needs `about` and something that it says of it")
    if sign.state and sign.state not in STATES:
        raise SpecError(f"is: one of {', '.join(STATES)}")
    return sign
