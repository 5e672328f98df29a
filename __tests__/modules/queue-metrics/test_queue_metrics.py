"""Tests of modules/queue-metrics/queue_metrics.py; run by queue-metrics-program.test.ts."""

import http.server
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import urllib.error
import urllib.request
from pathlib import Path

sys.dont_write_bytecode = True
PROJECT = Path(__file__).parents[3]
FOLDER = PROJECT / "modules" / "queue-metrics"
LIBRARY = PROJECT / "queues" / "rq"
sys.path[:0] = [str(FOLDER), str(LIBRARY)]
import queue_library as library  # noqa: E402
import queue_metrics as program  # noqa: E402

SERVER = shutil.which("redis-server")
LIBRARIES = all(importlib.util.find_spec(name) for name in ("redis", "rq"))


class Refused(Exception):
    """In place of the library's errors."""


class FakeRedis:
    """What RQ and the app leave in Redis."""

    def __init__(self, lists=None, sets=None, sorted_sets=None, hashes=None, clients=(), refuses=()):
        self.lists, self.sets = lists or {}, sets or {}
        self.sorted_sets, self.hashes = sorted_sets or {}, hashes or {}
        self.clients, self.refuses, self.queued = clients, refuses, []

    def pipeline(self, transaction):
        self.queued = []
        return self

    def llen(self, key):
        self.queued.append(self.lists.get(key, 0))

    def zcard(self, key):
        number = self.sorted_sets.get(key, 0)
        self.queued.append(number)
        return number

    def zcount(self, key, least, most):
        self.queued.append(self.sorted_sets.get(f"{key} overdue", 0))

    def smembers(self, key):
        self.queued.append(set(self.sets.get(key, ())))

    def hmget(self, key, *fields):
        self.queued.append([self.hashes.get(key, {}).get(field) for field in fields])

    def execute(self):
        if "everything" in self.refuses:
            raise Refused("Connection refused")
        return self.queued

    def pubsub_numsub(self, channel):
        return [(channel, sum(client["sub"] == "1" for client in self.clients))]

    def client_list(self):
        if "client" in self.refuses:
            raise Refused("NOPERM")
        return list(self.clients)

    def config_get(self, name):
        if "config" in self.refuses:
            raise Refused("NOPERM")
        return {name: "300"}


def client(address, sub="0"):
    return {"addr": address, "sub": sub}


ENV = {"POD_IP": "10.0.0.9", "ACCEPTED_JOBS": "jobs:all", "UPDATES_CHANNEL": "updates"}


def lines(redis, queues=("default",), env=ENV):
    text = program.page_of(redis, library.Queues(redis, {"QUEUES": ",".join(queues)}), env, (Refused,))
    return [line for line in text.splitlines() if not line.startswith("#")]


class Told(unittest.TestCase):
    def test_jobs_are_told_by_where_rq_has_them(self):
        redis = FakeRedis(
            lists={"rq:queue:default": 3, "rq:queue:default:intermediate": 1},
            sorted_sets={"rq:wip:default": 2, "rq:wip:default overdue": 1, "rq:failed:default": 4},
        )
        told = lines(redis)
        for state, number in (("waiting", 3), ("intermediate", 1), ("running", 2), ("abandoned", 1), ("failed", 4), ("deferred", 0)):
            self.assertIn(f'fluxibri_queue_jobs{{queue="default",state="{state}"}} {number}', told)

    def test_killed_and_dead_workers_do_not_count(self):
        redis = FakeRedis(
            sets={"rq:workers:default": ["w:a", "w:killed", "w:dead"], "rq:workers:heavy": ["w:a"]},
            hashes={"w:a": {"last_heartbeat": "now"}, "w:dead": {"last_heartbeat": "now", "death": "now"}},
        )
        told = lines(redis, ("default", "heavy"))
        self.assertIn('fluxibri_queue_workers{queue="default"} 1', told)
        self.assertIn('fluxibri_queue_workers{queue="heavy"} 1', told)

    def test_connections_are_told_by_the_address_of_the_pod(self):
        clients = [client("10.0.0.9:5"), client("10.0.0.7:1"), client("10.0.0.7:2", "1"), client("[fd00::1]:9")]
        told = lines(FakeRedis(clients=clients))
        self.assertIn('fluxibri_redis_connections{pod_ip="10.0.0.7"} 2', told)
        self.assertIn('fluxibri_redis_connections{pod_ip="fd00::1"} 1', told)
        self.assertIn("fluxibri_job_update_listeners 1", told)

    def test_translated_addresses_are_not_told_for_they_are_no_pods(self):
        told = lines(FakeRedis(clients=[client("192.168.1.1:5"), client("192.168.1.1:6")]))
        self.assertEqual([line for line in told if "connections" in line], [])

    def test_jobs_are_counted_where_the_app_keeps_those_it_accepted(self):
        self.assertIn("fluxibri_jobs_accepted 7", lines(FakeRedis(sorted_sets={"jobs:all": 7})))

    def test_what_the_app_does_not_show_is_not_told(self):
        told = lines(FakeRedis(), env={"POD_IP": "10.0.0.9"})
        self.assertIn("fluxibri_redis_up 1", told)
        self.assertEqual([line for line in told if "accepted" in line or "listeners" in line], [])

    def test_a_redis_that_does_not_answer_is_told_and_nothing_else(self):
        with self.assertLogs(program.log, "WARNING"):
            self.assertEqual(lines(FakeRedis(refuses={"everything"})), ["fluxibri_redis_up 0"])

    def test_what_its_user_may_not_ask_is_left_out(self):
        for refused in ("client", "config"):
            told = lines(FakeRedis(refuses={refused}))
            self.assertIn("fluxibri_redis_up 1", told)
            self.assertNotIn("fluxibri_redis_tcp_keepalive_seconds 300", told)

    def test_each_series_has_its_help_once_and_before_its_values(self):
        redis = FakeRedis(clients=[client("10.0.0.9:5")])
        text = program.page_of(redis, library.Queues(redis, {"QUEUES": "a,b"}), ENV, (Refused,))
        for name in program.HELP:
            self.assertEqual(text.count(f"# TYPE {name} gauge"), 1, name)
            self.assertLess(text.index(f"# HELP {name} "), text.index(f"\n{name}"), name)

    def test_a_label_cannot_end_its_quotes(self):
        page = program.Page()
        page.add("fluxibri_redis_up", 1, queue='a"} 2\n\\')
        self.assertEqual(page.lines[-1], 'fluxibri_redis_up{queue="a\\"} 2\\n\\\\"} 1')


