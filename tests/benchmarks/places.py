"""Where benchmarks keep their workspaces: below build/, made once."""

import shutil
from pathlib import Path

from inspector import services

FOLDER = Path(__file__).resolve().parents[2] / "build" / "benchmarks"


def sample(name: str, *, hazards: int, customers: int) -> Path:
    """A sample workspace of this size; made when it is asked for the first time, which may take minutes."""
    folder = FOLDER / name
    if not (folder / "workspace.json").is_file():
        shutil.rmtree(folder, ignore_errors=True)
        half = folder.with_suffix(".part")
        shutil.rmtree(half, ignore_errors=True)
        half.parent.mkdir(parents=True, exist_ok=True)
        services.create_demo(half, customers=customers, hazards=hazards)
        half.rename(folder)
    return folder
