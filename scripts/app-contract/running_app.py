"""What the app itself says while it runs: its Flask routes, and the series of its /metrics.

Needs the app's requirements, and no Redis.
"""

import contextlib
import os
import re
import sys
import tempfile


def running_app(source):
    """Routes (path -> methods) and names of series, asked of the imported app."""
    os.environ.update(REDIS_INIT_MAX_RETRIES="1", REDIS_HOST="127.0.0.1", REDIS_SERVICE_PORT="1")
    os.environ["HOME"] = tempfile.mkdtemp()
    sys.path.insert(0, source)
    # The app's log goes to standard output, which is the data's.
    with contextlib.redirect_stdout(sys.stderr):
        from montage_ai.web_ui.app import app

        answer = app.test_client().get("/metrics").get_data(as_text=True)
    routes = {}
    for rule in app.url_map.iter_rules():
        routes.setdefault(rule.rule, set()).update(rule.methods - {"HEAD", "OPTIONS"})
    series = re.findall(r"^([a-z_]+)(?:\{[^}]*\})? ", answer, re.MULTILINE)
    return (
        {path: sorted(routes[path]) for path in sorted(routes)},
        sorted(set(series)),
    )
