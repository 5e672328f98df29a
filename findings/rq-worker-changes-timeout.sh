#!/usr/bin/env bash
# RQ: what does a worker make of a connection that was given socket_timeout=5?
#
# Expected: it keeps the 5 s, or takes a connection of its own for its long waits.
# Seen (rq 2.6.1 and 3.0.0): making the Worker writes 415 s into the pool of the
# caller's connection, so every later command of the process on that pool, the
# caller's own included, may wait 415 s for a Redis that went silent.
#
# Needs bash and Python 3.9 or newer with venv. No Redis is asked.
# Ends with 1 when something else is seen.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

cat >"$folder/observe.py" <<'PYTHON'
import importlib.metadata, sys
from redis import Redis
from rq import Queue, Worker

connection = Redis(socket_timeout=5)
Worker([Queue("default", connection=connection)], name="w", connection=connection, prepare_for_work=False)
seen = connection.connection_pool.connection_kwargs["socket_timeout"]
version = importlib.metadata.version
print(f"rq {version('rq')}, redis-py {version('redis')}")
print("  expected: the caller's pool keeps socket_timeout 5")
print(f"  seen:     the caller's pool has socket_timeout {seen}")
sys.exit(seen != 415)
PYTHON

status=0
for pair in "rq==2.6.1 redis==7.1.0" "rq==3.0.0 redis==6.4.0"; do
  environment=$(mktemp -d "$folder/venv-XXXX")
  python3 -m venv "$environment"
  # shellcheck disable=SC2086 # two requirements
  "$environment/bin/pip" install --quiet --disable-pip-version-check $pair
  "$environment/bin/python" "$folder/observe.py" || status=1
done
[ "$status" -eq 0 ] || echo "This is no longer what was seen." >&2
exit "$status"
