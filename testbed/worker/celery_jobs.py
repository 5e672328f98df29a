"""Puts jobs of Celery on a queue, and tells what becomes of them.

Usage: celery_jobs.py HOST PORT QUEUE WORKER enqueue COUNT SECONDS
       celery_jobs.py HOST PORT QUEUE WORKER count

Prints one JSON object: jobs that wait, that are delivered, that have begun and
ended (each once, however often), those that were begun more than once, and the
hosts of workers by whether they are in a job.
"""

import json
import os
import sys

host, port, queue, worker, action, *numbers = sys.argv[1:]
os.environ["CELERY_BROKER_URL"] = f"redis://{host}:{port}/0"

import redis  # noqa: E402
from clips import app, thumbnail  # noqa: E402


def main():
    client = redis.Redis(host=host, port=int(port), decode_responses=True)
    if action == "enqueue":
        count, seconds = numbers
        for number in range(int(count)):
            # Every fourth with another priority: those have lists of their own.
            thumbnail.apply_async((float(seconds),), queue=queue, priority=(0, 3, 6, 9)[number % 4])
    begun = client.hgetall("notes:begun")
    answers = app.control.inspect(timeout=1).active() or {}
    lists = [queue] + [f"{queue}\x06\x16{step}" for step in (3, 6, 9)]
    counts = {
        "waiting": sum(client.llen(key) for key in lists),
        "delivered": client.hlen(f"celery:unacked:{worker}"),
        "begun": len(begun),
        "ended": client.hlen("notes:ended"),
        "again": sum(number != "1" for number in begun.values()),
        "busy": [name.partition("@")[2] for name, tasks in answers.items() if tasks],
        "idle": [name.partition("@")[2] for name, tasks in answers.items() if not tasks],
    }
    print(json.dumps(counts))


main()
