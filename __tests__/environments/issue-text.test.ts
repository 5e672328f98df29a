import { issuesWith } from "../support/issues-with";

const textOf = (path: string, value: unknown) =>
  issuesWith("local", { [path]: value })
    .filter((issue) => issue.path.startsWith("applications[0]"))
    .map(({ message, fix }) => `${message} | ${fix}`)
    .at(0);

test.each([
  [
    "applications.0.workers.0.queues",
    [],
    "has 0 members, and must have at least 1 | write at least 1 member",
  ],
  [
    "applications.0.workers.0.name",
    "a".repeat(40),
    "has 40 characters, and must have at most 28 | write at most 28 characters",
  ],
  [
    "applications.0.workers.0.name",
    "Reports_App",
    "must be a DNS label: a-z, 0-9 and '-' | write a DNS label: a-z, 0-9 and '-'",
  ],
  [
    "applications.0.workers.0.queues",
    ["re ports"],
    "must be a queue's name: a-z, 0-9, '_' and '-', e.g. \"default\" | write a queue's name: a-z, 0-9, '_' and '-', e.g. \"default\"",
  ],
  [
    "applications.0.images.registry.repository",
    "reports:latest",
    'must be a repository without host and tag, in lower case, e.g. "team/web" | write a repository without host and tag, in lower case, e.g. "team/web"',
  ],
  [
    "applications.0.claims.0.mountPath",
    "cache",
    'must start with "/" | correct the value: it must start with "/"',
  ],
  [
    "applications.0.workers.0.role",
    "cpu-worke",
    'is none of the words that can stand here | write "cpu-worker"',
  ],
  ["applications.0.workers.0.scaling.max", 0, "must be at least 1 | use at least 1"],
  ["applications.0.workers.0.scaling.kind", undefined, "is missing | use one of deployment, job"],
  [
    "applications.0.redis.senders",
    [],
    "has 0 members, and must have at least 1 | write at least 1 member, or take it away",
  ],
  [
    "applications.0.web.ingress",
    null,
    "is null | write a mapping, { … }, with the keys className, host, annotations (and where needed certificate, sources), or take it away",
  ],
])("%s: %j is answered in people's words", (path, value, text) => {
  expect(textOf(path, value)).toBe(text);
});

test.each([
  ["d5eade7@sha256:abc", "has no whole digest after @"],
  ["-x", "is not an image tag"],
  ["latest", "latest is not a version"],
])("the tag %s is refused for what is wrong with it", (tag, message) => {
  const [issue] = issuesWith("local", { "switches.imageTags.montage-ai": tag });
  expect(issue?.message).toBe(message);
});

test.each([
  [null, /^is null \| write a text in quotes, "…", or a list, .*, or take it away$/],
  [5, /^is a number \| write a text in quotes, "…", or a list, \[ … \], each member a text/],
  [[], /^has 0 members, .* \| write at least 1 member, or take it away$/],
])("where a text or a list can stand, %j is answered in people's words", (value, text) => {
  const found = issuesWith("staging", { rehearses: value }).map(
    ({ path, message, fix }) => `${path}: ${message} | ${fix}`,
  );
  expect(found).toEqual([expect.stringMatching(/^rehearses: /)]);
  expect(found.join().replace("rehearses: ", "")).toMatch(text);
});

test("kinds that differ in more than one word are named once", () => {
  const [issue] = issuesWith("staging", { "cluster.machines.4.gpu": null });
  expect(issue?.fix).toMatch(/with "nvidia" or "amd-rocm" or "nvidia-tegra" and what/);
});
