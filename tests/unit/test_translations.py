"""The catalogues are complete and equal to what the program loads, and every problem has its sentence."""

import ast
import importlib.util
import io
import re
import string
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "inspector"
CATALOGUES = sorted((ROOT / "resources/translations").glob("*/LC_MESSAGES/inspector.po"))
PLACEHOLDER = re.compile(r"{(\w*)[^}]*}")
FORMATTER = string.Formatter()


def _tool() -> Any:
    """The extraction of `dev.py translations`; its folder has the name of an installed package, so it is loaded."""
    spec = importlib.util.spec_from_file_location("translations_tool", ROOT / "packaging" / "translations.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


translations = _tool()


def catalogue(path: Path) -> Catalog:
    with path.open("rb") as stream:
        return read_po(stream, locale=path.parent.parent.name)


@pytest.fixture(scope="module")
def extracted() -> Catalog:
    found: Catalog = translations.extract()
    return found


def test_texts_are_collected_wherever_the_call_stands() -> None:
    source = (
        """f"{_('within')} {self._t('by a method')}"; ngettext("one", "many", n); pgettext("place", "said"); t(name)"""
    )
    found = set(translations.marked(source))
    assert found == {(("within",), None), (("by a method",), None), (("one", "many"), None), (("said",), "place")}


def test_there_is_a_catalogue() -> None:
    assert [path.parent.parent.name for path in CATALOGUES] == ["zh_CN"]


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parent.parent.name)
class TestCatalogue:
    def test_what_is_loaded_is_what_was_translated(self, path: Path) -> None:
        compiled = io.BytesIO()
        write_mo(compiled, catalogue(path))
        assert path.with_suffix(".mo").read_bytes() == compiled.getvalue()

    def test_every_text_of_the_source_is_translated_and_nothing_else(self, path: Path, extracted: Catalog) -> None:
        known = catalogue(path)
        wanted = {(message.context, message.id) for message in extracted if message.id}
        have = {(message.context, message.id) for message in known if message.id}
        assert wanted - have == set(), "run: python packaging/dev.py translations"
        assert have - wanted == set(), "run: python packaging/dev.py translations"
        assert [message.id for message in known if message.id and not translations.translated(message)] == []
        assert [message.id for message in known if message.fuzzy and message.id] == []

    def test_placeholders_are_the_same(self, path: Path) -> None:
        for message in catalogue(path):
            if not message.id:
                continue
            originals = [message.id] if isinstance(message.id, str) else list(message.id)
            texts = [message.string] if isinstance(message.string, str) else list(message.string or ())
            wanted = {name for text in originals for name in PLACEHOLDER.findall(text)}
            for text in texts:
                assert set(PLACEHOLDER.findall(text)) == wanted, message.id


def test_no_text_is_translated_that_was_never_extracted(extracted: Catalog) -> None:
    """`Translator(…)("…")` and `here()("…")` are no marks for the extraction; such a text must be marked elsewhere."""
    known = {message.id for message in extracted}
    for path in modules().values():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Call) and len(node.args) == 1:
                name, text = node.func.func, node.args[0]
                made = isinstance(name, ast.Name) and name.id in ("Translator", "here")
                if made and isinstance(text, ast.Constant):
                    assert str(text.value) in known, f"{path.name}: {text.value!r}"


# problems -----------------------------------------------------------------------------------------------------------


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def modules() -> dict[str, Path]:
    found = {}
    for path in sorted(SOURCE.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def registered() -> dict[str, tuple[set[str], set[str]]]:
    """code -> (modules that register it, parameters of its sentence)."""
    found: dict[str, tuple[set[str], set[str]]] = {}
    for module, path in modules().items():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "register":
                for table in [argument for argument in node.args if isinstance(argument, ast.Dict)]:
                    for key, value in zip(table.keys, table.values, strict=True):
                        assert isinstance(key, ast.Constant)
                        assert isinstance(value, ast.Call)
                        sentence = ast.literal_eval(value.args[0])
                        homes, names = found.setdefault(str(key.value), (set(), set()))
                        homes.add(module)
                        names.update(name for _text, name, _spec, _how in FORMATTER.parse(sentence) if name)
    return found


def raised() -> list[tuple[str, str, set[str] | None]]:
    """(module, code, names of its parameters, or None where they are not written out)."""
    found: list[tuple[str, str, set[str] | None]] = []
    for module, path in modules().items():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Problem":
                if not (node.args and isinstance(node.args[0], ast.Constant)):
                    continue
                names = {keyword.arg for keyword in node.keywords}
                written = None if None in names else {str(name) for name in names}
                found.append((module, str(node.args[0].value), written))
    return found


@cache
def imports(module: str) -> frozenset[str]:
    """Modules of ours that are loaded whenever this one is, directly or through others."""
    paths = modules()
    done: set[str] = set()
    todo = [module]
    while todo:
        name = todo.pop()
        if name in done or name not in paths:
            continue
        done.add(name)
        todo += [name.rpartition(".")[0]]
        for node in tree(paths[name]).body:
            if isinstance(node, ast.ImportFrom) and node.module:
                todo += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
            elif isinstance(node, ast.Import):
                todo += [alias.name for alias in node.names]
    return frozenset(done)


def test_problems_are_found_in_the_source() -> None:
    assert len(registered()) > 60
    assert len(raised()) > 100


def test_every_raised_code_has_a_sentence_with_the_parameters_it_is_given() -> None:
    sentences = registered()
    for module, code, given in raised():
        assert code in sentences, f"{module}: {code} has no sentence"
        if given is not None:
            assert sentences[code][1] <= given, f"{module}: {code} is raised without {sentences[code][1] - given}"


def test_the_sentence_of_a_code_is_loaded_wherever_the_code_is_raised() -> None:
    """Use cases are imported when they are first asked for, so a sentence elsewhere may not be there yet."""
    sentences = registered()
    missing = [
        f"{module}: {code} is registered in {sorted(sentences[code][0])}"
        for module, code, _given in raised()
        if code in sentences and not sentences[code][0] & imports(module)
    ]
    assert missing == []
