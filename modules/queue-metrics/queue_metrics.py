"""Tells Prometheus what is in Redis of the queues, of the app's jobs, and who is connected.

Where the jobs of a queue are queue_library knows, a file beside this one for the
library that the app keeps them with.

Redis is read at each scrape; nothing is written and nothing is kept. While it
does not answer there is one series, fluxibri_redis_up 0.

Variables: QUEUES (with commas), REDIS_HOST, REDIS_PORT, REDIS_USERNAME and
REDIS_PASSWORD (optional), PORT to listen on, POD_IP, and, where the app has them,
ACCEPTED_JOBS, a sorted set with each job that it ever accepted, and UPDATES_CHANNEL,
which each of its web pods subscribes to once for the progress of jobs.
"""

import http.server
import logging
import os
import signal
import sys
import threading

# Of each command; Prometheus waits for 10 s.
TIMEOUT_SECONDS = 2

HELP = {
    "fluxibri_redis_up": "Whether Redis answered this scrape.",
    "fluxibri_queue_jobs": "Jobs of a queue by where its library has them.",
    "fluxibri_queue_workers": "Workers that are registered for a queue and alive.",
    "fluxibri_jobs_accepted": "Jobs that the app has written to Redis, ever.",
    "fluxibri_job_update_listeners": "Web pods that hear of the progress of jobs.",
    "fluxibri_redis_connections": "Connections to Redis by the address that they come from.",
    "fluxibri_redis_tcp_keepalive_seconds": "Silence after which Redis asks the other end; 0: never.",
}

log = logging.getLogger("queue-metrics")


def connections_by_address(clients, own):
    """(address, number), or nothing when addresses are translated on their way: then they are nobody's."""
    numbers = {}
    for client in clients:
        address = client["addr"].rpartition(":")[0].strip("[]")
        numbers[address] = numbers.get(address, 0) + 1
    return sorted(numbers.items()) if own in numbers else []


class Page:
    """Prometheus' text format."""

    def __init__(self):
        self.lines, self.told = [], set()

    def add(self, name, value, **labels):
        if name not in self.told:
            self.told.add(name)
            self.lines += [f"# HELP {name} {HELP[name]}", f"# TYPE {name} gauge"]
        pairs = ",".join(f'{label}="{escaped(text)}"' for label, text in labels.items())
        self.lines.append(f"{name}{{{pairs}}} {value}" if pairs else f"{name} {value}")

    def text(self):
        return "\n".join(self.lines) + "\n"


def escaped(text):
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def signals_of(redis, env):
    """(series, number) for what the app shows beside its queues."""
    signals = []
    if "ACCEPTED_JOBS" in env:
        signals.append(("fluxibri_jobs_accepted", redis.zcard(env["ACCEPTED_JOBS"])))
    if "UPDATES_CHANNEL" in env:
        [(_, listeners)] = redis.pubsub_numsub(env["UPDATES_CHANNEL"])
        signals.append(("fluxibri_job_update_listeners", listeners))
    return signals


def page_of(redis, library, env, failures):
    """What there is to tell; whatever a Redis does not let its users ask is left out."""
    page = Page()
    try:
        states = library.jobs_by_state()
        workers = library.workers_by_queue()
        signals = signals_of(redis, env)
    except failures as error:
        log.warning("Redis is not read: %s", error)
        page.add("fluxibri_redis_up", 0)
        return page.text()
    page.add("fluxibri_redis_up", 1)
    for queue, state, number in states:
        page.add("fluxibri_queue_jobs", number, queue=queue, state=state)
    for queue, number in workers:
        page.add("fluxibri_queue_workers", number, queue=queue)
    for name, number in signals:
        page.add(name, number)
    try:
        for address, number in connections_by_address(redis.client_list(), env["POD_IP"]):
            page.add("fluxibri_redis_connections", number, pod_ip=address)
        keepalive = redis.config_get("tcp-keepalive").get("tcp-keepalive")
        if keepalive is not None:
            page.add("fluxibri_redis_tcp_keepalive_seconds", int(keepalive))
    except failures as error:
        log.info("not told: %s", error)
    return page.text()


def handler_of(tell):
    """Answers GET /metrics with what `tell` says, one scrape at a time, and GET /healthz without it."""
    reading = threading.Lock()

    class Handler(http.server.BaseHTTPRequestHandler):
        # For the request to arrive.
        timeout = 10

        def do_GET(self):
            if self.path == "/metrics":
                with reading:
                    self.answer(200, tell())
            elif self.path == "/healthz":
                self.answer(200, "ok\n")
            else:
                self.answer(404, "there are /metrics and /healthz\n")

        def answer(self, status, text):
            body = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    return Handler


def main():
    # Not in the standard library; the app's image has it. The other file is mounted beside this one.
    from queue_library import Queues
    from redis import Redis
    from redis.backoff import NoBackoff
    from redis.exceptions import RedisError
    from redis.retry import Retry

    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stdout)
    env = os.environ
    redis = Redis(
        host=env["REDIS_HOST"],
        port=int(env["REDIS_PORT"]),
        username=env.get("REDIS_USERNAME"),
        password=env.get("REDIS_PASSWORD"),
        socket_timeout=TIMEOUT_SECONDS,
        socket_connect_timeout=TIMEOUT_SECONDS,
        # Once: the connection may be of before a restart of Redis. More would outlast the scrape.
        retry=Retry(NoBackoff(), 1),
        decode_responses=True,
        encoding_errors="replace",
    )
    library = Queues(redis, env)

    def tell():
        return page_of(redis, library, env, (RedisError, OSError))

    server = http.server.ThreadingHTTPServer(("", int(env["PORT"])), handler_of(tell))
    server.daemon_threads = True
    # As process 1 it would otherwise ignore SIGTERM.
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
    server.serve_forever()


if __name__ == "__main__":
    main()
