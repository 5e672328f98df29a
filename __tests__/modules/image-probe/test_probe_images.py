"""Tests of modules/image-probe/probe_images.py; run by image-probe-program.test.ts.

A registry and a GitHub of this file answer on 127.0.0.1, over real sockets.
"""

import base64
import json
import logging
import sys
import tempfile
import unittest
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).parents[3] / "modules" / "image-probe"))
sys.path.insert(0, str(Path(__file__).parents[2] / "support"))
import probe_images as program  # noqa: E402
from answering_server import AnsweringServer  # noqa: E402

USER, PASSWORD = "robot", "correct:horse"
BASIC = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
IMAGE = "ghcr.io/owner/app:1.0"
DIGEST = "sha256:" + "a" * 64
MANIFEST = {"schemaVersion": 2, "manifests": []}


class ProbeTest(unittest.TestCase):
    def setUp(self):
        logging.disable(logging.CRITICAL)
        self.addCleanup(logging.disable, logging.NOTSET)

    def server(self, answers):
        server = AnsweringServer(answers)
        self.addCleanup(server.close)
        return server

    def always(self, status, body=b"", headers=()):
        return self.server(lambda *_: (status, headers, body))


class Images(unittest.TestCase):
    def test_an_image_is_registry_repository_and_reference(self):
        self.assertEqual(program.split_image(IMAGE), ("ghcr.io", "owner/app", "1.0"))
        self.assertEqual(
            program.split_image("127.0.0.1:30500/montage-ai:d5eade7"), ("127.0.0.1:30500", "montage-ai", "d5eade7")
        )

    def test_a_digest_counts_more_than_a_tag_as_for_a_node(self):
        self.assertEqual(program.split_image(f"{IMAGE}@{DIGEST}")[2], DIGEST)


class Credentials(unittest.TestCase):
    def test_are_found_by_host_however_docker_has_written_it(self):
        for name in ["ghcr.io", "https://ghcr.io", "https://ghcr.io/v2/"]:
            self.assertEqual(program.credentials_of("ghcr.io", {"auths": {name: {"auth": BASIC}}}), BASIC)
        pair = {"auths": {"ghcr.io": {"username": USER, "password": PASSWORD}}}
        self.assertEqual(program.credentials_of("ghcr.io", pair), BASIC)

    def test_of_another_registry_are_none(self):
        for config in [{}, {"auths": {"docker.io": {"auth": BASIC}}}, {"auths": []}, {"auths": {"ghcr.io": "x"}}]:
            self.assertIsNone(program.credentials_of("ghcr.io", config))

    def test_a_password_may_hold_a_colon(self):
        self.assertEqual(program.password_of(BASIC), PASSWORD)
        self.assertEqual(program.password_of("%%%"), "")


class Looks(ProbeTest):
    def outcome(self, server, basic=BASIC):
        return program.look_at(IMAGE, server.url, basic)

    def test_a_registry_that_everybody_may_read(self):
        server = self.always(200, MANIFEST)
        self.assertEqual(self.outcome(server)[0], "readable")
        self.assertEqual(server.asked, [("/v2/owner/app/manifests/1.0", None)])

    def test_a_tag_that_is_gone(self):
        server = self.always(404, {"errors": [{"code": "MANIFEST_UNKNOWN", "message": "manifest unknown"}]})
        outcome, said = self.outcome(server)
        self.assertEqual(outcome, "not-found")
        self.assertIn("404 MANIFEST_UNKNOWN manifest unknown", said)

    def test_a_token_of_the_token_server_asked_for_with_the_pull_secret(self):
        def answers(path, headers):
            if path.startswith("/token"):
                return (200, (), {"token": "t0"}) if headers["Authorization"] == f"Basic {BASIC}" else (401, (), {})
            if headers["Authorization"] == "Bearer t0":
                return 200, (), MANIFEST
            realm = f'Bearer realm="{server.url}/token",service="ghcr.io",scope="repository:owner/app:pull"'
            return 401, [("WWW-Authenticate", realm)], {}

        server = self.server(answers)
        self.assertEqual(self.outcome(server)[0], "readable")
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(server.asked[1][0]).query)
        self.assertEqual(query, {"service": ["ghcr.io"], "scope": ["repository:owner/app:pull"]})
        # An expired or withdrawn secret: the token server refuses.
        wrong = base64.b64encode(b"robot:old").decode()
        self.assertEqual(self.outcome(server, wrong)[0], "unauthorized")
        self.assertEqual(self.outcome(server, None)[0], "unauthorized")

    def test_basic_credentials(self):
        def answers(_path, headers):
            if headers["Authorization"] == f"Basic {BASIC}":
                return 200, (), MANIFEST
            return 401, [("WWW-Authenticate", 'Basic realm="registry"')], {}

        server = self.server(answers)
        self.assertEqual(self.outcome(server)[0], "readable")
        self.assertEqual(self.outcome(server, None)[0], "unauthorized")

    def test_no_credentials_go_to_a_token_server_without_tls_from_a_registry_with_it(self):
        self.assertIsNone(program.token_for("https://ghcr.io", {"realm": "http://127.0.0.1:1/token"}, "owner/app", BASIC))
        self.assertIsNone(program.token_for("http://127.0.0.1", {"realm": "file:///etc/passwd"}, "owner/app", BASIC))

    def test_a_redirect_is_not_followed_with_the_credentials(self):
        other = self.always(200, MANIFEST)
        server = self.always(307, b"", [("Location", f"{other.url}/v2/x")])
        self.assertEqual(self.outcome(server)[0], "unexpected")
        self.assertEqual(other.asked, [])

    def test_what_else_a_registry_may_say(self):
        for status, outcome in [(403, "forbidden"), (429, "rate-limited"), (500, "unexpected")]:
            self.assertEqual(self.outcome(self.always(status))[0], outcome)

    def test_a_page_of_something_else_is_no_manifest(self):
        for body in [b"<html>", b"[]", b"{}", b"[" * 100_000]:
            self.assertEqual(self.outcome(self.always(200, body))[0], "unexpected")

    def test_nobody_there(self):
        server = self.always(200)
        server.close()
        self.assertEqual(self.outcome(server)[0], "unreachable")

    def test_a_credential_that_no_header_can_hold_is_not_told(self):
        outcome, said = program.look_at(IMAGE, self.always(401, b"", [("WWW-Authenticate", "Basic")]).url, "se\ncret")
        self.assertEqual(outcome, "unreachable")
        self.assertNotIn("cret", said)


