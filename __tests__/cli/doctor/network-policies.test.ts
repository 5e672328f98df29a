import {
  describeEnforcement,
  networkPolicies,
} from "../../../cli/doctor/platform/network-policies";
import { environmentName, loadEnvironment } from "../../../environments";
import { isObject, type JsonObject } from "../../../inventory/json";
import { examinationOf, recorded } from "../../support/doctor";

const eks = recorded("policies-vpc-cni");
const k3s = recorded("policies-k3s");

/** The fixture with one text in place of another. */
function changed(objects: readonly JsonObject[], from: string, to: string): readonly JsonObject[] {
  const before = JSON.stringify(objects);
  const after: unknown = JSON.parse(before.replace(from, to));
  if (!Array.isArray(after) || before === JSON.stringify(after)) throw new Error(`no ${from}`);
  return after.filter(isObject);
}

function daemonSet(name: string, container: string): JsonObject {
  const labels = { app: name };
  return {
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    metadata: { name, namespace: "kube-system" },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [{ name: container, image: "registry.example/agent:1" }] },
      },
    },
    status: { desiredNumberScheduled: 3 },
  };
}

/** As k3s writes its own arguments: in JSON, in an annotation, in JSON. */
const OFF = String.raw`,\"--disable-network-policy\",\"true\"`;

test.each([
  ["the VPC CNI that was switched on", changed(eks, "policy=false", "policy=true"), "VPC CNI"],
  ["Cilium beside the VPC CNI", [...eks, daemonSet("cilium", "cilium-agent")], "cilium"],
  ["Calico beside the VPC CNI", [...eks, daemonSet("calico-node", "calico-node")], "calico-node"],
  [
    "flannel with an agent for policies",
    [daemonSet("flannel", "kube-network-policies")],
    "flannel",
  ],
  ["kind's own plugin", [daemonSet("kindnet", "kindnet-cni")], "kindnet"],
  ["k3s as it comes", changed(k3s, OFF, ""), "k3s"],
  ["k3s that was told not to disable it", changed(k3s, OFF, OFF.replace("true", "false")), "k3s"],
  ["another plugin on k3s without its own", [...k3s, daemonSet("canal", "calico-node")], "canal"],
])("%s enforces policies", (_, objects, by) => {
  const examination = examinationOf(objects);
  expect(networkPolicies(examination)).toEqual([]);
  expect(describeEnforcement(examination)).toMatch(new RegExp(`^[01], enforced by ${by}$`));
});

test.each([
  ["a cluster that shows no plugin, as the testbed", recorded("healthy")],
  ["flannel alone", [daemonSet("kube-flannel-ds", "kube-flannel")]],
  [
    "a VPC CNI that runs nowhere (EKS Auto Mode)",
    changed(eks, '"desiredNumberScheduled":3', '"desiredNumberScheduled":0'),
  ],
  ["k3s that writes no arguments", changed(k3s, "k3s.io/node-args", "other")],
  [
    "k3s whose arguments are not JSON",
    changed(k3s, String.raw`[\"server\"`, String.raw`\"server\"`),
  ],
  [
    "k3s servers that differ",
    [...k3s, ...changed(changed(k3s, OFF, ""), '"control"', '"control-2"')],
  ],
])("of %s nothing is claimed", (_, objects) => {
  const examination = examinationOf(objects);
  expect(networkPolicies(examination)).toEqual([]);
  expect(describeEnforcement(examination)).toMatch(/whether they are enforced is not known$/);
});

test.each(["DaemonSet", "Node"])(
  "where %s objects could not be read nothing is claimed",
  (kind) => {
    const unreadKinds = new Set([kind]);
    expect(networkPolicies(examinationOf(eks, undefined, { unreadKinds }))).toEqual([]);
    expect(networkPolicies(examinationOf(k3s, undefined, { unreadKinds }))).toEqual([]);
  },
);

test("a VPC CNI of before the agent, or with it left out, enforces nothing", () => {
  const [finding] = networkPolicies(examinationOf(changed(eks, "aws-eks-nodeagent", "other")));
  expect(finding?.cause).toMatch(/^the VPC CNI has no network policy agent/);
});

test("without policies it is said for an environment alone, before its first deploy, with its cluster's name", () => {
  const plugin = eks.filter(({ kind }) => kind === "DaemonSet");
  expect(networkPolicies(examinationOf(plugin))).toEqual([]);
  const production = loadEnvironment(environmentName("production"), {});
  const [finding] = networkPolicies(examinationOf(plugin, production));
  expect(finding?.cause).toMatch(/this environment's network policies will have no effect/);
  expect(finding?.command).toMatch(
    /^aws eks update-addon --region eu-central-1 --cluster-name fluxibri-production /,
  );
});
