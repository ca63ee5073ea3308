"""Where a person may have files written: never over what a workspace consists of."""

from pathlib import Path

from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register

register(
    ProblemKind.INPUT,
    {
        "target_in_workspace": N_(
            "“{path}” lies in a workspace folder, whose files belong to the program. Choose another folder."
        ),
    },
)


def outside_workspaces(path: Path) -> None:
    """Make sure that a file to be written is not part of a workspace. Raises Problem target_in_workspace.

    A folder that cannot be looked into is left to the attempt to write.
    """
    try:
        folders = path.expanduser().resolve().parents
        inside = any((folder / "workspace.json").is_file() for folder in folders)
    except (OSError, RuntimeError):
        return
    if inside:
        raise Problem("target_in_workspace", path=path)
