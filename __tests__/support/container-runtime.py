"""A stand-in for docker, podman or nerdctl: its containers are processes of this machine.

An image is a folder with Python packages (`src/`), named by what follows `images/` in
STAND_IN_FOLDER; an image whose name ends in redis (before the tag) is the redis-server on PATH.
All containers share this machine's network, so ports are STAND_IN_REDIS_PORT and
STAND_IN_WEB_PORT, whatever the request says. Nothing is isolated: what a container may
write is not tried here.
"""

import json
import os
import pathlib
import signal
import subprocess
import sys

FOLDER = pathlib.Path(os.environ["STAND_IN_FOLDER"])
REDIS_PORT = os.environ["STAND_IN_REDIS_PORT"]
WEB_PORT = os.environ["STAND_IN_WEB_PORT"]


def image_of(reference):
    return FOLDER / "images" / reference.replace("/", "_").replace("@", "_").replace(":", "_")


def is_redis(reference):
    return reference.split("@")[0].split(":")[0].endswith("/redis")


def variables(given, reference):
    values = dict(given)
    for name in ("REDIS_PORT", "REDIS_SERVICE_PORT"):
        if name in values:
            values[name] = REDIS_PORT
    if "PORT" in values:
        values["PORT"] = WEB_PORT
    return {"PATH": os.environ["PATH"], "PYTHONPATH": str(image_of(reference) / "src"), **values}


def program(command):
    """`python` is the one that this runs on: it has what the image would have."""
    words = [REDIS_PORT if word == "6379" else word for word in command]
    return [sys.executable if words[0] == "python" else words[0], *words[1:]]


def container(name):
    return json.loads((FOLDER / f"{name}.json").read_text())


def start(arguments):
    options, position = {}, 0
    given = {}
    while arguments[position].startswith("--"):
        key, _, value = arguments[position][2:].partition("=")
        if key == "env":
            given.update([value.split("=", 1)])
        else:
            options[key] = value
        position += 1
    reference, rest = arguments[position], arguments[position + 1 :]
    if not is_redis(reference) and not image_of(reference).is_dir():
        sys.exit(f"no such image: {reference}")
    name = options["name"]
    log = open(FOLDER / f"{name}.log", "wb")
    environment = variables(given, reference)
    words = program([options["entrypoint"], *rest])
    where = {"env": environment, "cwd": FOLDER}
    if "detach" not in options:
        sys.exit(subprocess.run(words, **where).returncode)
    process = subprocess.Popen(
        words, **where, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True
    )
    state = {"pid": process.pid, "env": environment, "arguments": arguments}
    (FOLDER / f"{name}.json").write_text(json.dumps(state))


def running(name):
    try:
        text = pathlib.Path(f"/proc/{container(name)['pid']}/stat").read_text()
    except FileNotFoundError:
        return False
    return text.rsplit(")", 1)[1].split()[0] != "Z"


def remove(names):
    for name in names:
        file = FOLDER / f"{name}.json"
        if file.exists():
            try:
                os.killpg(container(name)["pid"], signal.SIGKILL)
            except ProcessLookupError:
                pass
            file.rename(FOLDER / f"{name}.removed")


def main(command, *arguments):
    with open(FOLDER / "calls", "a") as calls:
        calls.write(" ".join([command, *arguments]) + "\n")
    if command == "info":
        return
    if command == "pull" and not is_redis(arguments[0]) and not image_of(arguments[0]).is_dir():
        sys.exit(f"Error response from daemon: manifest unknown: {arguments[0]}")
    if command == "run":
        start(list(arguments))
    if command == "exec":
        name, *words = arguments
        sys.exit(subprocess.run(program(words), env=container(name)["env"]).returncode)
    if command == "inspect":
        print("true" if running(arguments[-1]) else "false")
    if command == "logs":
        print((FOLDER / f"{arguments[-1]}.log").read_text())
    if command == "rm":
        remove([word for word in arguments if not word.startswith("--")])


main(*sys.argv[1:])