class TokenEnds(ProbeTest):
    def end(self, headers, status=200, registry="ghcr.io"):
        self.github = self.always(status, {}, headers)
        return program.token_end(registry, BASIC, self.github.url)

    def test_github_tells_it_in_a_header(self):
        end = self.end([("github-authentication-token-expiration", "2026-12-24 08:00:00 UTC")])
        self.assertEqual(end, 1798099200)
        self.assertEqual([said for _, said in self.github.asked], [f"Bearer {PASSWORD}"])
        with_zone = [("GitHub-Authentication-Token-Expiration", "2026-12-24 09:00:00 +0100")]
        self.assertEqual(self.end(with_zone), 1798099200)

    def test_a_token_without_end_a_refused_one_and_a_strange_answer_are_not_known(self):
        for headers, status in [
            ([], 200),
            ([], 401),
            ([("github-authentication-token-expiration", "soon")], 200),
            ([("github-authentication-token-expiration", "2026-13-24 08:00:00 UTC")], 200),
        ]:
            self.assertIsNone(self.end(headers, status))

    def test_of_another_registry_nobody_is_asked(self):
        self.assertIsNone(self.end([], registry="127.0.0.1:30500"))
        self.assertEqual(self.github.asked, [])


class Metrics(ProbeTest):
    def test_a_look_from_the_pull_secret_to_what_prometheus_reads(self):
        registry = self.server(
            lambda path, _: (200, (), MANIFEST) if path.endswith("/1.0") else (404, (), {"errors": []})
        )
        github = self.always(200, {}, [("github-authentication-token-expiration", "2026-12-24 08:00:00 UTC")])
        with tempfile.TemporaryDirectory() as folder:
            secret = Path(folder) / ".dockerconfigjson"
            secret.write_text(json.dumps({"auths": {"ghcr.io": {"auth": BASIC}}}))
            env = {
                "IMAGES": f"{IMAGE} ghcr.io/owner/app-qsv:2.0",
                "PULL_SECRET": str(secret),
                "REGISTRY_URL": registry.url,
                "GITHUB_API": f"{github.url}/",
            }
            findings = program.Findings()
            server = program.serve(findings, 0, "127.0.0.1")
            self.addCleanup(server.server_close)
            self.addCleanup(server.shutdown)
            url = f"http://127.0.0.1:{server.server_port}/metrics"
            with self.assertRaises(urllib.error.HTTPError) as before:
                urllib.request.urlopen(url)
            self.assertEqual(before.exception.code, 503)
            before.exception.close()
            self.assertFalse(program.look(env, findings, lambda: 1764000000))
            with urllib.request.urlopen(url) as answer:
                lines = answer.read().decode().splitlines()
        for line in [
            f'fluxibri_image_readable{{image="{IMAGE}"}} 1',
            'fluxibri_image_readable{image="ghcr.io/owner/app-qsv:2.0"} 0',
            'fluxibri_image_outcome{image="ghcr.io/owner/app-qsv:2.0",outcome="not-found"} 1',
            'fluxibri_image_outcome{image="ghcr.io/owner/app-qsv:2.0",outcome="readable"} 0',
            "fluxibri_image_look_timestamp_seconds 1764000000",
            'fluxibri_image_token_end_known{registry="ghcr.io"} 1',
            'fluxibri_image_token_end_timestamp_seconds{registry="ghcr.io"} 1798099200',
        ]:
            self.assertIn(line, lines)
        # One token for both images.
        self.assertEqual(len(github.asked), 1)
        self.assertNotIn(PASSWORD, "\n".join(lines))

    def test_a_secret_that_cannot_be_read_is_none(self):
        self.assertEqual(program.read_secret("/nowhere"), {})
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            file.write("[")
            file.flush()
            self.assertEqual(program.read_secret(file.name), {})


if __name__ == "__main__":
    unittest.main()
