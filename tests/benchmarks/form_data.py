"""The forms of the benchmark: 150 or 600 questions, one repeat, a choice filter over 2,000 rows, two languages.

A seed fixes everything, so that both engines get the same form and the same edits.
"""

import random
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

LIST_ROWS = 2_000
LANGUAGES = ("English (en)", "中文 (zh)")
_HEAD = (
    '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" '
    'xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms">'
)
_JUDGEMENTS = ("pass", "fail", "na")
ROW_QUESTIONS = 5


@dataclass(frozen=True)
class Edit:
    """One step: "answer" (ref, value) or "repeat-add" (ref)."""

    op: str
    ref: str
    value: str = ""


def places_csv() -> bytes:
    """2,000 choices in 100 districts."""
    rows = [f"p{n},Place {n},地点 {n},d{n % 100}" for n in range(LIST_ROWS)]
    return ("name,label,label_zh,district\n" + "\n".join(rows) + "\n").encode()


def form(questions: int) -> bytes:
    """The XForm: judged, counted, measured and conditional questions in turn, in sections of ten; then a repeat."""
    maker = _Maker()
    for number in range(questions - ROW_QUESTIONS - 2):
        maker.question(number)
    maker.places()
    maker.repeat()
    return maker.xform()


class _Maker:
    def __init__(self) -> None:
        self.nodes: list[str] = []
        self.binds: list[str] = []
        self.body: list[str] = []
        self.texts: list[str] = []

    def bind(self, ref: str, **attributes: str) -> None:
        given = "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items())
        self.binds.append(f'<bind nodeset="/data/{ref}"{given}/>')

    def control(self, ref: str, inside: str = "", tag: str = "input") -> None:
        self.texts.append(ref)
        self.body.append(f'<{tag} ref="/data/{ref}"><label ref="jr:itext(\'{ref}\')"/>{inside}</{tag}>')

    def question(self, number: int) -> None:
        """In turn: judged, a number, a calculation over the two before, a remark that depends on the judgement."""
        name, before = f"q{number}", f"/data/q{number - 1}"
        self.nodes.append(f"<{name}/>")
        match number % 4:
            case 0:
                items = "".join(f"<item><label>{one}</label><value>{one}</value></item>" for one in _JUDGEMENTS)
                self.bind(name, type="string", required="true()")
                self.control(name, items, "select1")
            case 1:
                self.bind(name, type="decimal", constraint=". >= 0 and . <= 1000", relevant=f"{before} != 'na'")
                self.control(name)
            case 2:
                older = f"/data/q{number - 5}" if number >= 5 else "0"
                self.bind(name, type="decimal", calculate=f"round(coalesce({before}, 0) + coalesce({older}, 0), 2)")
                self.control(name)
            case _:
                self.bind(name, type="string", relevant=f"/data/q{number - 3} = 'fail'", required="true()")
                self.control(name)

    def places(self) -> None:
        self.nodes.append("<district/><place/>")
        self.control("district")
        nodes = "instance('places')/root/item[district = /data/district]"
        label = '<value ref="name"/><label ref="label"/>'
        self.control("place", f'<itemset nodeset="{nodes}">{label}</itemset>', "select1")

    def repeat(self) -> None:
        self.nodes.append("<row><x/><y/><product/><share/><note/></row><total/>")
        self.bind("row/x", type="decimal")
        self.bind("row/y", type="decimal")
        self.bind("row/product", calculate="coalesce(../x, 0) * coalesce(../y, 0)")
        self.bind("row/share", calculate="round(../product div /data/total * 100, 1)")
        self.bind("row/note", relevant="../product > 100")
        self.bind("total", calculate="sum(/data/row/product)")
        outer, self.body = self.body, []
        for name in ("x", "y", "product", "share", "note"):
            self.control(f"row/{name}")
        inner, self.body = "".join(self.body), outer
        self.body.append(f'<group ref="/data/row"><repeat nodeset="/data/row">{inner}</repeat></group>')

    def xform(self) -> bytes:
        itext = "".join(f'<translation lang="{name}">{self._texts(name)}</translation>' for name in LANGUAGES)
        meta = "<orx:meta><orx:instanceID/></orx:meta>"
        places = '<instance id="places" src="jr://file-csv/places.csv"/>'
        model = (
            f'<itext>{itext}</itext><instance><data id="bench">{"".join(self.nodes)}{meta}</data></instance>{places}'
        )
        return (
            f"{_HEAD}<h:head><h:title>Bench</h:title><model>{model}{''.join(self.binds)}</model></h:head>"
            f"<h:body>{''.join(self.body)}</h:body></h:html>"
        ).encode()

    def _texts(self, language: str) -> str:
        return "".join(
            f'<text id="{ref}"><value>{language} {ref} <output value="/data/total"/></value></text>'
            if ref.startswith("row/")
            else f'<text id="{ref}"><value>{language} question {ref}</value></text>'
            for ref in self.texts
        )


def edits(questions: int, count: int) -> list[Edit]:
    """Judgements, readings, remarks, districts and places, rows and their cells, as a person would type them."""
    rng = random.Random(questions)
    made, rows = [Edit("answer", "/data/district", "d7")], 1
    plain = [n for n in range(questions - ROW_QUESTIONS - 2) if n % 4 != 2]
    while len(made) < count:
        kind = rng.random()
        if kind < 0.7:
            made.append(_plain(rng, rng.choice(plain)))
        elif kind < 0.8:
            district = rng.randrange(100)
            made.append(Edit("answer", "/data/district", f"d{district}"))
            made.append(Edit("answer", "/data/place", f"p{district + 100 * rng.randrange(20)}"))
        elif kind < 0.85 and rows < 20:
            made.append(Edit("repeat-add", "/data/row"))
            rows += 1
        else:
            cell = rng.choice("xy")
            made.append(Edit("answer", f"/data/row[{rng.randint(1, rows)}]/{cell}", str(rng.randrange(100))))
    return made[:count]


def _plain(rng: random.Random, number: int) -> Edit:
    ref = f"/data/q{number}"
    match number % 4:
        case 0:
            return Edit("answer", ref, rng.choice(_JUDGEMENTS))
        case 1:
            return Edit("answer", ref, str(rng.randrange(1200)))
        case _:
            return Edit("answer", ref, f"remark {rng.randrange(1000)}")