class Served(unittest.TestCase):
    def setUp(self):
        self.told = "fluxibri_redis_up 1\n"
        self.server = http.server.ThreadingHTTPServer(
            ("127.0.0.1", 0), program.handler_of(lambda: self.told)
        )
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)

    def get(self, path):
        url = f"http://127.0.0.1:{self.server.server_address[1]}{path}"
        with urllib.request.urlopen(url, timeout=10) as answer:
            return answer.headers["Content-Type"], answer.read().decode()

    def test_metrics_are_text_that_prometheus_takes(self):
        self.assertEqual(self.get("/metrics"), ("text/plain; version=0.0.4; charset=utf-8", self.told))

    def test_its_own_health_does_not_hang_on_redis(self):
        self.server.RequestHandlerClass = program.handler_of(lambda: self.fail("asked Redis"))
        self.assertEqual(self.get("/healthz")[1], "ok\n")

    def test_there_is_nothing_else(self):
        with self.assertRaises(urllib.error.HTTPError) as raised:
            self.get("/")
        self.assertEqual(raised.exception.code, 404)
        raised.exception.close()


@unittest.skipUnless(SERVER and LIBRARIES, "there is no redis-server, or Python has no redis and rq")
class WithRedis(unittest.TestCase):
    """The program itself beside a Redis and RQ."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.redis_port, self.port = free_port(), free_port()
        self.redis = None
        self.start_redis()
        self.addCleanup(lambda: self.stop_redis())
        variables = {"QUEUES": "default", "REDIS_HOST": "127.0.0.1", "REDIS_PORT": str(self.redis_port)}
        self.process = subprocess.Popen(
            [sys.executable, "-B", str(FOLDER / "queue_metrics.py")],
            env={**os.environ, **variables, "PYTHONPATH": str(LIBRARY), "PORT": str(self.port), "POD_IP": "127.0.0.1"},
            stdout=subprocess.DEVNULL,
        )
        self.addCleanup(self.process.wait)
        self.addCleanup(self.process.kill)

    def start_redis(self):
        options = ["--port", str(self.redis_port), "--save", "", "--dir", self.folder.name, "--tcp-keepalive", "10"]
        self.redis = subprocess.Popen([SERVER, *options], stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            with socket.socket() as tried:
                if tried.connect_ex(("127.0.0.1", self.redis_port)) == 0:
                    return
            time.sleep(0.05)
        self.fail("redis-server does not listen")

    def stop_redis(self, how=signal.SIGKILL):
        self.redis.send_signal(how)
        if how == signal.SIGKILL:
            self.redis.wait()

    def scrape(self):
        deadline = time.monotonic() + 10
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/metrics", timeout=10) as answer:
                    return answer.read().decode()
            except OSError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)

    def test_it_tells_a_queue_of_rq_and_lives_through_the_loss_of_redis(self):
        import redis
        import rq

        connection = redis.Redis(port=self.redis_port)
        rq.Queue("default", connection=connection).enqueue("time.sleep", 1)
        connection.lpush("rq:queue:default:intermediate", "swallowed")
        told = self.scrape()
        self.assertIn('fluxibri_queue_jobs{queue="default",state="waiting"} 1\n', told)
        self.assertIn('fluxibri_queue_jobs{queue="default",state="intermediate"} 1\n', told)
        self.assertIn("fluxibri_redis_tcp_keepalive_seconds 10\n", told)
        self.assertRegex(told, r'fluxibri_redis_connections\{pod_ip="127.0.0.1"\} [12]\n')
        self.stop_redis()
        self.assertIn("fluxibri_redis_up 0\n", self.scrape())
        self.start_redis()
        told = self.scrape()
        self.assertIn("fluxibri_redis_up 1\n", told)
        self.assertIn('fluxibri_queue_jobs{queue="default",state="waiting"} 0\n', told)
        connection.close()

    def test_a_redis_that_hangs_is_told_before_prometheus_gives_up(self):
        self.scrape()
        self.stop_redis(signal.SIGSTOP)
        start = time.monotonic()
        self.assertIn("fluxibri_redis_up 0\n", self.scrape())
        self.assertLess(time.monotonic() - start, 8)

    def test_sigterm_ends_it(self):
        self.scrape()
        self.process.terminate()
        self.assertEqual(self.process.wait(10), 0)


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


if __name__ == "__main__":
    unittest.main()
