"""Tests of modules/deletion-cost/keep_deletion_cost.py; run by deletion-cost-program.test.ts."""

import http.client
import importlib.util
import io
import json
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
from pathlib import Path
from unittest import mock

sys.dont_write_bytecode = True
PROJECT = Path(__file__).parents[3]
sys.path[:0] = [str(PROJECT / "modules" / "deletion-cost"), str(PROJECT / "queues" / "rq")]
import keep_deletion_cost as program  # noqa: E402
import queue_library as library  # noqa: E402


SERVER = shutil.which("redis-server")
LIBRARIES = all(importlib.util.find_spec(name) for name in ("redis", "rq"))


class FakeRedis:
    """Sets and hashes of RQ; None: does not answer."""

    def __init__(self, sets, hashes):
        self.sets, self.hashes, self.queued = sets, hashes, []
        self.scans = 0

    def pipeline(self, transaction):
        self.queued = []
        return self

    def smembers(self, key):
        self.queued.append(set(self.sets.get(key, [])))

    def hmget(self, key, *fields):
        found = self.hashes.get(key, {})
        self.queued.append([found.get(field) for field in fields])

    def execute(self):
        return self.queued

    def scan_iter(self, match, count):
        self.scans += 1
        return [key for key in self.hashes if key.startswith(match.rstrip("*"))]


class FakeApi:
    def __init__(self, costs, refusals=(), refusal=program.Unanswered):
        self.costs, self.refusals, self.written = costs, refusals, []
        self.refusal = refusal

    def pods(self):
        return [pod(name, cost) for name, cost in self.costs.items()]

    def set_cost(self, name, cost):
        if name in self.refusals:
            raise self.refusal("gone")
        self.written.append((name, cost))
        self.costs[name] = cost


def pod(name, cost=None, **metadata):
    annotations = {} if cost is None else {"annotations": {program.ANNOTATION: cost}}
    return {"metadata": {"name": name, **annotations, **metadata}}


def workers_of(redis):
    return library.Workers(redis, {"QUEUES": "default"})


def worker(host, state="idle", **fields):
    return {"hostname": host, "state": state, **fields}


class WorkerStates(unittest.TestCase):
    def states(self, queues, **workers):
        keys = {"rq:worker:" + name: fields for name, fields in workers.items()}
        names = {"rq:workers:" + queue: list(keys) for queue in queues}
        return library.worker_states(FakeRedis(names, keys), queues)

    def test_a_busy_worker_is_in_a_job_and_an_idle_one_is_not(self):
        states = self.states(["default"], a=worker("pod-a", "busy", current_job="1"), b=worker("pod-b"))
        self.assertEqual(states, {"pod-a": True, "pod-b": False})

    def test_a_worker_with_a_job_counts_whatever_its_state_says(self):
        self.assertEqual(self.states(["default"], a=worker("pod-a", current_job="1")), {"pod-a": True})

    def test_started_and_suspended_workers_are_idle(self):
        states = self.states(["default"], a=worker("a", "started"), b=worker("b", "suspended"))
        self.assertEqual(states, {"a": False, "b": False})

    def test_a_worker_of_two_queues_counts_once(self):
        self.assertEqual(self.states(["default", "fast"], a=worker("pod-a")), {"pod-a": False})

    def test_a_name_without_a_hash_and_a_dead_worker_say_nothing(self):
        redis = FakeRedis(
            {"rq:workers:default": ["rq:worker:gone", "rq:worker:dead"]},
            {"rq:worker:dead": worker("pod-d", "busy", death="2026-01-01T00:00:00Z")},
        )
        self.assertEqual(library.worker_states(redis, ["default"]), {})

    def test_of_two_workers_on_one_host_the_one_in_a_job_decides(self):
        states = self.states(["default"], old=worker("pod-a", "busy", current_job="1"), new=worker("pod-a"))
        self.assertEqual(states, {"pod-a": True})

    def test_no_workers_are_no_error(self):
        self.assertEqual(library.worker_states(FakeRedis({}, {}), ["default"]), {})


