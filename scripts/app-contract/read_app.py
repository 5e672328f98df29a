"""Prints the facts of the app that the environments are held against, as JSON.

    APPS_PYTHON scripts/app-contract/read_app.py CHECKOUT > applications/montage-ai/facts.json
    npx prettier --write applications/montage-ai/facts.json

CHECKOUT is the app's repository at the commit that the environments run; the
interpreter has the app's requirements. Names, defaults and files only.
"""

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

from environment_reads import environment_reads
from running_app import running_app


def commit(checkout):
    run = subprocess.run(
        ["git", "-C", checkout, "rev-parse", "HEAD"], check=True, capture_output=True, text=True
    )
    return run.stdout.strip()


def image_variables(checkout):
    """Variables that the image sets; those that an ARG fills have its default."""
    text = (Path(checkout) / "Dockerfile").read_text(encoding="utf-8")
    arguments = dict(re.findall(r"^ARG (\w+)=(\S+)$", text, re.MULTILINE))
    found = re.findall(r"^ENV (\w+)=(\S+)$", text, re.MULTILINE)
    return {
        name: re.sub(r"\$\{(\w+)\}", lambda m: arguments.get(m[1], m[0]), value)
        for name, value in sorted(found)
    }


def recorded_events(package):
    """Types of telemetry events by the files that record them."""
    events = {}
    for path in sorted(Path(package).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", None))
            first = node.args[0]
            if name == "record_event" and isinstance(first, ast.Constant):
                file = path.relative_to(package).as_posix()
                events.setdefault(first.value, set()).add(file)
    return {name: sorted(files) for name, files in sorted(events.items())}


def variables(reads):
    result = {}
    for name, entry in sorted(reads.variables.items()):
        defaults = sorted(entry["defaults"])
        result[name] = {
            **({"defaults": defaults} if defaults else {}),
            "files": sorted(entry["files"]),
        }
    return result


def one_line_per_entry(facts):
    """JSON whose differences between two commits can be read."""
    sections = []
    for name, value in facts.items():
        if isinstance(value, dict):
            entries = [f"{json.dumps(key)}: {json.dumps(entry)}" for key, entry in value.items()]
            text = "{\n    " + ",\n    ".join(entries) + "\n  }"
        else:
            text = json.dumps(value)
        sections.append(f"  {json.dumps(name)}: {text}")
    return "{\n" + ",\n".join(sections) + "\n}"


def main(checkout):
    package = str(Path(checkout) / "src" / "montage_ai")
    reads = environment_reads(package)
    routes, series = running_app(str(Path(checkout) / "src"))
    facts = {
        "commit": commit(checkout),
        "variables": variables(reads),
        # Names that are put together at run time.
        "unseen": sorted(reads.unseen),
        "imageVariables": image_variables(checkout),
        "series": series,
        "events": recorded_events(package),
        "routes": routes,
    }
    print(one_line_per_entry(facts))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("use: APPS_PYTHON scripts/app-contract/read_app.py CHECKOUT")
    main(sys.argv[1])
