"""verifiers: the generated package and its taskset, by a release that has tasksets."""

import importlib
import json
import sys
import tomllib
from contextlib import contextmanager

from bundle import check_all, expect, expect_each, said


def taskset(folder, rows):
    import verifiers.v1 as v1

    project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))
    included = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    expect(sorted(included), sorted(f"{split}.jsonl" for split in rows), "rows in the package")
    with importable(folder):
        module = importlib.import_module("agon_problems")
        [name] = module.__all__
        kind = getattr(module, name)
        expect(issubclass(kind, v1.Taskset), True, "a taskset")
        config = importlib.import_module("agon_problems.taskset").AgonConfig
        for split, of in rows.items():
            made = [task.data for task in kind(config(split=split)).load()]
            expect_each([task.prompt for task in made], [row["question"] for row in of], "prompt")
            expect_each([task.answer for task in made], [row["answer"] for row in of], "answer")
            wanted = [json.loads(row["info"])["problem"] for row in of]
            expect_each([task.problem for task in made], wanted, "problem")
    return f"a taskset of {said(rows)}"


@contextmanager
def importable(folder):
    """The package in the bundle, read again from this folder."""
    sys.path.insert(0, str(folder))
    for name in [name for name in sys.modules if name.startswith("agon_problems")]:
        del sys.modules[name]
    importlib.invalidate_caches()
    try:
        yield
    finally:
        sys.path.remove(str(folder))


if __name__ == "__main__":
    check_all({"verifiers": taskset})
