"""Tests of queues/celery/queue_library.py; run by celery-library.test.ts."""

import importlib.util
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path
from unittest import mock

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).parents[2] / "queues" / "celery"))
import queue_library as library  # noqa: E402

SERVER = shutil.which("redis-server")
LIBRARIES = all(importlib.util.find_spec(name) for name in ("redis", "celery"))


class FakeRedis:
    def __init__(self, lists=None, hashes=None):
        self.lists, self.hashes, self.queued = lists or {}, hashes or {}, []

    def pipeline(self, transaction):
        self.queued = []
        return self

    def llen(self, key):
        self.queued.append(self.lists.get(key, 0))

    def hvals(self, key):
        self.queued.append(self.hashes.get(key, []))

    def execute(self):
        return self.queued


def delivery(queue, eta=None):
    return json.dumps([{"headers": {"eta": eta}, "body": ""}, "", queue])


def jobs(redis, queues="a,b", keys="celery:unacked:w"):
    told = library.Queues(redis, {"QUEUES": queues, "RUNNING_KEYS": keys}).jobs_by_state()
    return {(queue, state): number for queue, state, number in told}


class Jobs(unittest.TestCase):
    def test_lists_of_all_priorities_wait(self):
        told = jobs(FakeRedis({"a": 2, "a\x06\x163": 1, "a\x06\x169": 4, "b": 5}))
        self.assertEqual((told["a", "waiting"], told["b", "waiting"]), (7, 5))

    def test_a_delivery_counts_for_the_queue_that_it_came_from(self):
        held = {"celery:unacked:w": [delivery("a"), delivery("b"), delivery("b")]}
        told = jobs(FakeRedis(hashes=held))
        self.assertEqual((told["a", "running"], told["b", "running"]), (1, 2))

    def test_a_delivery_whose_time_has_not_come_is_scheduled(self):
        held = {"celery:unacked:w": [delivery("a", "2030-01-01T00:00:00")]}
        told = jobs(FakeRedis(hashes=held))
        self.assertEqual((told["a", "running"], told["a", "scheduled"]), (0, 1))

    def test_jobs_of_other_queues_are_left_out(self):
        self.assertNotIn(("c", "running"), jobs(FakeRedis(hashes={"celery:unacked:w": [delivery("c")]})))


class States(unittest.TestCase):
    def states(self, answers, hosts):
        app = mock.Mock()
        app.control.inspect.return_value.active.return_value = answers
        found = library.Workers(mock.Mock(), {}, app).states(set(hosts))
        return found, app

    def test_a_worker_with_an_active_job_is_in_one(self):
        found, app = self.states({"celery@a": [{"id": "1"}], "celery@b": []}, "ab")
        self.assertEqual(found, {"a": True, "b": False})
        self.assertEqual(app.control.inspect.call_args.kwargs["destination"], ["celery@a", "celery@b"])

    def test_nothing_is_known_of_who_does_not_answer(self):
        self.assertEqual(self.states({"celery@a": []}, "ab")[0], {"a": False})
        self.assertEqual(self.states(None, "ab")[0], {})

    def test_without_pods_nobody_is_asked(self):
        found, app = self.states({}, "")
        self.assertEqual((found, app.mock_calls), ({}, []))

    def test_a_redis_that_is_away_is_told_before_anybody_is_asked(self):
        redis = mock.Mock()
        redis.ping.side_effect = ConnectionError("refused")
        with self.assertRaises(ConnectionError):
            library.Workers(redis, {}, mock.Mock()).registered()


@unittest.skipUnless(SERVER and LIBRARIES, "there is no redis-server, or Python has no redis and celery")
class WithCelery(unittest.TestCase):
    """Workers of Celery with the adapter's arguments, and Redis."""

    APP = "import celery, time\napp = celery.Celery('clips')\n\n@app.task(name='nap')\ndef nap(seconds):\n    time.sleep(seconds)\n"
    KEYS = {"unacked_key": "celery:unacked:w", "unacked_index_key": "celery:unacked_index:w"}

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        Path(folder.name, "clips.py").write_text(self.APP, encoding="utf-8")
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            port = taken.getsockname()[1]
        self.run_beside(SERVER, "--port", str(port), "--save", "", "--dir", folder.name)
        import redis

        self.redis = redis.Redis(port=port, decode_responses=True)
        self.addCleanup(self.redis.close)
        self.url = f"redis://127.0.0.1:{port}/0"
        arguments = ["-Q", "a", "-P", "prefork", "-c", "1", "--prefetch-multiplier", "1", "-n", "celery@pod-a"]
        settings = ["--", "task.acks_late=true", f"broker.transport_options=(dict){json.dumps(self.KEYS)}"]
        self.environment = {**os.environ, "CELERY_BROKER_URL": self.url, "PYTHONPATH": folder.name}
        self.until(self.answers)
        self.worker = self.run_beside(sys.executable, "-B", "-m", "celery", "-A", "clips", "worker", *arguments, *settings)

    def run_beside(self, *command):
        environment = getattr(self, "environment", None)
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(process.wait)
        self.addCleanup(process.terminate)
        return process

    def answers(self):
        import redis

        try:
            return self.redis.ping()
        except redis.exceptions.ConnectionError:
            return False

    def until(self, condition):
        deadline = time.monotonic() + 30
        while not condition():
            if time.monotonic() > deadline:
                self.fail("not within 30 s")
            time.sleep(0.2)

    def test_a_worker_tells_whether_it_is_in_a_job_and_redis_where_the_jobs_are(self):
        app = library.celery_app(self.url)
        self.addCleanup(app.close)
        workers = library.Workers(self.redis, {}, app)
        queues = library.Queues(self.redis, {"QUEUES": "a", "RUNNING_KEYS": "celery:unacked:w"})
        told = lambda: {state: number for _, state, number in queues.jobs_by_state()}
        self.assertEqual(workers.registered(), {})
        self.until(lambda: workers.states({"pod-a", "elsewhere"}) == {"pod-a": False})
        for _ in range(2):
            app.send_task("nap", [4], queue="a")
        app.send_task("nap", [0], queue="a", priority=9)
        self.until(lambda: workers.states({"pod-a"}) == {"pod-a": True})
        self.assertEqual(told(), {"waiting": 2, "running": 1, "scheduled": 0})
        self.worker.terminate()
        self.worker.wait()
        # The job that it had is finished, the others wait for another worker.
        self.assertEqual(told(), {"waiting": 2, "running": 0, "scheduled": 0})
        self.assertEqual(workers.states({"pod-a"}), {})


if __name__ == "__main__":
    unittest.main()
