"""What the testbed's workers do in place of rendering."""

import time


def render(duration):
    """Take as long as a render would: `duration` seconds."""
    time.sleep(duration)
    return duration
