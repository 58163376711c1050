"""Files of the other voices' scripts (../embedded-voice), under names of their own where ours have the same."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

FOLDER = Path(__file__).resolve().parent.parent / "embedded-voice"


def load(name: str) -> ModuleType:
    """The file's module. What it imports is found as for any script here, so our `phones` takes the place of theirs."""
    spec = importlib.util.spec_from_file_location(f"other_{name}", FOLDER / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    sys.modules.setdefault(name, module)
    return module
