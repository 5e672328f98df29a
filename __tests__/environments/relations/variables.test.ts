import { cgpu } from "../../../applications/montage-ai";
import { issuesWith } from "../../support/issues-with";

const issueOf = (changes: Readonly<Record<string, unknown>>) => issuesWith("staging", changes);

test("a variable of a claim that is not there is refused, not left out", () => {
  expect(
    issueOf({
      "applications.0.settings.PVC_INPUT_NAME": { from: "claim", claim: "montage-inptu" },
    }),
  ).toMatchObject([
    {
      path: "applications[0].settings.PVC_INPUT_NAME.claim",
      value: "montage-inptu",
      message: "no claim has this name",
      fix: expect.stringMatching(
        /^use one of montage-input, .*, or add it to applications\[montage-ai\]\.claims$/,
      ),
    },
  ]);
});

test.each(["settings", "web.variables", "workers.1.variables"])(
  "a service that %s name is there",
  (place) => {
    const changes = { [`applications.0.${place}.CGPU_HOST`]: cgpu.settings.CGPU_HOST };
    expect(issueOf(changes)).toMatchObject([
      {
        path: expect.stringMatching(/CGPU_HOST\.service$/),
        message: "no service has this name",
        fix: "add it to applications[montage-ai].services",
      },
    ]);
    expect(issueOf({ ...changes, "applications.0.services": [cgpu.service] })).toEqual([]);
  },
);

test.each([
  ["web has no queues", "web.variables.A", "queues", /^use one of .*\bport\b/],
  ["a worker has no port", "workers.0.variables.A", "port", /^use one of .*job-timeout-seconds/],
  ["settings have no container", "settings.A", "memory-limit-gib", /^use one of .*image-commit/],
  ["settings hold no Secret's value", "settings.A", "secret", /^use one of .*redis-host/],
  ["a misspelt reference is none", "settings.A", "namepace", /^write "namespace"$/],
])("%s, and the fix is what there is", (_what, place, from, fix) => {
  expect(issueOf({ [`applications.0.${place}`]: { from } })).toEqual([
    expect.objectContaining({
      path: `applications[0].${place.replace("workers.0", "workers[0]")}.from`,
      value: from,
      message: "is none of the words that can stand here",
      fix: expect.stringMatching(fix),
    }),
  ]);
});

test("a reference that lacks a part names the part", () => {
  const value = { from: "secret", secretName: "tokens" };
  expect(issueOf({ "applications.0.web.variables.A": value })).toMatchObject([
    { path: "applications[0].web.variables.A.key", message: "is missing" },
    {
      path: "applications[0].web.variables.A.optional",
      message: "is missing",
      fix: "write true or false",
    },
  ]);
});

test("a reference with a key that it does not have names the key", () => {
  const value = { from: "claim", claim: "cache", size: "1Gi" };
  const place = "applications.0.web.variables.A";
  expect(issueOf({ [place]: value })).toMatchObject([
    { path: "applications[0].web.variables.A.size", message: 'unknown key "size"' },
  ]);
});

test("a reference with another key in place of its own names its own", () => {
  expect(issueOf({ "applications.0.web.variables.A": { from: "claim", claims: "cache" } })).toEqual(
    [
      expect.objectContaining({ message: "is missing" }),
      expect.objectContaining({ message: 'unknown key "claims"', fix: 'write "claim"' }),
    ],
  );
});

test("a number is no text, and the message lists what there is", () => {
  expect(issueOf({ "applications.0.settings.A": 5 })).toMatchObject([
    {
      message: expect.stringMatching(/^must be a text, or \{ from: … \} with one of .*"namespace"/),
    },
  ]);
});

test("an encoder of a worker without a GPU has no effect, and is refused", () => {
  const encoder = { variable: "ENCODER", values: {}, none: "cpu" };
  expect(
    issueOf({
      "applications.0.workers.0.encoder": {
        ...encoder,
        values: { nvidia: "a", "amd-rocm": "b", "nvidia-tegra": "c" },
      },
    }),
  ).toMatchObject([
    { path: "applications[0].workers[0].encoder", message: "has no effect without gpu" },
  ]);
  expect(issueOf({ "applications.0.workers.1.encoder": encoder })).not.toEqual([]);
});