class Changes(unittest.TestCase):
    def test_in_a_job_counts_at_once(self):
        self.assertEqual(program.Keeper().changes({"a": True}, [pod("a")]), {"a": "1000"})

    def test_idle_counts_at_the_second_look_in_a_row(self):
        keeper, pods = program.Keeper(), [pod("a", "1000")]
        self.assertEqual(keeper.changes({"a": False}, pods), {})
        self.assertEqual(keeper.changes({"a": False}, pods), {"a": "0"})

    def test_a_worker_between_two_jobs_is_not_written_twice(self):
        keeper, pods = program.Keeper(), [pod("a", "1000")]
        for in_job in (False, True, False, True):
            self.assertEqual(keeper.changes({"a": in_job}, pods), {})

    def test_only_changes_are_written(self):
        keeper, pods = program.Keeper(), [pod("a", "1000"), pod("b"), pod("c", "0")]
        states = {"a": True, "b": False, "c": False}
        self.assertEqual(keeper.changes(states, pods), {})
        self.assertEqual(keeper.changes(states, pods), {})

    def test_a_pod_without_a_worker_stays_as_it_is(self):
        keeper = program.Keeper()
        for _ in range(3):
            self.assertEqual(keeper.changes({}, [pod("busy-before", "1000"), pod("starting")]), {})

    def test_a_worker_without_a_pod_is_not_written(self):
        self.assertEqual(program.Keeper().changes({"elsewhere": True}, [pod("a")]), {})

    def test_a_pod_that_goes_is_left_alone(self):
        going = pod("a", deletionTimestamp="2026-01-01T00:00:00Z")
        self.assertEqual(program.Keeper().changes({"a": True}, [going]), {})

    def test_a_foreign_cost_is_replaced(self):
        self.assertEqual(program.Keeper().changes({"a": True}, [pod("a", "5")]), {"a": "1000"})

    def test_those_in_a_job_are_written_first(self):
        keeper, pods = program.Keeper(), [pod("a", "1000"), pod("b")]
        keeper.changes({"a": False, "b": False}, pods)
        self.assertEqual(list(keeper.changes({"a": False, "b": True}, pods)), ["b", "a"])


class WithoutRegistration(unittest.TestCase):
    """Redis has come back without its data, under workers that live on."""

    def states(self, hosts, hashes):
        return library.Unregistered().states(FakeRedis({}, hashes), set(hosts))

    def test_a_worker_is_found_by_its_pods_name_and_its_new_state_counts(self):
        hashes = {
            "rq:worker:montage-worker-7d-abcde-1f2e": {"last_heartbeat": "now", "state": "busy"},
            "rq:worker:montage-worker-7d-fghij-0a1b": {"last_heartbeat": "now", "state": "idle"},
        }
        states = self.states(["worker-7d-abcde", "worker-7d-fghij"], hashes)
        self.assertEqual(states, {"worker-7d-abcde": True, "worker-7d-fghij": False})

    def test_a_worker_that_has_only_a_heartbeat_says_nothing_for_it_may_be_in_a_job(self):
        self.assertEqual(self.states(["pod-a"], {"rq:worker:montage-pod-a-1f2e": {"last_heartbeat": "now"}}), {})

    def test_a_name_that_only_begins_alike_is_another_pods(self):
        hashes = {"rq:worker:montage-pod-ab-1f2e": worker(None, "busy")}
        self.assertEqual(self.states(["pod-a"], hashes), {})

    def test_executions_of_a_worker_are_no_worker(self):
        self.assertEqual(self.states(["pod-a"], {"rq:worker:montage-pod-a-1f2e:executions": {"state": "busy"}}), {})

    def test_keys_are_searched_now_and_then_and_only_while_a_pod_has_no_worker(self):
        redis, unregistered = FakeRedis({}, {}), library.Unregistered()
        unregistered.states(redis, set())
        self.assertEqual(redis.scans, 0)
        for _ in range(library.LOOKS_BETWEEN_SEARCHES + 1):
            unregistered.states(redis, {"pod-a"})
        self.assertEqual(redis.scans, 2)

    def test_costs_follow_workers_that_are_registered_no_more(self):
        hashes = {"rq:worker:montage-a-1f2e": {"state": "busy"}, "rq:worker:montage-b-1f2e": {"state": "idle"}}
        redis, api = FakeRedis({}, hashes), FakeApi({"a": None, "b": "1000", "starting": None})
        keeper, workers = program.Keeper(), workers_of(redis)
        for _ in range(2):
            program.look(workers, api, keeper)
        self.assertEqual(api.written, [("a", "1000"), ("b", "0")])


