import { clusterMode } from "../../../applications/montage-ai";
import { ENVIRONMENT_NAMES } from "../../../environments/schema";
import { issuesWith } from "../../support/issues-with";
import { specOf } from "../../support/synth";
import { settings, workloadStack } from "../../support/workload";
import { montageAiIn } from "../../support/applications";

const on = (name: string, submission: object = {}) => ({
  "applications.0.settings": { ...montageAiIn(specOf(name)).settings, ...clusterMode.settings },
  "applications.0.submission": { ...clusterMode.submission, ...submission },
});

test.each(ENVIRONMENT_NAMES)(
  "%s tells the app the mode that its rights follow: CLUSTER_MODE=false alone would leave it to guess",
  (name) => {
    expect(settings(workloadStack(name))).toMatchObject({
      CLUSTER_MODE: "false",
      DEPLOYMENT_MODE: "local",
    });
  },
);

test("the app's Jobs come by what it exports for them", () => {
  expect(issuesWith("staging", on("staging"))).toEqual([]);
});

test.each([
  ["CLUSTER_MODE", "true"],
  ["DEPLOYMENT_MODE", "cluster"],
  ["DEPLOYMENT_MODE", undefined],
])("%s is not %j while the app has no right to submit", (name, value) => {
  expect(issuesWith("local", { [`applications.0.settings.${name}`]: value })).toMatchObject([
    {
      path: `applications[0].settings.${name}`,
      message: expect.stringContaining("would submit without a right"),
      fix: expect.stringContaining(
        "or add applications[montage-ai].submission with all its settings",
      ),
    },
  ]);
});

test("rights alone are refused: the app would submit none", () => {
  const issues = issuesWith("local", { "applications.0.submission": clusterMode.submission });
  expect(issues.map(({ path }) => path)).toEqual([
    "applications[0].settings.CLUSTER_MODE",
    "applications[0].settings.DEPLOYMENT_MODE",
  ]);
});

test.each([
  ["a Job that passes for Redis", { components: ["redis"] }, "components[0]"],
  ["a Job that passes for web", { components: ["encoder", "web"] }, "components[1]"],
  ["a Job that passes for a worker", { components: ["worker"] }, "components[0]"],
  [
    "ConfigMaps that programs of ours are read from",
    { configMapPrefix: "queue-" },
    "configMapPrefix",
  ],
  ["ConfigMaps that settings are read from", { configMapPrefix: "montage-ai-" }, "configMapPrefix"],
  ["names that begin with anything", { configMapPrefix: "" }, "configMapPrefix"],
  [
    "a name that ends the policy's text",
    { configMapPrefix: '") || true || ("' },
    "configMapPrefix",
  ],
  ["a label that Services select by", { labels: ["app.kubernetes.io/instance"] }, "labels[0]"],
])("%s is refused", (_what, submission, path) => {
  expect(issuesWith("local", on("local", submission))).toMatchObject([
    { path: `applications[0].submission.${path}` },
  ]);
});
