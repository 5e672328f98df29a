"""Tests of modules/registry/retain_images.py and image_references.py; run by registry-programs.test.ts.

The storage is a folder as the registry lays it out, the API server one of this file.
What the real registry makes of the same, retention.test.ts shows.
"""

import io
import json
import os
import shutil
import ssl
import sys
import tempfile
import time
import unittest
import urllib.parse
from contextlib import redirect_stdout
from pathlib import Path
from unittest import mock

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).parents[3] / "modules" / "registry"))
sys.path.insert(0, str(Path(__file__).parents[2] / "support"))
import image_references as references  # noqa: E402
import retain_images as program  # noqa: E402
from answering_server import AnsweringServer  # noqa: E402

HOST = "127.0.0.1:30500"


def digest(letter):
    return "sha256:" + letter * 64


def tag(name, letter, pushed):
    return program.Tag(name, digest(letter), pushed)


def pod(name="p", **fields):
    return "Pod", {"metadata": {"namespace": "n", "name": name}, **fields}


class References(unittest.TestCase):
    """What of an object counts as the name of an image."""

    def of(self, *objects):
        return references.references(objects)

    def test_an_image_by_tag_is_kept_with_and_without_its_registry(self):
        found = self.of(pod(spec={"containers": [{"image": f"{HOST}/team/app:1.0_a"}]}))
        self.assertEqual(found["team/app:1.0_a"], ["Pod n/p"])
        other = self.of(pod(spec={"containers": [{"image": "ghcr.io/owner/app:2"}]}))
        self.assertLessEqual({"owner/app:2", "ghcr.io/owner/app:2"}, other.keys())

    def test_beside_a_digest_the_tag_is_a_comment(self):
        found = self.of(pod(spec={"containers": [{"image": f"{HOST}/app:1.0@{digest('a')}"}]}))
        self.assertIn(digest("a"), found)
        self.assertFalse([name for name in found if name.startswith("app:")])

    def test_an_image_without_a_tag_is_the_latest(self):
        self.assertIn("app:latest", self.of(pod(spec={"containers": [{"image": f"{HOST}/app"}]})))
        self.assertNotIn("app:latest", self.of(pod(metadata={"labels": {"name": "app"}})))

    def test_what_runs_is_known_by_its_image_id_whatever_its_tag_is_by_now(self):
        status = {"containerStatuses": [{"imageID": f"{HOST}/app@{digest('b')}"}]}
        self.assertIn(digest("b"), self.of(pod(status=status)))

    def test_variables_annotations_and_stored_templates_count(self):
        text = json.dumps({"spec": {"containers": [{"image": f"{HOST}/app:note"}]}})
        variable = {"env": [{"name": "IMAGE_FULL", "value": f"{HOST}/app:variable"}]}
        stored = {"data": {"spec": {"template": {"spec": {"image": f"{HOST}/app:stored"}}}}}
        found = self.of(
            pod(metadata={"annotations": {"last": text}}, spec={"containers": [variable]}),
            ("ControllerRevision", {"metadata": {"namespace": "n", "name": "c"}, **stored}),
        )
        self.assertLessEqual({"app:note", "app:variable", "app:stored"}, found.keys())
        self.assertEqual(found["app:stored"], ["ControllerRevision n/c"])

    def test_a_long_text_is_read_in_seconds(self):
        started = time.monotonic()
        for text in ("a" * 262_144, "a." * 131_072, ("a." * 300 + " ") * 430):
            self.of(pod(metadata={"annotations": {"text": text}}))
        self.assertLess(time.monotonic() - started, 30)


