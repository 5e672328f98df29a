import { deploymentMode, submitsJobs } from "../../environments/cluster-mode";
import { ENVIRONMENT_NAMES } from "../../environments/schema";
import { specOf } from "../support/synth";
import { settings, workloadStack } from "../support/workload";
import { onlyApplication } from "../support/applications";

const mode = (given: Record<string, string>) => submitsJobs({ settings: given });

test.each([
  [{ CLUSTER_MODE: "true" }, true],
  [{ CLUSTER_MODE: "Yes" }, true],
  [{ CLUSTER_MODE: "false" }, false],
  [{ CLUSTER_MODE: "false", MONTAGE_CLUSTER_MODE: "k8s" }, true],
  [{ CLUSTER_MODE: "true", DEPLOYMENT_MODE: "local" }, false],
  [{ CLUSTER_MODE: "false", DEPLOYMENT_MODE: "cluster" }, true],
  [{ CLUSTER_MODE: "true", DEPLOYMENT_MODE: "auto" }, true],
])("the app reads %j as it does in its own code", (given, expected) => {
  expect(mode(given)).toBe(expected);
});

test("where nothing is said, its pods are told not to look for a cluster themselves", () => {
  expect(deploymentMode({ settings: {} })).toBe("local");
});

test.each(ENVIRONMENT_NAMES)(
  "%s tells the app the mode that its rights follow: CLUSTER_MODE=false alone would leave it to guess",
  (name) => {
    expect(settings(workloadStack(name))["DEPLOYMENT_MODE"]).toBe(
      deploymentMode(onlyApplication(specOf(name))),
    );
  },
);
