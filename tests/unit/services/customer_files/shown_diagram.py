"""The single-line diagram on the first tab of a customer's file."""

from inspector import services
from inspector.services import Workspace
from inspector.services.customer_files.views import DiagramView


def diagram_of(workspace: Workspace, account: str) -> DiagramView:
    """The diagram of a customer. Worker."""
    found = services.customer_overview(workspace, account).diagram
    assert found is not None
    return found
