"""Asks the registries for the app's images as a node would, and tells Prometheus.

A pull secret that has expired, a tag that was deleted, a registry that is away:
nodes that have the image notice nothing, the next new node does. This looks
once an hour, with the pods' own pull secret, whether each manifest can be read,
and until when the token lasts where its issuer tells.

What is known of a token's end: GitHub says it of personal access tokens, in a
header of its API (github-authentication-token-expiration), unless they have
none; no registry does. What cannot be known is shown as not known.

Variables: IMAGES (with spaces, as in the pods); PULL_SECRET (optional, a file of
type dockerconfigjson, read anew at each look); REGISTRY_URL (where to ask: pods
may reach the registry by another address than nodes); GITHUB_API (optional);
PORT; INTERVAL_SECONDS, and RETRY_SECONDS after a look that found something wrong.
"""

import base64
import datetime
import http.client
import http.server
import json
import logging
import os
import re
import signal
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

log = logging.getLogger("image-probe")

TIMEOUT_SECONDS = 15
# A manifest is a few kB, and 4 MiB at most: https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#pushing-manifests
MOST_BYTES = 4 * 1024 * 1024
MANIFESTS = ", ".join(
    [
        "application/vnd.oci.image.index.v1+json",
        "application/vnd.docker.distribution.manifest.list.v2+json",
        "application/vnd.oci.image.manifest.v1+json",
        "application/vnd.docker.distribution.manifest.v2+json",
    ]
)
EXPIRATION = "github-authentication-token-expiration"
# How a look can end; each is a value of the label `outcome`.
READABLE = "readable"
OUTCOMES = [READABLE, "unauthorized", "forbidden", "not-found", "rate-limited", "unreachable", "unexpected"]
OUTCOME_OF_STATUS = {200: READABLE, 401: "unauthorized", 403: "forbidden", 404: "not-found", 429: "rate-limited"}


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """urllib would take the credentials along to wherever it is sent."""

    def redirect_request(self, *_):
        return None


# No proxy of the environment either: it would be another way than the nodes'.
OPENER = urllib.request.build_opener(NoRedirect, urllib.request.ProxyHandler({}))


class Answer:
    """What a server said; header names in lower case, of several of one name all."""

    def __init__(self, status, headers, body):
        self.status, self.body = status, body
        self._headers = headers

    def header(self, name):
        return ", ".join(self._headers.get_all(name, []))

    def json(self):
        try:
            found = json.loads(self.body)
        except (ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}


class Unreachable(Exception):
    """No answer, or none that is HTTP."""


def get(url, headers):
    request = urllib.request.Request(url, headers={"User-Agent": "fluxibri-image-probe", **headers})
    try:
        with OPENER.open(request, timeout=TIMEOUT_SECONDS) as answer:
            return Answer(answer.status, answer.headers, answer.read(MOST_BYTES))
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, error.headers, error.read(MOST_BYTES))
    except ValueError:
        # Of a header that cannot be sent the error has the value: a credential with a line break.
        raise Unreachable(f"{url}: the request cannot be made") from None
    except (OSError, http.client.HTTPException) as error:
        raise Unreachable(f"{url}: {error}") from error


def split_image(image):
    """Registry, repository and reference; a digest counts more than a tag, as for a node."""
    name, _, digest = image.partition("@")
    registry, _, path = name.partition("/")
    repository, colon, tag = path.rpartition(":")
    if not colon:
        repository, tag = path, "latest"
    return registry, repository, digest or tag


def credentials_of(registry, config):
    """Basic credentials for a registry in a dockerconfigjson: `user:password` in base64, or None."""
    auths = config.get("auths")
    for name, entry in (auths if isinstance(auths, dict) else {}).items():
        host = re.sub(r"^https?://", "", name).split("/")[0]
        if host != registry or not isinstance(entry, dict):
            continue
        if isinstance(entry.get("auth"), str) and entry["auth"]:
            return entry["auth"]
        pair = f"{entry.get('username', '')}:{entry.get('password', '')}"
        return base64.b64encode(pair.encode()).decode()
    return None


def password_of(basic):
    try:
        return base64.b64decode(basic).decode().partition(":")[2]
    except ValueError:
        return ""


def challenge(header):
    """Scheme and parameters of WWW-Authenticate: https://distribution.github.io/distribution/spec/auth/token/"""
    scheme, _, rest = header.partition(" ")
    return scheme.lower(), dict(re.findall(r'(\w+)="([^"]*)"', rest))


def token_for(base, parameters, repository, basic):
    """A token of the registry's token server; None when it gives none."""
    realm = parameters.get("realm", "")
    # Credentials go where the registry is asked without TLS, or over TLS.
    if not realm.startswith("https://") and not (base.startswith("http://") and realm.startswith("http://")):
        return None
    query = {"scope": parameters.get("scope") or f"repository:{repository}:pull"}
    if "service" in parameters:
        query["service"] = parameters["service"]
    separator = "&" if "?" in realm else "?"
    headers = {} if basic is None else {"Authorization": f"Basic {basic}"}
    answer = get(f"{realm}{separator}{urllib.parse.urlencode(query)}", headers)
    found = answer.json()
    token = found.get("token") or found.get("access_token")
    return token if answer.status == 200 and isinstance(token, str) else None


