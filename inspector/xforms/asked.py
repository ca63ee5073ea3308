"""What expressions ask of their form: secondary instances, translations, labels of choices."""

from collections.abc import Mapping

from inspector.xforms.live import LiveNode
from inspector.xforms.nodes import Node
from inspector.xforms.secondary import SecondaryInstance
from inspector.xforms.view import Renderer
from inspector.xforms.xpath.environment import Environment


def connect(environment: Environment, renderer: Renderer, instances: Mapping[str, SecondaryInstance]) -> None:
    """Let expressions of a form reach its lists, texts and choices."""
    document = renderer.engine.document

    def secondary(name: str) -> Node | None:
        found = instances.get(name)
        return None if found is None else found.root

    def choice_name(value: str, ref: str, node: Node) -> str:
        question = _question(document, ref, node)
        options = () if question is None else renderer.options(question)
        return next((option.label for option in options if option.value == value), "")

    environment.contextual = True
    environment.instance = secondary
    environment.text = lambda key: renderer.by_key(key, document.children[0])
    environment.choice_name = choice_name


def _question(document: Node, ref: str, node: Node) -> LiveNode | None:
    """The question a reference text means, in the row of the node that asks."""
    among: list[Node] = [document] if ref.startswith("/") else [node]
    holders = {node, *node.ancestors()}
    for name in ref.strip("/").split("/"):
        if name == "..":
            among = [item.parent for item in among if item.parent is not None]
        elif name != ".":
            among = [child for item in among for child in item.named(name.rpartition(":")[2])]
        among = [item for item in among if item in holders] or among
    return next((item for item in among if isinstance(item, LiveNode)), None)
