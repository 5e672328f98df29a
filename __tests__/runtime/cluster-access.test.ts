import { homedir } from "node:os";
import path from "node:path";
import { clusterAccess } from "../../runtime/cluster-access";
import { specOf } from "../support/synth";

const nothing = { kubeconfig: undefined, context: undefined };

test("the environment's data says how its cluster is reached", () => {
  expect(clusterAccess(nothing, specOf("staging"))).toEqual({
    kubeconfig: path.join(homedir(), ".kube/config"),
    context: "fluxibri-staging",
  });
});

test("the command line comes before the data", () => {
  const given = { kubeconfig: path.resolve("lab.yaml"), context: "lab" };
  const access = clusterAccess(given, specOf("staging"));
  expect(access.context).toBe("lab");
  expect(path.resolve(access.kubeconfig ?? "")).toBe(given.kubeconfig);
});

test("of several kubeconfigs kubectl makes one itself", () => {
  const spec = specOf("local");
  if (spec.cluster.kind !== "kubeconfig") throw new Error("local is no kubeconfig cluster");
  const cluster = { ...spec.cluster, kubeconfigPaths: ["/a", "/b"], context: "k3d" };
  expect(clusterAccess(nothing, { ...spec, cluster })).toEqual({
    kubeconfig: undefined,
    context: "k3d",
  });
});

test.each([
  ["no environment", undefined, "names no cluster"],
  ["EKS", specOf("production"), "names no cluster, and the data of production names none either"],
])("where the current context may be any cluster it is not taken: %s", (_, spec, message) => {
  expect(() => clusterAccess(nothing, spec)).toThrow(message);
});

test("who takes no --context is told of the variable", () => {
  expect(() => clusterAccess(nothing, specOf("production"), "KUBE_CONTEXT")).toThrow(
    "fix:   give KUBE_CONTEXT a name of `kubectl config get-contexts`",
  );
});
