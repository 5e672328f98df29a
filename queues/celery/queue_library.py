"""What our programs must know of Celery: who is in a job, and where jobs are.

Mounted as queue_library beside them. Variables: QUEUES and RUNNING_KEYS (with commas),
CELERY_BROKER_URL.
"""

import json

# Workers answer within milliseconds while they work; of one that does not, nothing is known.
ANSWER_SECONDS = 2
# https://github.com/celery/kombu/blob/v5.7.0/kombu/transport/redis.py (sep, priority_steps)
PRIORITIES = ("", "\x06\x163", "\x06\x166", "\x06\x169")


class Workers:
    """Which workers are in a job, by the pods that they run in: they are asked, each by its name.

    A worker is called celery@<host>, and a pod's host is its name. One that is ending answers no
    more, nor does one of the pool solo while it works.
    """

    def __init__(self, redis, env, app=None):
        self._redis = redis
        self._app = app or celery_app(env["CELERY_BROKER_URL"])

    def registered(self):
        """None: no worker is named in Redis. Whether that answers is seen here: Celery's own client would try on and on."""
        self._redis.ping()
        return {}

    def states(self, hosts):
        """Whether there is a job in the worker of each host; of those that do not answer, nothing."""
        if not hosts:
            return {}
        names = sorted(f"celery@{host}" for host in hosts)
        asked = self._app.control.inspect(destination=names, timeout=ANSWER_SECONDS, limit=len(names))
        answers = asked.active() or {}
        return {name.partition("@")[2]: bool(tasks) for name, tasks in answers.items()}


def celery_app(url):
    # Not in the standard library; the app's image has it.
    from celery import Celery

    app = Celery(broker=url)
    app.conf.broker_transport_options = {"socket_timeout": 10, "socket_connect_timeout": 10}
    return app


class Queues:
    """What there is to tell of queues: their jobs. Who takes them, only the workers can say."""

    def __init__(self, redis, env):
        self._redis = redis
        self._queues = sorted(set(env["QUEUES"].split(",")))
        self._running = env["RUNNING_KEYS"].split(",")

    def jobs_by_state(self):
        """(queue, state, number). A delivery whose time has not come is scheduled, though a worker has it."""
        pipeline = self._redis.pipeline(transaction=False)
        for queue in self._queues:
            for priority in PRIORITIES:
                pipeline.llen(queue + priority)
        for key in self._running:
            pipeline.hvals(key)
        answers = pipeline.execute()
        width = len(PRIORITIES)
        numbers = {}
        for index, queue in enumerate(self._queues):
            numbers[queue, "waiting"] = sum(answers[index * width : (index + 1) * width])
            numbers[queue, "running"] = numbers[queue, "scheduled"] = 0
        for delivery in (one for held in answers[len(self._queues) * width :] for one in held):
            where = queue_and_state(delivery)
            if where in numbers:
                numbers[where] += 1
        return [(queue, state, number) for (queue, state), number in numbers.items()]

    def workers_by_queue(self):
        return []


def queue_and_state(delivery):
    message, _, routing_key = json.loads(delivery)
    waits = message.get("headers", {}).get("eta") is not None
    return routing_key, "scheduled" if waits else "running"
