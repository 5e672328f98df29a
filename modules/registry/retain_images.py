"""Takes the tags off the images that nothing needs, so that the garbage collection frees them.

Of each repository these stay: images that the cluster's objects name (references.json,
see image_references.py), and the newest ones by the time of their last push. One that
is named by its digest alone gets a tag of its own, because `--delete-untagged` would
delete it; the platforms of an index stay with it.

It works on the registry's volume, as the garbage collection does, and only while nothing
is pushed: tags are folders there, as they were in 2.x:
https://github.com/distribution/distribution/blob/v3.1.2/registry/storage/paths.go

Variables: DATA (the storage's root), REFERENCES_FILE, KEEP_NEWEST, and SWEEP_FILE, which
is made when everything is as decided: without it the garbage collection must not run.
DRY_RUN=true only says what would be done.

What has no tag is deleted by the garbage collection, not here; the log names it all the same.
"""

import json
import os
import re
import shutil
import sys
import time
from collections import namedtuple
from pathlib import Path

# Tags of this program, for images that run and have no tag.
HELD = "in-use-"
# Signatures and attestations of an image: https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#referrers-tag-schema
ATTACHED = re.compile(r"sha256-([0-9a-f]{64})(\.\w+)?")
DIGEST = re.compile(r"sha256:[0-9a-f]{64}")

Tag = namedtuple("Tag", "name digest pushed")
"""A tag, the digest that it leads to (None: its file is broken) and when it was pushed last, in seconds."""

Decision = namedtuple("Decision", "tag keep why")
Held = namedtuple("Held", "digest why")
"""An image without a tag that must stay."""
Plan = namedtuple("Plan", "repository decisions held digests")
"""What happens in a repository, whose manifests are `digests`."""


def decide(repository, tags, digests, references, newest):
    """What happens with each tag of a repository, and which digests need one.

    `digests` are the manifests that can be pulled, `references` the objects by what
    they name, `newest` how many images stay by their age.
    """
    named = {digest: owners for digest, owners in references.items() if digest in digests}
    whole = [tag for tag in tags if tag.digest in digests]
    for tag in whole:
        owners = references.get(f"{repository}:{tag.name}", [])
        if owners:
            named[tag.digest] = [*named.get(tag.digest, []), *owners]
    own = [tag for tag in whole if not _kept_by_another(tag.name)]
    by_age = dict.fromkeys(tag.digest for tag in sorted(own, key=lambda tag: -tag.pushed))
    rank = {digest: place for place, digest in enumerate(by_age, start=1)}

    def why(digest):
        if digest in named:
            first, *others = dict.fromkeys(named[digest])
            return f"named by {first}" + (f" and {len(others)} more" if others else "")
        if rank.get(digest, newest + 1) <= newest:
            return f"number {rank[digest]} of the newest {newest}"
        return None

    def of(tag):
        if tag.digest not in digests:
            return Decision(tag, False, "it leads to no image")
        attached = ATTACHED.fullmatch(tag.name)
        if attached and f"sha256:{attached.group(1)}" in digests:
            return Decision(tag, True, "it belongs to an image that is still there")
        reason = why(tag.digest)
        if reason:
            return Decision(tag, True, reason)
        newer = "" if _kept_by_another(tag.name) else f", and {rank[tag.digest] - 1} are newer"
        return Decision(tag, False, f"nothing names it{newer}")

    decisions = [of(tag) for tag in tags]
    tagged = {decision.tag.digest for decision in decisions if decision.keep}
    held = [Held(digest, why(digest)) for digest in sorted(named) if digest not in tagged]
    return decisions, held


def _kept_by_another(name):
    """Whether a tag takes no place among the newest: it lives by the image that runs, or that it belongs to."""
    return name.startswith(HELD) or ATTACHED.fullmatch(name) is not None