class Decisions(unittest.TestCase):
    """The rule, without any storage."""

    def decide(self, tags, named=None, newest=2, more=()):
        digests = {each.digest for each in tags if each.digest} | set(more)
        decisions, held = program.decide("app", tags, digests, named or {}, newest)
        return {each.tag.name: each.why for each in decisions if each.keep}, held

    def test_the_newest_stay_by_the_time_of_their_push(self):
        kept, held = self.decide([tag("a", "a", 3), tag("b", "b", 1), tag("c", "c", 2)])
        self.assertEqual(
            kept, {"a": "number 1 of the newest 2", "c": "number 2 of the newest 2"}
        )
        self.assertEqual(held, [])

    def test_two_tags_of_one_image_take_one_place(self):
        kept, _ = self.decide([tag("latest", "a", 9), tag("a", "a", 8), tag("b", "b", 1)])
        self.assertEqual(kept.keys(), {"latest", "a", "b"})

    def test_a_named_image_stays_however_old_it_is(self):
        tags = [tag(name, name, age) for age, name in enumerate("abcdef", start=1)]
        named = {digest("a"): ["Pod n/p", "ReplicaSet n/r"], "app:b": ["Job n/j"]}
        kept, held = self.decide(tags, named)
        self.assertEqual(kept.keys(), {"a", "b", "e", "f"})
        self.assertEqual(kept["a"], "named by Pod n/p and 1 more")
        self.assertEqual(kept["b"], "named by Job n/j")
        self.assertEqual(held, [])

    def test_a_tag_of_another_repository_keeps_nothing_here(self):
        tags = [tag(name, name, age) for age, name in enumerate("abc", start=1)]
        self.assertNotIn("a", self.decide(tags, {"other:a": ["Pod n/p"]})[0])

    def test_what_runs_and_has_lost_its_tag_gets_one(self):
        moved = [tag("latest", "b", 2)]
        _, held = self.decide(moved, {digest("a"): ["Pod n/p"]}, more=[digest("a")])
        self.assertEqual(held, [program.Held(digest("a"), "named by Pod n/p")])

    def test_a_digest_that_the_repository_does_not_have_gets_none(self):
        self.assertEqual(self.decide([tag("a", "a", 1)], {digest("f"): ["Pod n/p"]})[1], [])

    def test_a_tag_of_its_own_goes_with_the_last_one_who_names_it_and_takes_no_place(self):
        own = program.HELD + "e" * 64
        tags = [tag(own, "e", 9), tag("a", "a", 1), tag("b", "b", 2)]
        self.assertEqual(self.decide(tags)[0].keys(), {"a", "b"})
        self.assertIn(own, self.decide(tags, {digest("e"): ["Pod n/p"]})[0])

    def test_signatures_live_as_long_as_their_image_and_take_no_place(self):
        signed, lost = ("sha256-" + letter * 64 + ".sig" for letter in "af")
        tags = [tag(signed, "c", 9), tag(lost, "d", 9), tag("a", "a", 1), tag("b", "b", 2)]
        self.assertEqual(self.decide(tags)[0].keys(), {signed, "a", "b"})

    def test_a_tag_that_leads_nowhere_goes(self):
        self.assertEqual(self.decide([program.Tag("broken", None, 9)])[0], {})


