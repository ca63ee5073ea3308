"""The empty workbook people fill in: four sheets, the words for choices as drop-downs, rules as comments, and notes."""

from collections.abc import Sequence

from inspector.i18n import N_, Message, Translator, language
from inspector.services.excel.book import Book, CellIn, Drop
from inspector.services.excel.columns import SHEETS, Column, Value, columns_of
from inspector.services.excel.items import LANGUAGES, load_items
from inspector.services.excel.views import SheetKind

NOTES = Message(N_("Notes"))
TEST_ITEMS = Message(N_("Test items"))
RULES = (
    N_("Fill in the sheets you need; leave the others empty. Do not change the headings."),
    N_("Columns with a star are required. An empty cell changes nothing that is on the register already."),
    N_("Customers are found again by account number, equipment by account and name, people by login."),
    N_("A test is one value in one row. What is recorded already is never overwritten."),
    N_("Import shows first what would be added and changed. Nothing is written while one row has an error."),
    N_("The last column gives an example of each field; it is not imported."),
)
YES_NO = ((N_("yes"), "1"), (N_("no"), "0"))


def template(spoken: str = "") -> bytes:
    """The template in a language (the current one by default). Needs no workspace; any thread."""
    translator = Translator(spoken or language())
    book = Book(translator)
    for kind in SheetKind:
        columns = columns_of(kind)
        book.sheet(SHEETS[kind].render(translator), columns, (), drops(kind, columns, translator))
    write_notes(book)
    return book.data()


def drops(kind: SheetKind, columns: Sequence[Column], translator: Translator) -> list[Drop]:
    """The drop-downs of a sheet."""
    found = []
    for index, column in enumerate(columns):
        words = choice_words(column, translator)
        if words:
            strict = column.value in (Value.CHOICE, Value.FLAG)
            found.append(Drop(index, words, strict=strict))
        elif kind is SheetKind.TESTS and column.key == "quantity":
            found.append(Drop(index, _item_names(translator), strict=False))
    return found


def choice_words(column: Column, translator: Translator) -> tuple[str, ...]:
    """What a cell of a column may be, in words."""
    if column.value is Value.FLAG:
        return tuple(translator(word) for word, _value in YES_NO)
    if column.choices:
        return tuple(words.render(translator) for _value, words in column.choices)
    if column.field is not None and column.field.kind == "choice":
        return tuple(label for _value, label in column.field.choices)
    return ()


def _item_names(translator: Translator) -> tuple[str, ...]:
    names = (item.name(translator.language) for items in load_items().by_kind.values() for item in items)
    return tuple(dict.fromkeys(names))


def write_notes(book: Book) -> None:
    """The sheets that explain: rules with an example of each field, and the test items."""
    tr = book.translator
    rows: list[tuple[CellIn, ...]] = [(tr(rule), None, None, None) for rule in RULES]
    for kind in SheetKind:
        title = SHEETS[kind].render(tr)
        rows += [(title, c.heading(tr), c.rule.render(tr), _example(c, tr)) for c in columns_of(kind)]
    head = [tr(N_("Sheet")), tr(N_("Column")), tr(N_("Rule")), tr(N_("Example"))]
    book.table(NOTES.render(tr), (48, 30, 60, 36), head, rows)
    items = load_items()
    spoken = tr.language if tr.language in LANGUAGES else LANGUAGES[0]
    listed = [
        (_kind(kind, tr), item.name(spoken), item.phase(spoken), item.unit)
        for kind, several in items.by_kind.items()
        for item in several
    ]
    head = [tr(N_("Kind of equipment")), tr(N_("Test item")), tr(N_("Phase or point")), tr(N_("Unit"))]
    book.table(TEST_ITEMS.render(tr), (22, 44, 24, 14), head, listed)


def _kind(kind: str, translator: Translator) -> str:
    column = next(column for column in columns_of(SheetKind.EQUIPMENT) if column.key == "kind")
    return next(words.render(translator) for value, words in column.choices if value == kind)


def _example(column: Column, translator: Translator) -> str:
    if column.value is Value.FLAG:
        return translator(YES_NO[0][0])
    if column.choices and column.example:
        found = [words.render(translator) for value, words in column.choices if value == column.example]
        return found[0] if found else column.example
    return column.example
