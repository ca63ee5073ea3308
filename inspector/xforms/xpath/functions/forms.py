"""Functions that reach into the form: instances, translations, choice labels."""

from inspector.problems import Problem
from inspector.xforms.xpath.environment import Context
from inspector.xforms.xpath.functions.registry import function
from inspector.xforms.xpath.values import Value, to_string


@function("current", 0)
def current(context: Context) -> Value:
    """`current`: the node the whole expression belongs to."""
    return [context.origin]


@function("instance", 1)
def instance(context: Context, name: Value) -> Value:
    """`instance`: the secondary instance of that name."""
    found = context.environment.instance(to_string(name))
    if found is None:
        raise Problem("xpath_type", function="instance", value=to_string(name)[:60])
    return [found]


@function("jr:itext", 1)
def itext(context: Context, name: Value) -> Value:
    """jr:itext(): the text of that name in the language in use."""
    return context.environment.text(to_string(name))


@function("jr:choice-name", 2)
def choice_name(context: Context, value: Value, reference: Value) -> Value:
    """jr:choice-name(value, reference): the label of a choice of that question."""
    return context.environment.choice_name(to_string(value), to_string(reference).strip(), context.origin)


@function("pulldata", 4)
def pulldata(context: Context, name: Value, column: Value, key_column: Value, key: Value) -> Value:
    """`pulldata` (instance, column, key column, key): a cell of an attached table; empty when there is none."""
    found = context.environment.instance(to_string(name))
    wanted = to_string(key)
    for table in [] if found is None else found.elements():
        for row in table.elements():
            if any(cell.value() == wanted for cell in row.named(to_string(key_column))):
                cells = row.named(to_string(column))
                return cells[0].value() if cells else ""
    return ""
