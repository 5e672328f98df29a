"""What this project says of RQ, tried with the real library and a real redis-server.

Run by rq-library.test.ts with an interpreter of each version. Variables: ADAPTER (JSON: what
queues/rq says: triggers by what they hold, the command for one job, grace, options with a value),
SEEN_KEYS (file that gets every key that was seen, by its type).
"""

import contextlib
import importlib.metadata
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest
from datetime import timedelta
from pathlib import Path

from redis import Redis
from rq import Queue, Worker, defaults
from rq.cli import main as command_line
from rq.registry import StartedJobRegistry

sys.dont_write_bytecode = True
PROJECT = Path(__file__).parents[2]
sys.path.insert(0, str(PROJECT / "queues" / "rq"))
import queue_library as library  # noqa: E402

ADAPTER = json.loads(os.environ["ADAPTER"])
MAJOR = int(importlib.metadata.version("rq").split(".")[0])
SIZES = {"list": "llen", "zset": "zcard", "set": "scard", "hash": "hlen"}
SEEN = {}


def tearDownModule():
    Path(os.environ["SEEN_KEYS"]).write_text(json.dumps(SEEN), encoding="utf-8")


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


class WithRq(unittest.TestCase):
    """A Redis of its own for each test; queue `a`, whose worker is the testbed's, on host pod-a."""

    VARIABLES = {}

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.port = free_port()
        server = ["redis-server", "--port", str(self.port), "--save", "", "--dir", folder.name]
        self.start(server, os.environ)
        self.redis = Redis(port=self.port, decode_responses=True)
        self.addCleanup(self.redis.close)
        self.connection = Redis(port=self.port)
        self.addCleanup(self.connection.close)
        self.until(self.answers)
        self.addCleanup(self.note_keys)
        self.queue = Queue("a", connection=self.connection)

    def start(self, command, environment):
        process = subprocess.Popen(
            command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        self.addCleanup(self.end, process)
        return process

    def end(self, process):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def worker(self):
        variables = {"REDIS_HOST": "127.0.0.1", "REDIS_PORT": str(self.port), "WORKER_QUEUES": "a", "HOSTNAME": "pod-a"}
        program = [sys.executable, "-B", str(PROJECT / "testbed" / "worker" / "worker.py")]
        return self.start(program, {**os.environ, **variables, **self.VARIABLES})

    def rq(self, *arguments):
        url = f"redis://127.0.0.1:{self.port}/0"
        command = [sys.executable, "-B", "-m", "rq.cli", *arguments]
        return self.start(command, {**os.environ, "RQ_REDIS_URL": url})

    def answers(self):
        with contextlib.suppress(Exception):
            return self.redis.ping()

    def until(self, condition, seconds=60):
        deadline = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > deadline:
                self.fail(f"not within {seconds} s; {self.counted()} {self.told()}")
            time.sleep(0.05)

    def note_keys(self):
        for key in self.redis.scan_iter(match="rq:*", count=1000):
            SEEN[key] = self.redis.type(key)

    def counted(self):
        """What KEDA's redis triggers read: the size of each key, by its type; nothing for a missing one."""
        return {holds: sum(self.size(key) for key in keys) for holds, keys in ADAPTER["triggers"].items()}

    def size(self, key):
        kind = self.redis.type(key)
        return 0 if kind == "none" else getattr(self.redis, SIZES[kind])(key)

    def told(self):
        """What the program of the queue's metrics tells of the queue, but for states without a job."""
        queues = library.Queues(self.redis, {"QUEUES": "a"})
        return {state: number for _, state, number in queues.jobs_by_state() if number}

    def states(self):
        return library.Workers(self.redis, {"QUEUES": "a"}).registered()


class Places(WithRq):
    def test_a_job_is_counted_where_it_waits_where_it_runs_and_until_its_time_comes(self):
        first = self.queue.enqueue("time.sleep", 4)
        self.queue.enqueue("time.sleep", 0)
        self.queue.enqueue("time.sleep", 0, depends_on=first)
        self.queue.enqueue_in(timedelta(hours=1), "time.sleep", 0)
        self.assertEqual(self.counted(), {"waiting": 2, "running": 0, "scheduled": 1})
        self.assertEqual(self.told(), {"waiting": 2, "scheduled": 1, "deferred": 1})
        self.worker()
        self.until(lambda: self.told() == {"waiting": 1, "running": 1, "scheduled": 1, "deferred": 1})
        self.assertEqual(self.counted(), {"waiting": 1, "running": 1, "scheduled": 1})
        self.until(lambda: self.told() == {"scheduled": 1, "finished": 3})
        self.assertEqual(self.counted(), {"waiting": 0, "running": 0, "scheduled": 1})

    def test_a_job_that_fails_is_counted_no_more(self):
        self.queue.enqueue("math.sqrt", -1)
        self.worker()
        self.until(lambda: self.told() == {"failed": 1})
        self.assertEqual(self.counted(), {"waiting": 0, "running": 0, "scheduled": 0})


class Keeper(WithRq):
    def test_a_worker_tells_whether_it_is_in_a_job(self):
        self.assertEqual(self.states(), {})
        self.worker()
        self.until(lambda: self.states() == {"pod-a": False})
        self.queue.enqueue("time.sleep", 4)
        self.until(lambda: self.states() == {"pod-a": True})
        self.assertEqual(library.workers_by_queue(self.redis, ["a"]), [("a", 1)])
        (name,) = self.redis.smembers("rq:workers:a")
        # RQ 3 has no current_job: running jobs stand in a set of the worker.
        signs = lambda: (self.redis.hexists(name, "current_job"), self.redis.scard(f"{name}:executions"))
        self.until(lambda: signs() == ((True, 0) if MAJOR < 3 else (False, 1)))
        self.until(lambda: self.states() == {"pod-a": False})

    def test_a_worker_that_was_told_to_end_says_so_until_its_job_is_done(self):
        worker = self.worker()
        self.queue.enqueue("time.sleep", 4)
        self.until(lambda: self.counted()["running"] == 1)
        worker.terminate()
        time.sleep(0.5)
        self.assertEqual(self.states(), {"pod-a": True})
        self.assertEqual(worker.wait(60), 0)
        self.assertEqual((self.told(), self.states()), ({"finished": 1}, {}))

    def test_a_second_sigterm_kills_the_job(self):
        worker = self.worker()
        self.queue.enqueue("time.sleep", 30)
        self.until(lambda: self.counted()["running"] == 1)
        for _ in range(2):
            worker.terminate()
            # RQ takes two within a second for one.
            time.sleep(1.5)
        worker.wait(60)
        self.assertEqual(self.told().get("finished"), None)

    def test_a_job_of_a_killed_worker_runs_on_paper_until_another_ones_maintenance(self):
        worker = self.worker()
        self.queue.enqueue("time.sleep", 60)
        self.until(lambda: self.told() == {"running": 1})
        self.end(worker)
        key = StartedJobRegistry("a", connection=self.connection).key
        ((member, vouched),) = self.redis.zrange(key, 0, -1, withscores=True)
        self.assertAlmostEqual(vouched - time.time(), 90, delta=5)
        self.redis.zadd(key, {member: time.time() - 5})
        self.assertEqual(self.told(), {"running": 1, "abandoned": 1})
        self.assertEqual(self.counted()["running"], 1)
        Worker(["a"], connection=self.connection).clean_registries()
        self.assertEqual(self.told(), {"failed": 1})


class OneJob(WithRq):
    def test_the_command_takes_one_job_and_ends_and_ends_at_once_without_one(self):
        for _ in range(2):
            self.queue.enqueue("time.sleep", 0)
        _, *arguments = ADAPTER["oneJob"]
        self.assertEqual(self.rq(*arguments).wait(60), 0)
        self.assertEqual(self.told(), {"waiting": 1, "finished": 1})
        self.assertEqual(self.rq(*arguments).wait(60), 0)
        self.assertEqual(self.rq(*arguments).wait(60), 0)
        self.assertEqual(self.told(), {"finished": 2})

    def test_suspended_workers_take_nothing_until_they_are_resumed(self):
        self.assertEqual(self.rq("suspend").wait(60), 0)
        self.assertTrue(self.redis.exists("rq:suspended"))
        self.worker()
        self.queue.enqueue("time.sleep", 0)
        self.until(lambda: self.states() == {"pod-a": False})
        time.sleep(1)
        self.assertEqual(self.told(), {"waiting": 1})
        self.assertEqual(self.rq("resume").wait(60), 0)
        self.until(lambda: self.told() == {"finished": 1})


class Figures(WithRq):
    def test_times_are_those_that_grace_rules_and_model_go_by(self):
        worker = Worker(["a"], connection=self.connection)
        seen = {
            "callbacks": defaults.CALLBACK_TIMEOUT,
            "defaultJobTimeoutSeconds": Queue.DEFAULT_TIMEOUT,
            "heartbeatSeconds": worker.job_monitoring_interval,
            "cleaningSeconds": worker.maintenance_interval,
            "lookSeconds": worker.dequeue_timeout,
        }
        self.assertEqual(seen, ADAPTER["figures"])

    def test_options_with_a_value_are_those_that_the_reader_of_command_lines_knows(self):
        options = {
            word
            for name in ("worker", "worker-pool")
            for option in command_line.commands[name].params
            if option.param_type_name == "option" and not option.is_flag and not option.count
            for word in option.opts
        }
        self.assertEqual(options - set(ADAPTER["optionsWithValue"]), set())


@unittest.skipIf(MAJOR < 3, "rate limits came with RQ 3")
class RateLimits(WithRq):
    def setUp(self):
        super().setUp()
        from rq.rate_limit import RateLimit

        self.limit = RateLimit("encoder", 2)

    def enqueue(self, count, seconds):
        for _ in range(count):
            self.queue.enqueue("time.sleep", seconds, rate_limit=self.limit)

    def held_back(self):
        return self.size("rq:rl:encoder:rate_limited")

    def test_jobs_that_are_held_back_are_not_counted_so_that_no_worker_comes_for_them(self):
        self.enqueue(5, 4)
        self.assertEqual((self.held_back(), self.counted()["waiting"]), (3, 2))
        self.assertEqual(self.told(), {"waiting": 2})
        self.worker()
        self.until(lambda: self.counted()["running"] == 1)
        self.assertEqual((self.held_back(), self.counted()["waiting"]), (3, 1))

    def test_each_job_that_ends_lets_the_next_one_in_and_while_one_is_held_back_another_is_counted(self):
        self.enqueue(5, 0.5)
        self.worker()
        looks = []

        def ended():
            pipeline = self.redis.pipeline(transaction=True)
            pipeline.zcard("rq:rl:encoder:rate_limited")
            pipeline.llen("rq:queue:a:intermediate")
            for keys in ADAPTER["triggers"].values():
                for key in keys:
                    pipeline.llen(key) if ":queue:" in key else pipeline.zcard(key)
            held, *counted = pipeline.execute()
            looks.append((held, sum(counted)))
            return self.told().get("finished") == 5

        self.until(ended)
        self.assertEqual([look for look in looks if look[0] > 0 and look[1] == 0], [])
        held = [held for held, _ in looks]
        self.assertEqual((held[0], held[-1], held), (3, 0, sorted(held, reverse=True)))
        self.assertEqual((self.held_back(), self.counted()["waiting"]), (0, 0))

    def test_a_job_that_expires_in_the_queue_keeps_its_place_until_maintenance(self):
        from rq.rate_limit import RateLimit

        limit = RateLimit("encoder", 1)
        self.queue.enqueue("time.sleep", 5)
        self.worker()
        self.until(lambda: self.told() == {"running": 1})
        self.queue.enqueue("time.sleep", 0, ttl=1, rate_limit=limit)
        self.queue.enqueue("time.sleep", 0, rate_limit=limit)
        # The expired one's name stays in the hand-off, from which the worker took it.
        self.until(lambda: self.told() == {"finished": 1, "intermediate": 1})
        time.sleep(2)
        self.assertEqual((self.held_back(), self.counted()), (1, {"waiting": 0, "running": 0, "scheduled": 0}))
        Worker(["a"], connection=self.connection).clean_registries()
        self.until(lambda: self.told().get("finished") == 2)

    def test_a_killed_workers_job_gives_its_place_to_the_next_at_maintenance(self):
        self.enqueue(3, 60)
        worker = self.worker()
        self.until(lambda: self.told() == {"waiting": 1, "running": 1})
        self.end(worker)
        key = StartedJobRegistry("a", connection=self.connection).key
        ((member, _),) = self.redis.zrange(key, 0, -1, withscores=True)
        self.redis.zadd(key, {member: time.time() - 5})
        self.assertEqual((self.held_back(), self.counted()["waiting"]), (1, 1))
        Worker(["a"], connection=self.connection).clean_registries()
        self.assertEqual((self.held_back(), self.counted()["waiting"]), (0, 2))


@unittest.skipIf(MAJOR < 3, "rq:ready came with RQ 3")
class Ready(WithRq):
    def test_a_job_on_its_way_from_deferred_is_in_no_queue_until_maintenance_finds_it(self):
        from rq.registry import ReadyJobRegistry

        parent = self.queue.enqueue("time.sleep", 0)
        child = self.queue.enqueue("time.sleep", 0, depends_on=parent)
        self.queue.remove(parent)
        # As a process leaves it that dies after the transaction and before the enqueueing.
        with self.connection.pipeline() as pipeline:
            ReadyJobRegistry("a", connection=self.connection).register_jobs([child], pipeline)
            pipeline.execute()
        self.assertEqual(self.counted(), {"waiting": 0, "running": 0, "scheduled": 0})
        self.assertEqual(self.told(), {"ready": 1})
        Worker(["a"], connection=self.connection).clean_registries()
        self.assertEqual((self.counted()["waiting"], self.told()), (1, {"waiting": 1}))


class KeyPrefix(WithRq):
    VARIABLES = {"RQ_KEY_PREFIX": "mine"}

    def test_workers_of_another_first_word_leave_our_keys_alone_from_rq_3_on(self):
        self.queue.enqueue("time.sleep", 0)
        self.worker()
        if MAJOR < 3:
            self.until(lambda: self.told() == {"finished": 1})
            return
        self.until(lambda: self.redis.smembers("mine:workers:a"))
        time.sleep(1)
        self.assertEqual((self.told(), self.states()), ({"waiting": 1}, {}))
        # The job's own key is of the other first word, too: this hands it over by hand.
        variables = {**os.environ, "RQ_KEY_PREFIX": "mine"}
        program = f"import redis, rq; rq.Queue('a', connection=redis.Redis(port={self.port})).enqueue('time.sleep', 5)"
        subprocess.run([sys.executable, "-B", "-c", program], env=variables, check=True)
        waiting, running, scheduled = ADAPTER["prefixed"]
        self.until(lambda: (self.size(waiting), self.size(running), self.size(scheduled)) == (0, 1, 0))
        self.assertEqual(self.counted(), {"waiting": 1, "running": 0, "scheduled": 0})


if __name__ == "__main__":
    if shutil.which("redis-server") is None:
        sys.exit("there is no redis-server")
    unittest.main()
