"""What our programs must know of RQ: who is in a job, and where jobs are.

Mounted as queue_library beside them. Variables: QUEUES (with commas).
"""

import time

# Looks from one search for workers that are not registered to the next, while there are pods without one.
LOOKS_BETWEEN_SEARCHES = 6
WORKER_PREFIX = "rq:worker:"
# Where a job of a queue can be, and how RQ names the key: lists and sorted sets.
LISTS = {"waiting": "rq:queue:{}", "intermediate": "rq:queue:{}:intermediate"}
SORTED_SETS = {
    "running": "rq:wip:{}",
    "scheduled": "rq:scheduled:{}",
    "deferred": "rq:deferred:{}",
    # From deferred to the list: for a moment, or until maintenance where the process died (RQ 3).
    "ready": "rq:ready:{}",
    "failed": "rq:failed:{}",
    "finished": "rq:finished:{}",
}


class Workers:
    """Which workers are in a job, by the pods that they run in."""

    def __init__(self, redis, env):
        self._redis, self._queues = redis, env["QUEUES"].split(",")
        self._unregistered = Unregistered()

    def registered(self):
        """Whether there is a job in each worker that Redis names, by its host."""
        return worker_states(self._redis, self._queues)

    def states(self, hosts):
        """The same of workers on other hosts; of those that say nothing, nothing."""
        return self._unregistered.states(self._redis, hosts)


def worker_states(redis, queues):
    """Whether there is a job in each worker, by its host, which is its pod's name.

    A worker is a hash named in the set of each of its queues. The name outlives
    the hash when a worker is killed: such a worker says nothing.
    """
    sets = redis.pipeline(transaction=False)
    for queue in queues:
        sets.smembers(f"rq:workers:{queue}")
    names = sorted(set().union(*sets.execute()))
    hashes = redis.pipeline(transaction=False)
    for name in names:
        hashes.hmget(name, "hostname", "state", "current_job", "death")
    states = {}
    for host, state, job, death in hashes.execute() if names else []:
        if host is None or death is not None:
            continue
        in_job = state == "busy" or job is not None
        # A container that was started again leaves the hash of its predecessor for a while.
        states[host] = states.get(host, False) or in_job
    return states


class Unregistered:
    """Workers that are in no queue's set, found by the pod's name in their own.

    A worker registers once, at its start. When Redis comes back without its data,
    it goes on to take jobs and writes its hash anew, piece by piece: the heartbeat
    at once, the state with its next change, its host never (RQ 2.6.1 and 3.0.0).
    A worker can be found where the app has the pod's name in its own, between hyphens.
    """

    def __init__(self):
        self._keys, self._looks = {}, 0

    def states(self, redis, hosts):
        """Whether there is a job in the worker of each of these hosts; of those that say nothing, nothing."""
        if not hosts:
            self._keys, self._looks = {}, 0
            return {}
        if self._looks % LOOKS_BETWEEN_SEARCHES == 0:
            self._keys = self._search(redis, hosts)
        self._looks += 1
        asked = [(key, host) for key, host in self._keys.items() if host in hosts]
        hashes = redis.pipeline(transaction=False)
        for key, _ in asked:
            hashes.hmget(key, "state", "current_job", "death")
        states = {}
        for (_, host), (state, job, death) in zip(asked, hashes.execute() if asked else []):
            if death is not None or (state is None and job is None):
                continue
            states[host] = states.get(host, False) or state == "busy" or job is not None
        return states

    def _search(self, redis, hosts):
        """Hosts by key. Keys below a worker's own (its executions) are no hashes."""
        found = {}
        for key in redis.scan_iter(match=WORKER_PREFIX + "*", count=1000):
            name = key[len(WORKER_PREFIX) :]
            host = next((host for host in hosts if f"-{host}-" in f"-{name}-"), None)
            if host is not None and ":" not in name:
                found[key] = host
        return found


class Queues:
    """What there is to tell of queues: their jobs, and who takes them."""

    def __init__(self, redis, env):
        self._redis, self._queues = redis, sorted(set(env["QUEUES"].split(",")))

    def jobs_by_state(self):
        return jobs_by_state(self._redis, self._queues)

    def workers_by_queue(self):
        return workers_by_queue(self._redis, self._queues)


def jobs_by_state(redis, queues):
    """(queue, state, number) for each queue and state."""
    pipeline = redis.pipeline(transaction=False)
    asked = []
    for queue in queues:
        for state, key in LISTS.items():
            pipeline.llen(key.format(queue))
            asked.append((queue, state))
        for state, key in SORTED_SETS.items():
            pipeline.zcard(key.format(queue))
            asked.append((queue, state))
        # The score is until when a worker has vouched for the job, in seconds since 1970; RQ
        # looks at those that have passed only at its maintenance.
        pipeline.zcount(SORTED_SETS["running"].format(queue), "-inf", int(time.time()) - 1)
        asked.append((queue, "abandoned"))
    return [(*what, number) for what, number in zip(asked, pipeline.execute())]


def workers_by_queue(redis, queues):
    """(queue, number). The name of a killed worker outlives its hash, and a dead one says when it died."""
    sets = redis.pipeline(transaction=False)
    for queue in queues:
        sets.smembers(f"rq:workers:{queue}")
    members = dict(zip(queues, sets.execute()))
    names = sorted(set().union(*members.values()))
    hashes = redis.pipeline(transaction=False)
    for name in names:
        hashes.hmget(name, "last_heartbeat", "death")
    found = hashes.execute() if names else []
    alive = {name for name, (beat, death) in zip(names, found) if beat is not None and death is None}
    return [(queue, len(members[queue] & alive)) for queue in queues]