class Storage(unittest.TestCase):
    """The program on a folder as the registry lays it out."""

    def setUp(self):
        self.data = Path(tempfile.mkdtemp())
        self.sweep = self.data / "sweep"
        self.named = {}

    def put(self, repository, name, letter, pushed=0, content="{}"):
        storage = self.data / "docker" / "registry" / "v2"
        top = storage / "repositories" / repository / "_manifests"
        data = storage / "blobs" / "sha256" / (letter * 2) / (letter * 64) / "data"
        data.parent.mkdir(parents=True, exist_ok=True)
        data.write_text(content)
        for folder in (top / "revisions" / "sha256" / (letter * 64), top / "tags" / name / "current"):
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "link").write_text(digest(letter))
        os.utime(top / "tags" / name / "current" / "link", (pushed, pushed))

    def put_untagged(self, repository, letter, content="{}"):
        self.put(repository, "gone", letter, content=content)
        shutil.rmtree(self.data / f"docker/registry/v2/repositories/{repository}/_manifests/tags/gone")

    def run_program(self, **variables):
        file = self.data / "references.json"
        file.write_text(json.dumps(self.named))
        environ = {
            "DATA": str(self.data),
            "REFERENCES_FILE": str(file),
            "SWEEP_FILE": str(self.sweep),
            "KEEP_NEWEST": "1",
            **variables,
        }
        said = io.StringIO()
        with mock.patch.dict(os.environ, environ), redirect_stdout(said):
            program.main()
        return said.getvalue().splitlines()

    def tags(self, repository):
        found = {each.name: each for each in program.repositories(self.data)}
        return {each.name: each.digest for each in found[repository].tags()}

    def test_every_repository_is_judged_for_itself_and_every_decision_is_said(self):
        self.put("app", "old", "a", 1)
        self.put("app", "new", "b", 2)
        self.put("team/web", "only", "c", 1)
        said = self.run_program()
        self.assertEqual(self.tags("app"), {"new": digest("b")})
        self.assertEqual(self.tags("team/web"), {"only": digest("c")})
        decided = [line for line in said if " pushed " in line]
        self.assertEqual(len(decided), 3)
        self.assertIn(
            "deleted app:old (sha256:aaaaaaaaaaaa, pushed 1970-01-01): nothing names it, and 1 are newer",
            said,
        )
        self.assertTrue(self.sweep.exists())

    def test_an_image_that_runs_by_digest_alone_gets_a_tag_that_the_next_run_finds(self):
        self.put("app", "latest", "a", 1)
        self.put("app", "latest", "b", 2)
        self.named = {digest("a"): ["Pod n/p"]}
        self.run_program()
        held = {"latest": digest("b"), program.HELD + "a" * 64: digest("a")}
        self.assertEqual(self.tags("app"), held)
        self.run_program()
        self.assertEqual(self.tags("app"), held)
        self.named = {}
        self.run_program()
        self.assertEqual(self.tags("app"), {"latest": digest("b")})

    def test_a_dry_run_changes_nothing_and_lets_nothing_be_swept(self):
        self.put("app", "old", "a", 1)
        self.put("app", "new", "b", 2)
        said = self.run_program(DRY_RUN="true")
        self.assertEqual(self.tags("app").keys(), {"old", "new"})
        self.assertTrue(any(line.startswith("would be deleted app:old") for line in said))
        self.assertFalse(self.sweep.exists())

    def test_a_manifest_without_a_tag_is_said_to_go_unless_an_image_that_stays_contains_it(self):
        index = json.dumps({"manifests": [{"digest": digest("c")}, {"digest": digest("d")}]})
        self.put("app", "new", "a", 2, content=index)
        self.put("app", "old", "b", 1, content=json.dumps({"manifests": [{"digest": digest("e")}]}))
        for letter in "cdef":
            self.put_untagged("app", letter)
        # The sweep marks in all repositories together, so that this one stays as a part of app's.
        self.put("web", "only", "1", 1)
        self.put_untagged("web", "c")
        lines = [
            "would be deleted app@sha256:eeeeeeeeeeee: it has no tag, and no image that stays contains it",
            "would be deleted app@sha256:ffffffffffff: it has no tag, and no image that stays contains it",
        ]
        said = self.run_program(DRY_RUN="true")
        self.assertEqual([line for line in said if "no tag, and" in line], lines)
        self.assertIn("app: 1 of 2 tags stay, 2 manifests without a tag go", said)
        self.assertIn("web: 1 of 1 tags stay, 0 manifests without a tag go", said)
        said = self.run_program()
        left = [line.replace("would be deleted", "left to the sweep") for line in lines]
        self.assertEqual([line for line in said if "no tag, and" in line], left)

    def test_the_parts_of_an_image_that_runs_by_digest_alone_stay_and_no_content_ends_the_program(self):
        nested = json.dumps({"manifests": [{"digest": digest("b")}]})
        self.put("app", "tag", "1", 1, content="[]")
        self.put_untagged("app", "a", nested)
        self.put_untagged("app", "b", nested)
        broken = ("{", '{"manifests": [1]}', '{"manifests": 1}', '{"manifests": [{"digest": 1}]}')
        for letter, content in zip("cdef", broken):
            self.put_untagged("app", letter, content)
        self.named = {digest("a"): ["Pod n/p"], digest("c"): ["Pod n/p"], digest("d"): ["Pod n/p"]}
        self.named |= {digest("e"): ["Pod n/p"], digest("f"): ["Pod n/p"]}
        said = self.run_program(DRY_RUN="true")
        self.assertEqual(said[-1], "app: 1 of 1 tags stay, 0 manifests without a tag go")

    def test_a_tag_or_a_link_without_its_content_is_no_image(self):
        for name, letter, pushed in (("old", "a", 1), ("new", "b", 2), ("other", "c", 3)):
            self.put("app", name, letter, pushed)
        for letter in "bc":
            storage = self.data / "docker" / "registry" / "v2" / "blobs" / "sha256"
            (storage / (letter * 2) / (letter * 64) / "data").unlink()
        self.named = {digest("b"): ["Pod n/p"], "app:other": ["Pod n/p"]}
        self.run_program()
        self.assertEqual(self.tags("app"), {"old": digest("a")})

    def test_before_the_first_push_there_is_nothing_to_do(self):
        self.assertEqual(self.run_program(), [])
        self.assertFalse(self.sweep.exists())

    def test_without_the_references_nothing_is_deleted(self):
        self.put("app", "old", "a", 1)
        self.put("app", "new", "b", 2)
        with self.assertRaises(FileNotFoundError):
            self.run_program(REFERENCES_FILE=str(self.data / "missing"))
        self.assertEqual(self.tags("app").keys(), {"old", "new"})
        self.assertFalse(self.sweep.exists())


