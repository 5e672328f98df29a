"""Writes down which images the cluster's objects name: what runs, and what could be rolled back to.

A digest anywhere in an object counts, whatever registry stands before it, and so does
NAME:TAG: in fields, variables, annotations and the templates inside ReplicaSets and
ControllerRevisions. Better too many than too few: what is not named is deleted.

If one list cannot be read, the program fails and writes nothing; the images stay.

Variables: REFERENCES_FILE; as in every pod KUBERNETES_SERVICE_HOST and
KUBERNETES_SERVICE_PORT. SERVICE_ACCOUNT is the folder with token and ca.crt, where it
is not the usual one.
"""

import http.client
import json
import os
import re
import ssl
import sys
import urllib.error
import urllib.parse
import urllib.request

TIMEOUT_SECONDS = 30
PAGE = 250

PODS = "api/v1/pods"
# What holds pods' templates: of today, and of before (rollback, ControllerRevision).
LISTS = (
    PODS,
    "api/v1/replicationcontrollers",
    "apis/apps/v1/replicasets",
    "apis/apps/v1/deployments",
    "apis/apps/v1/statefulsets",
    "apis/apps/v1/daemonsets",
    "apis/apps/v1/controllerrevisions",
    "apis/batch/v1/jobs",
    "apis/batch/v1/cronjobs",
)
# Not every cluster has these kinds: no such API is as good as an empty list.
OPTIONAL_LISTS = ("apis/keda.sh/v1alpha1/scaledjobs",)

DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
# The grammar of references: https://github.com/distribution/reference/blob/v0.6.0/reference.go
# With a digest the tag is a comment: the digest alone is pulled.
TAGGED = re.compile(
    r"([a-z0-9]+(?:(?:\.|__?|-+|/)[a-z0-9]+)*):(\w[\w.-]{0,127})(?![\w.-]|@sha256:)", re.ASCII
)
# What a reference can consist of; a longer word is none (path 255, tag 128, digest 71, and a host),
# and looking for one in it would take the square of its length.
WORD = re.compile(r"[\w./:@-]+", re.ASCII)
LONGEST = 640


class Unread(Exception):
    """A list of the API could not be read to its end."""


def references(objects):
    """By digest and by NAME:TAG, the objects that name it. A name is kept with and without its registry."""
    found = {}
    for kind, item in objects:
        meta = item.get("metadata", {})
        owner = f"{kind} {meta.get('namespace', '')}/{meta.get('name', '')}"
        for key, text in _texts(item, ""):
            for reference in _in_text(key, text):
                owners = found.setdefault(reference, [])
                if owner not in owners:
                    owners.append(owner)
    return found


def _texts(value, key):
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _texts(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner, key)
    elif isinstance(value, str):
        yield key, value


def _in_text(key, text):
    yield from DIGEST.findall(text)
    words = [word for word in WORD.findall(text) if len(word) <= LONGEST]
    names = [name for word in words for name in TAGGED.findall(word)]
    if key == "image" and "@" not in text and ":" not in text.rpartition("/")[2]:
        names.append((text, "latest"))
    for name, tag in names:
        yield f"{name}:{tag}"
        host, _, path = name.partition("/")
        if path and ("." in host or ":" in host or host == "localhost"):
            yield f"{path}:{tag}"


class Api:
    """Lists of the API server, with the pod's own account."""

    def __init__(self, server, account):
        self._server = server
        self._account = account

    def objects(self):
        """Every object of all lists, with its kind.

        Raises Unread: also where there are no pods at all, as this is one.
        """
        pods = 0
        for path in (*LISTS, *OPTIONAL_LISTS):
            for kind, item in self._list(path):
                pods += path == PODS
                yield kind, item
        if pods == 0:
            raise Unread(f"{PODS}: no pods, though this program runs in one")

    def _list(self, path):
        more = ""
        while True:
            query = {"limit": PAGE, **({"continue": more} if more else {})}
            page = self._get(f"{self._server}/{path}?{urllib.parse.urlencode(query)}", path)
            if page is None:
                return
            kind = page.get("kind", "").removesuffix("List")
            yield from ((kind, item) for item in page["items"])
            more = page.get("metadata", {}).get("continue")
            if not more:
                return

    def _get(self, url, path):
        try:
            tls = ssl.create_default_context(cafile=os.path.join(self._account, "ca.crt"))
            with open(os.path.join(self._account, "token"), encoding="utf-8") as file:
                headers = {"Authorization": "Bearer " + file.read().strip()}
            request = urllib.request.Request(url, headers=headers)
            with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS, context=tls) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            if error.code == 404 and path in OPTIONAL_LISTS:
                return None
            raise Unread(f"GET {url}: {error}") from error
        except (OSError, ValueError, http.client.HTTPException) as error:
            raise Unread(f"GET {url}: {error!r}") from error


def server_url(host, port):
    """The API server by the variables of every pod; an IPv6 address is in brackets in a URL."""
    return f"https://[{host}]:{port}" if ":" in host else f"https://{host}:{port}"


def main():
    env = os.environ
    server = server_url(env["KUBERNETES_SERVICE_HOST"], env["KUBERNETES_SERVICE_PORT"])
    account = env.get("SERVICE_ACCOUNT", "/var/run/secrets/kubernetes.io/serviceaccount")
    try:
        found = references(Api(server, account).objects())
    except Unread as error:
        sys.exit(f"no image is deleted: the cluster's objects cannot be read: {error}")
    with open(env["REFERENCES_FILE"], "w", encoding="utf-8") as file:
        json.dump(found, file)
    print(f"{len(found)} digests and names with a tag are in the cluster's objects")


if __name__ == "__main__":
    main()