class Look(unittest.TestCase):
    def test_costs_follow_the_workers(self):
        hashes = {"rq:worker:1": worker("a", "busy", current_job="1"), "rq:worker:2": worker("b")}
        redis = FakeRedis({"rq:workers:default": list(hashes)}, hashes)
        api, keeper = FakeApi({"a": None, "b": "1000"}), program.Keeper()
        self.assertEqual(program.look(workers_of(redis), api, keeper), 1)
        self.assertEqual(program.look(workers_of(redis), api, keeper), 1)
        self.assertEqual(program.look(workers_of(redis), api, keeper), 0)
        self.assertEqual(api.written, [("a", "1000"), ("b", "0")])

    def test_a_pod_that_went_meanwhile_keeps_nobody_else_from_being_written(self):
        hashes = {f"rq:worker:{name}": worker(name, "busy") for name in "abc"}
        redis = FakeRedis({"rq:workers:default": list(hashes)}, hashes)
        api = FakeApi({"a": None, "b": None, "c": None}, refusals={"b"})
        with self.assertLogs(program.log, "WARNING"):
            program.look(workers_of(redis), api, program.Keeper())
        self.assertEqual(api.written, [("a", "1000"), ("c", "1000")])

    def test_an_api_that_is_away_ends_the_look_for_what_was_seen_gets_old(self):
        hashes = {f"rq:worker:{name}": worker(name, "busy") for name in "abc"}
        redis = FakeRedis({"rq:workers:default": list(hashes)}, hashes)
        api = FakeApi({"a": None, "b": None, "c": None}, {"b"}, program.Unreachable)
        with self.assertRaises(program.Unreachable):
            program.look(workers_of(redis), api, program.Keeper())
        self.assertEqual(api.written, [("a", "1000")])

    def test_without_redis_nothing_is_read_from_the_api_and_nothing_written(self):
        redis, api = mock.Mock(), mock.Mock()
        redis.pipeline.side_effect = ConnectionError("refused")
        with self.assertRaises(ConnectionError):
            program.look(workers_of(redis), api, program.Keeper())
        self.assertEqual(api.mock_calls, [])


