import { clusterNodes } from "../../../environments/nodes/cluster-nodes";
import { specOf } from "../../support/synth";

const counts = (name: string) =>
  clusterNodes(specOf(name).cluster).map((node) => [node.name, node.count.min, node.count.max]);

test("EKS has its pools, from their minimum to their maximum", () => {
  expect(counts("production")).toEqual([
    ["web", 2, 10],
    ["cpu-worker", 1, 24],
    ["gpu", 0, 5],
    ["gpu-mig", 0, 2],
  ]);
});

test("k3s has its machines, one each", () => {
  expect(counts("staging")).toEqual([
    ["control-amd64", 1, 1],
    ["worker-amd64", 1, 1],
    ["worker-arm64", 1, 1],
    ["gpu-rocm", 1, 1],
    ["gpu-jetson", 1, 1],
  ]);
});

test("a bare kubeconfig has the nodes that the testbed simulates", () => {
  expect(counts("local")).toEqual([
    ["base", 1, 1],
    ["burst", 0, 2],
  ]);
});
