"""Tests of modules/pod/wait_for_redis.py; run by wait-for-redis-program.test.ts."""

import io
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from contextlib import redirect_stdout
from pathlib import Path
from unittest import mock

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).parents[3] / "modules" / "pod"))
import wait_for_redis as program  # noqa: E402

HOST = "127.0.0.1"
SERVER = shutil.which("redis-server")


def free_port():
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        return taken.getsockname()[1]


def run(port, wait, password=None):
    """What the program returns and prints."""
    variables = {"REDIS_HOST": HOST, "REDIS_PORT": str(port), "WAIT_SECONDS": str(wait)}
    if password is not None:
        variables["REDIS_PASSWORD"] = password
    said = io.StringIO()
    with mock.patch.dict(os.environ, variables), mock.patch.object(program, "PAUSE_SECONDS", 0.05):
        with redirect_stdout(said):
            return program.main(), said.getvalue()


class Answering:
    """A server that sends the same bytes to everybody; None: it accepts and says nothing."""

    def __init__(self, sent):
        self.sent = sent
        self.listener = socket.create_server((HOST, 0))
        self.port = self.listener.getsockname()[1]
        self.held = []
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            if self.sent is None:
                self.held.append(connection)
            else:
                with connection:
                    connection.recv(100)
                    connection.sendall(self.sent)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.listener.close()
        for connection in self.held:
            connection.close()


class WithoutRedis(unittest.TestCase):
    def test_it_gives_up_after_its_time_and_says_what_it_was_told(self):
        port = free_port()
        status, said = run(port, 0.3)
        self.assertEqual(status, 1)
        self.assertRegex(said.splitlines()[-1], f"Redis at {HOST}:{port} has not answered for 0 s: .*refused")

    def test_the_same_reason_is_told_once(self):
        _, said = run(free_port(), 0.5)
        self.assertEqual(len([line for line in said.splitlines() if line.startswith("waiting")]), 1)

    def test_a_server_that_is_silent_does_not_hold_it(self):
        with Answering(None) as silent, mock.patch.object(program, "TRY_SECONDS", 0.1):
            start = time.monotonic()
            status, said = run(silent.port, 0.3)
        self.assertEqual(status, 1)
        self.assertLess(time.monotonic() - start, 3)
        self.assertIn("timed out", said)

    def test_one_that_loads_its_data_is_waited_for(self):
        with Answering(b"-LOADING Redis is loading the dataset in memory\r\n") as loading:
            status, said = run(loading.port, 0.2)
        self.assertEqual(status, 1)
        self.assertIn("-LOADING", said)

    def test_what_is_no_redis_is_no_answer(self):
        for sent in (b"HTTP/1.1 400 Bad Request\r\n\r\n", b"", b"\xff" * 4096):
            with Answering(sent) as other:
                self.assertEqual(run(other.port, 0.1)[0], 1)


@unittest.skipIf(SERVER is None, "there is no redis-server")
class WithRedis(unittest.TestCase):
    def start(self, *args):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        port = free_port()
        options = ["--port", str(port), "--bind", HOST, "--save", "", "--dir", folder.name, *args]

        def server():
            started = subprocess.Popen([SERVER, *options], stdout=subprocess.DEVNULL)
            self.addCleanup(started.wait)
            self.addCleanup(started.kill)

        return port, server

    def test_it_ends_when_a_late_redis_answers(self):
        port, server = self.start()
        timer = threading.Timer(1, server)
        timer.start()
        self.addCleanup(timer.join)
        status, said = run(port, 20)
        self.assertEqual(status, 0)
        self.assertIn("refused", said)
        self.assertIn("answers after", said)

    def test_it_logs_in_where_there_is_a_password(self):
        password = "it's a \"secret\""
        port, server = self.start("--requirepass", password)
        server()
        self.assertEqual(run(port, 10, password)[0], 0)
        status, said = run(port, 0.3, "another")
        self.assertEqual(status, 1)
        self.assertIn("WRONGPASS", said)
        status, said = run(port, 0.3)
        self.assertEqual(status, 1)
        self.assertIn("NOAUTH", said)


if __name__ == "__main__":
    unittest.main()
