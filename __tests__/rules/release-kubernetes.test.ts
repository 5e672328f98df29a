import { chartPins } from "../../environments/chart-pins";
import { KUBERNETES_SUPPORT } from "../../environments/facts/kubernetes-support";
import { dayOfDeploy } from "../../environments/facts/seen-runs";
import { ENVIRONMENT_NAMES } from "../../environments/schema";
import { readSynthesized } from "../../inventory/synthesized";
import { releasePins } from "../../rules/release-pins";
import { changedSpec } from "../support/changed-spec";
import { specOf } from "../support/synth";

jest.mock("../../environments/facts/seen-runs");

const { version } = chartPins().keda;

/** What release-pins finds of KEDA in an environment on a minor of Kubernetes. */
function found(environment: string, kubernetes: string, today?: string): readonly string[] {
  const values = [
    JSON.stringify({ crds: { additionalAnnotations: { "helm.sh/resource-policy": "keep" } } }),
  ];
  const release = { name: "keda", namespace: "keda", chart: "keda", version, values };
  const json = { resource: { helm_release: { keda: release } } };
  const inventory = readSynthesized([{ name: `${environment}-platform`, json }]);
  const spec = changedSpec(specOf(environment), { "cluster.kubernetesVersion": kubernetes });
  return releasePins
    .check(inventory, spec, { today })
    .map(({ severity, object, message }) => `${severity} ${object} ${message}`)
    .filter((line) => /Kubernetes|kubernetes/.test(line));
}

describe("a chart on a Kubernetes that its project does not test", () => {
  test("is refused where it was seen there by nobody", () => {
    jest.mocked(dayOfDeploy).mockReturnValue(undefined);
    expect(found("staging", "1.38")).toEqual([
      expect.stringMatching(/^error HelmRelease keda\/keda .+; the cluster is 1\.38$/),
    ]);
  });

  test("is a warning where the end-to-end test deployed it there", () => {
    jest.mocked(dayOfDeploy).mockReturnValue("2026-11-29");
    expect(found("staging", "1.38")).toEqual([
      expect.stringMatching(
        /^warning HelmRelease keda\/keda .+ the cluster is 1\.38, where only the end-to-end test of this project deployed it \(2026-11-29\)$/,
      ),
    ]);
    expect(dayOfDeploy).toHaveBeenCalledWith("1.38", "keda", version);
  });
});

describe("the end of a Kubernetes' support", () => {
  test("is named 60 days before it comes: of EKS' own on EKS, of the project's elsewhere", () => {
    expect(found("production", "1.35", "2027-01-25")).toEqual([]);
    expect(found("production", "1.35", "2027-01-26")).toEqual([
      "warning Setting cluster.kubernetesVersion is 1.35, whose standard support by EKS ends on 2027-03-27, in 60 days (https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html): the cluster costs more from then on",
    ]);
    expect(found("staging", "1.35", "2026-12-29")).toEqual([]);
    expect(found("staging", "1.35", "2026-12-30")).toEqual([
      "warning Setting cluster.kubernetesVersion is 1.35, whose support by the Kubernetes project ends on 2027-02-28, in 60 days (https://kubernetes.io/releases/): it gets no fix, not even of security",
    ]);
  });

  test("is named after it, and not at all where it is not known or no day is asked for", () => {
    expect(found("staging", "1.34", "2026-11-29")).toEqual([
      expect.stringContaining("ended on 2026-10-27 ("),
    ]);
    expect(found("production", "1.36", "2030-01-01")).toEqual([]);
    expect(found("staging", "1.34")).toEqual([]);
  });

  test("is known of the Kubernetes of every environment", () => {
    for (const name of ENVIRONMENT_NAMES) {
      expect(Object.keys(KUBERNETES_SUPPORT)).toContain(specOf(name).cluster.kubernetesVersion);
    }
  });
});
