"""Tests of scripts/ci/scale_test_posts.py against an app that names jobs by the second, as the real one does."""

import pathlib
import sys
import time
import types
import unittest
from datetime import datetime

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "scripts" / "ci"))
# The module needs nothing of requests but a place to put `post`.
sys.modules.setdefault("requests", types.SimpleNamespace(post=None))

from scale_test_posts import spaced  # noqa: E402

JOBS = "http://127.0.0.1:1/api/jobs"


def name_job(_url, **_options):
    """The app's answer, late by a moment, as a busy one's."""
    name = datetime.now().strftime("%Y%m%d_%H%M%S")
    time.sleep(0.05)
    return name


class SpacedPosts(unittest.TestCase):
    def test_three_posts_in_a_row_are_one_job_without_it(self):
        # Begun early in a second: all three fall into it.
        time.sleep(1 - time.time() % 1)
        self.assertEqual(len({name_job(JOBS) for _ in range(3)}), 1)

    def test_three_posts_in_a_row_are_three_jobs(self):
        post = spaced(name_job)
        self.assertEqual(len({post(JOBS, json={}) for _ in range(3)}), 3)

    def test_other_posts_do_not_wait(self):
        post = spaced(lambda url, **options: url)
        started = time.monotonic()
        for _ in range(5):
            post("http://127.0.0.1:1/api/upload")
        self.assertLess(time.monotonic() - started, 0.5)

    def test_arguments_and_answers_pass_through(self):
        post = spaced(lambda url, **options: (url, options))
        self.assertEqual(post(JOBS, json={"a": 1}, timeout=10), (JOBS, {"json": {"a": 1}, "timeout": 10}))


if __name__ == "__main__":
    unittest.main()