def page(kind, *items, more=None):
    return 200, {"kind": f"{kind}List", "metadata": {"continue": more}, "items": list(items)}


def split(path):
    """Path and query of a request."""
    url = urllib.parse.urlsplit(path)
    return url.path, dict(urllib.parse.parse_qsl(url.query))


def with_headers(answer):
    status, body = answer
    return status, (), body


class Api(unittest.TestCase):
    """The lists, and every way in which one is not read."""

    def objects(self, answers):
        # Without TLS, which the end-to-end test has.
        server = AnsweringServer(lambda path, _: with_headers(answers(*split(path))))
        self.addCleanup(server.close)
        account = Path(tempfile.mkdtemp())
        (account / "token").write_text("t0ken\n")
        (account / "ca.crt").write_text("")
        self.asked = server.asked
        with mock.patch.object(ssl, "create_default_context"):
            return list(references.Api(server.url, str(account)).objects())

    @staticmethod
    def healthy(path, _):
        if path == "/api/v1/pods":
            return page("Pod", {"metadata": {"name": "p"}})
        return page("X")

    def test_all_lists_are_read_page_by_page_with_the_pods_token(self):
        def answers(path, query):
            if path != "/api/v1/pods":
                return self.healthy(path, query)
            second = query.get("continue") == "next"
            return page("Pod", {"n": 2 if second else 1}, more=None if second else "next")

        self.assertEqual(self.objects(answers), [("Pod", {"n": 1}), ("Pod", {"n": 2})])
        wanted = {"/" + path for path in (*references.LISTS, *references.OPTIONAL_LISTS)}
        self.assertEqual({split(path)[0] for path, _ in self.asked}, wanted)
        self.assertEqual({token for _, token in self.asked}, {"Bearer t0ken"})

    def test_a_cluster_without_keda_has_no_scaled_jobs(self):
        def answers(path, query):
            return (404, {}) if "keda.sh" in path else self.healthy(path, query)

        self.assertEqual(len(self.objects(answers)), 1)

    def test_whatever_cannot_be_read_ends_in_an_error(self):
        broken = {
            "forbidden": ("/apis/apps/v1/replicasets", (403, {})),
            "forbidden where it may be absent": ("/apis/keda.sh/v1alpha1/scaledjobs", (403, {})),
            "absent": ("/apis/batch/v1/jobs", (404, {})),
            "a page that has expired": ("/api/v1/pods", (410, {})),
            "overloaded": ("/api/v1/pods", (503, {})),
            "no JSON": ("/api/v1/pods", (200, b"<html>")),
            "no pods at all": ("/api/v1/pods", page("Pod")),
        }
        for what, (list_path, answer) in broken.items():
            with self.subTest(what), self.assertRaises(references.Unread):
                self.objects(
                    lambda path, query, at=list_path, said=answer: (
                        said if path == at else self.healthy(path, query)
                    )
                )

    def test_a_server_that_is_away_ends_the_program_without_a_file(self):
        file = Path(tempfile.mkdtemp()) / "references.json"
        account = Path(tempfile.mkdtemp())
        (account / "token").write_text("t0ken")
        (account / "ca.crt").write_text("")
        environ = {
            "KUBERNETES_SERVICE_HOST": "127.0.0.1",
            "KUBERNETES_SERVICE_PORT": "1",
            "SERVICE_ACCOUNT": str(account),
            "REFERENCES_FILE": str(file),
        }
        with (
            mock.patch.dict(os.environ, environ),
            mock.patch.object(ssl, "create_default_context", lambda cafile: None),
            self.assertRaisesRegex(SystemExit, "no image is deleted"),
        ):
            references.main()
        self.assertFalse(file.exists())


if __name__ == "__main__":
    unittest.main()
