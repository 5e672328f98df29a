"""Tells the ReplicaSet controller which queue workers are in a job.

At scale-in it deletes the pods with the lowest pod-deletion-cost first. Which
workers are in a job queue_library knows, a file beside this one for the library
that the app keeps its jobs with; this writes it onto their pods: a worker in a
job is dear, an idle one costs nothing.

Only changes are written. What cannot be known is left as it is: while Redis or
the API does not answer, and for a pod whose worker says nothing.

Variables: NAMESPACE, POD_SELECTOR (of the workers' pods), QUEUES (with commas),
REDIS_HOST, REDIS_PORT, REDIS_USERNAME and REDIS_PASSWORD (optional), INTERVAL_SECONDS; as in every
pod KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT. SERVICE_ACCOUNT is the
folder with token and ca.crt, where it is not the usual one. LOOKED_FILE
(optional) is touched after each complete look: readiness goes by its age.
"""

import http.client
import json
import logging
import os
import signal
import ssl
import sys
import threading
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

ANNOTATION = "controller.kubernetes.io/pod-deletion-cost"
# A pod without the annotation costs 0.
IDLE = "0"
IN_JOB = "1000"

TIMEOUT_SECONDS = 10
# Somebody changed or deleted the pod meanwhile: the next look tells.
PASSING_STATUS = {404, 409, 429}

log = logging.getLogger("deletion-cost")


class Unanswered(Exception):
    """The API did not do it, or not now: the next look may do better."""


class Unreachable(Unanswered):
    """The API did not answer at all, so that the other calls of this look would only wait for it as well."""


class Keeper:
    """Decides what to write; remembers who was idle at the last look."""

    def __init__(self):
        self._idle = set()

    def changes(self, states, pods):
        """New costs by pod, those in a job first.

        In a job counts at once. Idle counts at the second look in a row: a
        worker between two jobs is not worth two writes.
        """
        idle = {host for host, in_job in states.items() if not in_job}
        known = {
            pod["metadata"]["name"]: (pod["metadata"].get("annotations") or {}).get(ANNOTATION, IDLE)
            for pod in pods
            if "deletionTimestamp" not in pod["metadata"]
        }
        dear = {name: IN_JOB for name, cost in known.items() if states.get(name) and cost != IN_JOB}
        cheap = {
            name: IDLE
            for name, cost in known.items()
            if name in idle and name in self._idle and cost != IDLE
        }
        self._idle = idle
        return {**dear, **cheap}


class Api:
    """The two calls to the API server that the service account may make."""

    def __init__(self, server, account, namespace, selector):
        self._pods = f"{server}/api/v1/namespaces/{namespace}/pods"
        self._selector = selector
        self._account = account

    def pods(self):
        # resourceVersion 0 is answered from the API server's memory, without etcd.
        query = urllib.parse.urlencode({"labelSelector": self._selector, "resourceVersion": "0"})
        return self._call("GET", f"{self._pods}?{query}")["items"]

    def set_cost(self, name, cost):
        change = {"metadata": {"annotations": {ANNOTATION: cost}}}
        self._call("PATCH", f"{self._pods}/{urllib.parse.quote(name)}", change)

    def _call(self, method, url, change=None):
        # The kubelet replaces the token before it expires, and the authorities when the cluster's are rotated.
        tls = ssl.create_default_context(cafile=os.path.join(self._account, "ca.crt"))
        with open(os.path.join(self._account, "token"), encoding="utf-8") as file:
            headers = {"Authorization": "Bearer " + file.read().strip()}
        if change is not None:
            headers["Content-Type"] = "application/merge-patch+json"
        body = None if change is None else json.dumps(change).encode()
        request = urllib.request.Request(url, data=body, headers=headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS, context=tls) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            if error.code in PASSING_STATUS or error.code >= 500:
                raise Unanswered(f"{method} {url}: {error}") from error
            # Refused: a role or a policy is wrong. The pod crashes and is no longer ready: alerts see that.
            raise SystemExit(f"{method} {url}: {error} {error.read().decode()}") from error
        except (OSError, ValueError, http.client.HTTPException) as error:
            raise Unreachable(f"{method} {url}: {error!r}") from error


def server_url(host, port):
    """The API server by the variables of every pod; an IPv6 address is in brackets in a URL."""
    return f"https://[{host}]:{port}" if ":" in host else f"https://{host}:{port}"


def look(workers, api, keeper):
    """One look; returns how many pods it changed.

    Ends early when the API is away: what was seen of the workers would be old,
    and one that has got a job since would be written down as idle.
    """
    registered, pods = workers.registered(), api.pods()
    others = {pod["metadata"]["name"] for pod in pods} - registered.keys()
    changes = keeper.changes({**registered, **workers.states(others)}, pods)
    for name, cost in changes.items():
        try:
            api.set_cost(name, cost)
        except Unreachable:
            raise
        except Unanswered as error:
            log.warning("left as it is: %s", error)
        else:
            log.info("%s costs %s", name, cost)
    return len(changes)


def main():
    # Not in the standard library; the app's image has it. The other file is mounted beside this one.
    from queue_library import Workers
    from redis import Redis
    from redis.exceptions import RedisError

    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stdout)
    env = os.environ
    redis = Redis(
        host=env["REDIS_HOST"],
        port=int(env["REDIS_PORT"]),
        username=env.get("REDIS_USERNAME"),
        password=env.get("REDIS_PASSWORD"),
        socket_timeout=TIMEOUT_SECONDS,
        socket_connect_timeout=TIMEOUT_SECONDS,
        decode_responses=True,
    )
    server = server_url(env["KUBERNETES_SERVICE_HOST"], env["KUBERNETES_SERVICE_PORT"])
    account = env.get("SERVICE_ACCOUNT", "/var/run/secrets/kubernetes.io/serviceaccount")
    api = Api(server, account, env["NAMESPACE"], env["POD_SELECTOR"])
    keeper, workers = Keeper(), Workers(redis, env)
    looked = env.get("LOOKED_FILE")
    stop = threading.Event()
    # As process 1 it would otherwise ignore SIGTERM.
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    while not stop.is_set():
        try:
            look(workers, api, keeper)
            if looked is not None:
                Path(looked).touch()
        except (RedisError, Unanswered) as error:
            log.warning("costs stay as they are: %s", error)
        stop.wait(float(env["INTERVAL_SECONDS"]))


if __name__ == "__main__":
    main()
