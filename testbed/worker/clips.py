"""What the testbed's workers of Celery do in place of making thumbnails."""

import time

from celery import Celery

# Where Redis is, CELERY_BROKER_URL says; what a worker takes, its arguments.
app = Celery("clips")
app.conf.task_ignore_result = True
app.conf.broker_connection_retry_on_startup = True


@app.task(name="clips.thumbnail", bind=True)
def thumbnail(self, seconds):
    """Take as long as a clip would, and leave a note: who has begun, who has ended."""
    note(self, "begun")
    time.sleep(seconds)
    note(self, "ended")


def note(task, what):
    """How often a job was begun and ended, in a hash of its own."""
    with task.app.connection_for_write() as connection:
        connection.default_channel.client.hincrby("notes:" + what, task.request.id, 1)
