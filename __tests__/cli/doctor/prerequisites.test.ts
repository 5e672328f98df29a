import { prerequisites } from "../../../cli/doctor/platform/prerequisites";
import { environmentName, loadEnvironment } from "../../../environments";
import type { EnvironmentSpec } from "../../../environments/schema";
import type { JsonObject } from "../../../inventory/json";
import { examinationOf } from "../../support/doctor";

const production = loadEnvironment(environmentName("production"), {});
const staging = loadEnvironment(environmentName("staging"), {});

function object(apiVersion: string, kind: string, name: string, rest: JsonObject = {}): JsonObject {
  return { apiVersion, kind, metadata: { name }, ...rest };
}

const storageClass = (name: string, provisioner: string) =>
  object("storage.k8s.io/v1", "StorageClass", name, { provisioner });
const csiDriver = (name: string) => object("storage.k8s.io/v1", "CSIDriver", name, { spec: {} });
const ingressClass = (name: string) => object("networking.k8s.io/v1", "IngressClass", name);

const EKS: readonly JsonObject[] = [
  storageClass("gp3", "ebs.csi.aws.com"),
  csiDriver("ebs.csi.aws.com"),
  ingressClass("alb"),
];

const K3S: readonly JsonObject[] = [
  ...machinesOf(staging).map((name) => object("v1", "Node", name, { status: {} })),
  storageClass("local-path", "rancher.io/local-path"),
  ingressClass("traefik"),
  object("apiregistration.k8s.io/v1", "APIService", "v1beta1.metrics.k8s.io", {
    spec: { service: { namespace: "kube-system", name: "metrics-server" } },
  }),
];

function machinesOf({ cluster }: EnvironmentSpec): readonly string[] {
  return cluster.kind === "k3s" ? cluster.machines.map(({ name }) => name) : [];
}

/** Kind, name and cause of what is missing. */
function missing(objects: readonly JsonObject[], spec?: EnvironmentSpec, unread: string[] = []) {
  return prerequisites(examinationOf(objects, spec, { unreadKinds: new Set(unread) })).map(
    ({ object: name, cause }) => `${name} ${cause}`,
  );
}

const without = (objects: readonly JsonObject[], kind: string) =>
  objects.filter((each) => each.kind !== kind);

test("clusters that have everything lack nothing, before anything is deployed", () => {
  expect(missing(EKS, production)).toEqual([]);
  expect(missing(K3S, staging)).toEqual([]);
  expect(missing([], loadEnvironment(environmentName("local"), {}))).toEqual([]);
});

test("an empty EKS cluster lacks the class of Redis and Prometheus, and the one of the Ingress", () => {
  expect(missing([], production)).toEqual([
    "StorageClass gp3 is not there, and the volume of Redis and Prometheus is of it",
    "IngressClass alb is not there: no controller takes up the Ingress of the web front",
  ]);
});

test("a class whose CSI driver is not installed is named with it", () => {
  expect(missing(without(EKS, "CSIDriver"), production)).toEqual([
    expect.stringMatching(/^StorageClass gp3 is provisioned by ebs\.csi\.aws\.com, and no such/),
  ]);
});

test("a machine that has not joined is missing, and so is what k3s was said to bring", () => {
  const [gone, ...nodes] = K3S;
  const { name } = { name: machinesOf(staging)[0] };
  expect(gone).toHaveProperty("metadata.name", name);
  expect(missing(without(nodes, "APIService"), staging)).toEqual([
    `Node ${name} is a machine of the data, and no node of the cluster: its labels cannot be set`,
    expect.stringMatching(/^APIService v1beta1\.metrics\.k8s\.io is not there, and the data lists/),
  ]);
});

test("add-ons of EKS that the data says are there are looked for", () => {
  const spec: EnvironmentSpec = {
    ...production,
    cluster: { ...production.cluster, provides: ["pod-identity-agent", "efs-csi-driver"] },
  };
  expect(missing(EKS, spec).map((line) => line.split(" is not")[0])).toEqual([
    "DaemonSet kube-system/eks-pod-identity-agent",
    "CSIDriver efs.csi.aws.com",
  ]);
  const agent = object("apps/v1", "DaemonSet", "eks-pod-identity-agent", {
    metadata: { name: "eks-pod-identity-agent", namespace: "kube-system" },
    spec: { selector: {}, template: { spec: { containers: [] } } },
  });
  expect(missing([...EKS, csiDriver("efs.csi.aws.com"), agent], spec)).toEqual([]);
});

test("claims that wait for a class that is missing are findings already", () => {
  const claim = object("v1", "PersistentVolumeClaim", "data-redis-0", {
    metadata: { name: "data-redis-0", namespace: "montage-ai" },
    spec: { storageClassName: "gp3", accessModes: ["ReadWriteOnce"] },
    status: { phase: "Pending" },
  });
  expect(missing([claim, ingressClass("alb")], production)).toEqual([]);
});

test("nothing is missing of kinds that could not be read, nor without an environment", () => {
  expect(missing([], production, ["StorageClass", "IngressClass"])).toEqual([]);
  expect(missing(without(EKS, "CSIDriver"), production, ["CSIDriver"])).toEqual([]);
  expect(missing([], staging, ["Node", "StorageClass", "IngressClass", "APIService"])).toEqual([]);
  expect(missing([])).toEqual([]);
});
