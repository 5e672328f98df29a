import { clusterClashes } from "../../environments/clusters";
import { changedSpec } from "../support/changed-spec";
import { specOf } from "../support/synth";

const all = ["local", "staging", "production"].map(specOf);

test("each environment has a cluster of its own", () => {
  expect(clusterClashes(all)).toEqual([]);
});

test.each([
  ["production", "name"],
  ["staging", "context"],
])("a second environment on the cluster of %s is refused", (name, key) => {
  expect(clusterClashes([...all, specOf(name)])).toMatchObject([
    { path: `cluster.${key}`, message: expect.stringContaining(`${name} has the same cluster`) },
  ]);
});

test("one name in two regions is two clusters, one context in two kubeconfigs, too", () => {
  const us = changedSpec(specOf("production"), { "cluster.region": "us-east-1" });
  const k3s = changedSpec(specOf("staging"), { "cluster.kubeconfigPath": "~/.kube/other" });
  expect(clusterClashes([...all, us, k3s])).toEqual([]);
});