class ApiCalls(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.token = Path(folder.name, "token")
        self.token.write_text("first\n")
        self.authorities = str(Path(folder.name, "ca.crt"))
        context = mock.patch.object(program.ssl, "create_default_context")
        self.context = context.start()
        self.addCleanup(context.stop)
        self.api = program.Api("https://api:443", folder.name, "montage-ai", "a=b,c in (d,e)")

    def answered(self, answer):
        return mock.patch.object(program.urllib.request, "urlopen", **answer)

    def failed(self, status):
        error = urllib.error.HTTPError("https://api", status, "no", {}, io.BytesIO(b"why"))
        return self.answered({"side_effect": error})

    def test_pods_are_listed_by_selector_from_the_servers_memory(self):
        answer = io.BytesIO(json.dumps({"items": [pod("a")]}).encode())
        with self.answered({"return_value": answer}) as urlopen:
            self.assertEqual(self.api.pods(), [pod("a")])
        url = urlopen.call_args.args[0].full_url
        self.assertIn("/api/v1/namespaces/montage-ai/pods?labelSelector=a%3Db%2Cc+in+%28d%2Ce%29", url)
        self.assertIn("resourceVersion=0", url)

    def test_a_cost_is_merged_into_the_annotations_and_nothing_else(self):
        with self.answered({"return_value": io.BytesIO(b"{}")}) as urlopen:
            self.api.set_cost("a", "1000")
        request = urlopen.call_args.args[0]
        self.assertEqual(request.method, "PATCH")
        self.assertEqual(request.headers["Content-type"], "application/merge-patch+json")
        self.assertEqual(
            json.loads(request.data), {"metadata": {"annotations": {program.ANNOTATION: "1000"}}}
        )

    def test_the_token_is_read_anew_for_each_call(self):
        for token in ("second", "third"):
            self.token.write_text(token)
            with self.answered({"return_value": io.BytesIO(b"{}")}) as urlopen:
                self.api.set_cost("a", "0")
            self.assertEqual(urlopen.call_args.args[0].headers["Authorization"], "Bearer " + token)

    def test_the_authorities_are_read_anew_for_each_call(self):
        for context in ("before their rotation", "after it"):
            self.context.return_value = context
            with self.answered({"return_value": io.BytesIO(b"{}")}) as urlopen:
                self.api.set_cost("a", "0")
            self.assertEqual(urlopen.call_args.kwargs["context"], context)
        self.context.assert_called_with(cafile=self.authorities)

    def test_an_answer_that_breaks_off_or_is_none_is_an_api_that_is_away(self):
        broken = (
            OSError("refused"),
            TimeoutError(),
            ssl.SSLError("unknown authority"),
            http.client.IncompleteRead(b"{"),
            http.client.BadStatusLine("?"),
        )
        for error in broken:
            with self.answered({"side_effect": error}), self.assertRaises(program.Unreachable):
                self.api.pods()
        with self.answered({"return_value": io.BytesIO(b"<html>")}), self.assertRaises(program.Unreachable):
            self.api.pods()

    def test_what_may_pass_is_tried_again(self):
        for status in (404, 409, 429, 500, 503):
            with self.failed(status), self.assertRaises(program.Unanswered) as raised:
                self.api.set_cost("a", "0")
            self.assertNotIsInstance(raised.exception, program.Unreachable)

    def test_a_refusal_ends_the_program_with_the_servers_words(self):
        for status in (401, 403, 422):
            with self.failed(status), self.assertRaisesRegex(SystemExit, "why"):
                self.api.set_cost("a", "0")


class ServerUrl(unittest.TestCase):
    def test_an_ipv6_address_is_in_brackets(self):
        self.assertEqual(program.server_url("10.43.0.1", "443"), "https://10.43.0.1:443")
        self.assertEqual(program.server_url("fd00:10::1", "443"), "https://[fd00:10::1]:443")


@unittest.skipUnless(SERVER and LIBRARIES, "there is no redis-server, or Python has no redis and rq")
class WithRq(unittest.TestCase):
    """A worker of RQ, under which Redis loses its data."""

    WORKER = "import sys, redis, rq; c = redis.Redis(port=int(sys.argv[1])); rq.Worker(['default'], connection=c, name='montage-pod-a-1f2e').work()"

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            self.port = str(taken.getsockname()[1])
        self.run_beside(SERVER, "--port", self.port, "--save", "", "--dir", folder.name)
        import redis

        self.redis = redis.Redis(port=int(self.port), decode_responses=True)
        self.addCleanup(self.redis.close)
        self.until(lambda: self.answers())
        self.run_beside(sys.executable, "-c", self.WORKER, self.port)
        self.until(lambda: self.registered() == 1)

    def run_beside(self, *command):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)

    def answers(self):
        try:
            return self.redis.ping()
        except OSError:
            return False
        except Exception as error:  # the library's own, which is not imported here
            self.assertIn("onnect", repr(error))
            return False

    def registered(self):
        return self.redis.scard("rq:workers:default")

    def until(self, holds):
        deadline = time.monotonic() + 30
        while not holds():
            self.assertLess(time.monotonic(), deadline, "has not come")
            time.sleep(0.1)

    def states(self):
        return library.Unregistered().states(self.redis, {"pod-a"})

    def test_the_worker_registers_no_more_and_is_seen_all_the_same(self):
        import redis
        import rq

        self.redis.flushall()
        queue = rq.Queue("default", connection=redis.Redis(port=int(self.port)))
        self.addCleanup(queue.connection.close)
        queue.enqueue("time.sleep", 3)
        self.until(lambda: self.states() == {"pod-a": True})
        self.until(lambda: self.states() == {"pod-a": False})
        self.assertEqual(self.registered(), 0)
        self.assertEqual(library.worker_states(self.redis, ["default"]), {})


if __name__ == "__main__":
    unittest.main()