def look_at(image, base, basic):
    """How a node would fare with a manifest: outcome, and what the registry says."""
    _, repository, reference = split_image(image)
    url = f"{base}/v2/{repository}/manifests/{urllib.parse.quote(reference, safe=':')}"
    accept = {"Accept": MANIFESTS}
    try:
        answer = get(url, accept)
        if answer.status == 401:
            scheme, parameters = challenge(answer.header("WWW-Authenticate"))
            token = token_for(base, parameters, repository, basic) if scheme == "bearer" else None
            if token is not None:
                answer = get(url, {**accept, "Authorization": f"Bearer {token}"})
            elif scheme == "basic" and basic is not None:
                answer = get(url, {**accept, "Authorization": f"Basic {basic}"})
    except Unreachable as error:
        return "unreachable", str(error)
    outcome = OUTCOME_OF_STATUS.get(answer.status, "unexpected")
    # Something else that answers on the port says 200, too.
    if outcome == READABLE and answer.json().get("schemaVersion") != 2:
        return "unexpected", f"{url} is no manifest"
    return outcome, f"{url}: {answer.status}{reason_of(answer)}"


def reason_of(answer):
    errors = answer.json().get("errors")
    first = errors[0] if isinstance(errors, list) and errors and isinstance(errors[0], dict) else {}
    return "".join(f" {first[key]}" for key in ("code", "message") if isinstance(first.get(key), str))


def expiration_of(text):
    """Unix time of `2026-12-24 08:00:00 UTC` or `2026-12-24 08:00:00 +0100`; None for anything else."""
    try:
        written = re.sub(r" UTC$", " +0000", text.strip())
        return datetime.datetime.strptime(written, "%Y-%m-%d %H:%M:%S %z").timestamp()
    except (ValueError, OverflowError):
        return None


def token_end(registry, basic, api):
    """When the token of a pull secret ends; None where nobody tells."""
    if registry != "ghcr.io" or basic is None:
        return None
    try:
        answer = get(api, {"Authorization": f"Bearer {password_of(basic)}"})
    except Unreachable as error:
        log.warning("the token's end is not known: %s", error)
        return None
    return expiration_of(answer.header(EXPIRATION))


class Findings:
    """What the last look found, as Prometheus reads it."""

    def __init__(self):
        self._lock = threading.Lock()
        self._text = ""

    def set(self, images, ends, now):
        lines = [
            "# HELP fluxibri_image_readable Whether a node that has not got the image could pull its manifest.",
            "# TYPE fluxibri_image_readable gauge",
            *(f'fluxibri_image_readable{{image="{image}"}} {int(outcome == READABLE)}' for image, outcome in images.items()),
            "# HELP fluxibri_image_outcome How the look at an image ended: 1 for that outcome.",
            "# TYPE fluxibri_image_outcome gauge",
            *(
                f'fluxibri_image_outcome{{image="{image}",outcome="{one}"}} {int(outcome == one)}'
                for image, outcome in images.items()
                for one in OUTCOMES
            ),
            "# HELP fluxibri_image_look_timestamp_seconds When the images were looked at.",
            "# TYPE fluxibri_image_look_timestamp_seconds gauge",
            f"fluxibri_image_look_timestamp_seconds {now:.0f}",
            "# HELP fluxibri_image_token_end_known Whether the issuer of a pull secret's token tells when it ends.",
            "# TYPE fluxibri_image_token_end_known gauge",
            *(f'fluxibri_image_token_end_known{{registry="{registry}"}} {int(end is not None)}' for registry, end in ends.items()),
            "# HELP fluxibri_image_token_end_timestamp_seconds When a pull secret's token ends.",
            "# TYPE fluxibri_image_token_end_timestamp_seconds gauge",
            *(
                f'fluxibri_image_token_end_timestamp_seconds{{registry="{registry}"}} {end:.0f}'
                for registry, end in ends.items()
                if end is not None
            ),
        ]
        with self._lock:
            self._text = "\n".join(lines) + "\n"

    def text(self):
        with self._lock:
            return self._text


def read_secret(path):
    if not path:
        return {}
    try:
        with open(path, encoding="utf-8") as file:
            found = json.load(file)
    except (OSError, ValueError, RecursionError) as error:
        log.warning("pull secret %s cannot be read: %s", path, type(error).__name__)
        return {}
    return found if isinstance(found, dict) else {}


def look(env, findings, now=time.time):
    """One look at all images; whether all of them are readable."""
    config = read_secret(env.get("PULL_SECRET"))
    outcomes, ends = {}, {}
    for image in env["IMAGES"].split():
        registry = split_image(image)[0]
        basic = credentials_of(registry, config)
        outcomes[image], said = look_at(image, env["REGISTRY_URL"], basic)
        log.log(logging.INFO if outcomes[image] == READABLE else logging.WARNING, "%s: %s", outcomes[image], said)
        if registry not in ends:
            ends[registry] = token_end(registry, basic, env.get("GITHUB_API", "https://api.github.com/"))
    findings.set(outcomes, ends, now())
    return all(outcome == READABLE for outcome in outcomes.values())


def serve(findings, port, host=""):
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            text = findings.text().encode() if self.path == "/metrics" else b""
            # Not ready before the first look: nothing is known.
            self.send_response(200 if text else 404 if self.path != "/metrics" else 503)
            self.send_header("Content-Type", "text/plain; version=0.0.4")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer((host, port), Handler)
    server.daemon_threads = True
    Handler.timeout = TIMEOUT_SECONDS
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def main():
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stdout)
    env = os.environ
    findings = Findings()
    stop = threading.Event()
    # As process 1 it would otherwise ignore SIGTERM.
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    serve(findings, int(env["PORT"]))
    while not stop.is_set():
        readable = look(env, findings)
        stop.wait(float(env["INTERVAL_SECONDS"] if readable else env["RETRY_SECONDS"]))


if __name__ == "__main__":
    main()