class Repository:
    """A repository on the registry's volume."""

    def __init__(self, top, name):
        self.name = name
        self._blobs = top.parent / "blobs" / "sha256"
        self._manifests = top / name / "_manifests"

    def tags(self):
        return [self._tag(folder) for folder in sorted(self._folders("tags"))]

    def digests(self):
        """Manifests that can be pulled: the sweep leaves the links of some whose content it has deleted."""
        links = (self._manifests / "revisions" / "sha256").glob("*/link")
        named = [link.parent.name for link in links]
        return {f"sha256:{one}" for one in named if (self._blobs / one[:2] / one / "data").exists()}

    def parts(self, digest):
        """The manifests that an index names: its platforms; none of any other manifest."""
        one = digest.removeprefix("sha256:")
        try:
            content = json.loads((self._blobs / one[:2] / one / "data").read_bytes())
            named = [part["digest"] for part in content.get("manifests") or []]
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return []
        return [part for part in named if isinstance(part, str) and DIGEST.fullmatch(part)]

    def untag(self, tag):
        shutil.rmtree(self._manifests / "tags" / tag)

    def hold(self, digest):
        """Gives the digest a tag, in the two files that the registry itself writes, `current` last."""
        folder = self._manifests / "tags" / (HELD + digest.removeprefix("sha256:"))
        links = ("index", "sha256", digest.removeprefix("sha256:")), ("current",)
        for link in (folder.joinpath(*parts, "link") for parts in links):
            link.parent.mkdir(parents=True, exist_ok=True)
            link.write_text(digest, encoding="utf-8")
        return folder.name

    def _folders(self, kind):
        folder = self._manifests / kind
        return [each for each in folder.iterdir() if each.is_dir()] if folder.is_dir() else []

    @staticmethod
    def _tag(folder):
        link = folder / "current" / "link"
        try:
            digest, pushed = link.read_text(encoding="ascii", errors="replace").strip(), link.stat().st_mtime
        except FileNotFoundError:
            return Tag(folder.name, None, 0)
        return Tag(folder.name, digest if DIGEST.fullmatch(digest) else None, pushed)


def repositories(data):
    """All repositories of a storage; none before the first push."""
    top = Path(data, "docker", "registry", "v2", "repositories")
    found = sorted(folder.parent for folder in top.rglob("_manifests"))
    return [Repository(top, folder.relative_to(top).as_posix()) for folder in found]


def plan(repository, references, newest):
    """What is decided for one repository."""
    digests = repository.digests()
    decided = decide(repository.name, repository.tags(), digests, references, newest)
    return Plan(repository, *decided, digests)


def staying(plans):
    """All manifests that the garbage collection keeps: those with a tag, and the parts of an index among them.

    It marks what it keeps in all repositories together:
    https://github.com/distribution/distribution/blob/v3.1.2/registry/storage/garbagecollect.go
    """
    seen = set()
    for repository, decisions, held, _ in plans:
        waiting = [each.digest for each in held]
        waiting += [each.tag.digest for each in decisions if each.keep]
        while waiting:
            digest = waiting.pop()
            if digest not in seen:
                seen.add(digest)
                waiting += repository.parts(digest)
    return seen


def untagged(plan, stay):
    """The manifests that go and had no tag, so that no line of a tag names them."""
    return sorted(plan.digests - stay - {each.tag.digest for each in plan.decisions})


def retain(plan, swept, dry_run):
    """Does and says what is decided for one repository; `swept` goes with the garbage collection.

    Tags go first: on a full volume the files of those that are held find room only then.
    """
    repository, decisions, held, _ = plan
    would = "would be " if dry_run else ""
    for tag, keep, why in decisions:
        image = f"{repository.name}:{tag.name} ({_short(tag.digest)}, pushed {_day(tag.pushed)})"
        print(f"{'kept' if keep else would + 'deleted'} {image}: {why}", flush=True)
        if not keep and not dry_run:
            repository.untag(tag.name)
    for digest, why in held:
        tag = HELD + "…" if dry_run else repository.hold(digest)
        print(f"kept {repository.name}@{_short(digest)}, tagged {tag}: {why}", flush=True)
    for digest in swept:
        left = "would be deleted" if dry_run else "left to the sweep"
        why = "it has no tag, and no image that stays contains it"
        print(f"{left} {repository.name}@{_short(digest)}: {why}", flush=True)
    stay = sum(each.keep for each in decisions)
    print(
        f"{repository.name}: {stay} of {len(decisions)} tags stay,"
        f" {len(swept)} manifests without a tag go",
        flush=True,
    )


def _short(digest):
    return "no digest" if digest is None else digest[: len("sha256:") + 12]


def _day(seconds):
    return time.strftime("%Y-%m-%d", time.gmtime(seconds))


def main():
    env = os.environ
    references = json.loads(Path(env["REFERENCES_FILE"]).read_text(encoding="utf-8"))
    newest, dry_run = int(env["KEEP_NEWEST"]), env.get("DRY_RUN") == "true"
    plans = [plan(repository, references, newest) for repository in repositories(env["DATA"])]
    stay = staying(plans)
    for each in plans:
        retain(each, untagged(each, stay), dry_run)
    if plans and not dry_run:
        Path(env["SWEEP_FILE"]).touch()


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")
    main()
