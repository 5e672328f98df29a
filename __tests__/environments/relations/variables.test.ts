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
  ["web has no queues", "web.variables.A", { from: "queues" }, '"port"'],
  ["a worker has no port", "workers.0.variables.A", { from: "port" }, '"job-timeout-seconds"'],
  ["settings have no container", "settings.A", { from: "memory-limit-gib" }, '"image-commit"'],
  ["settings hold no password", "settings.A", { from: "redis-password" }, '"redis-host"'],
  ["a number is no text", "settings.A", 5, '"namespace"'],
  ["a misspelt reference is none", "settings.A", { from: "namepace" }, '"namespace"'],
])("%s, and the message lists what there is", (_what, place, value, listed) => {
  const [issue, ...more] = issueOf({ [`applications.0.${place}`]: value });
  expect(more).toEqual([]);
  expect(issue?.message).toMatch(/^must be a text, or \{ from: … \} with one of/);
  expect(issue?.message).toContain(listed);
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
