import { reachCluster, whenUnanswered } from "../../runtime/reach-cluster";
import { specOf } from "../support/synth";

test.each([
  ["local", "npm run local makes one on this machine"],
  ["staging", "to ~/.kube/config, its context as fluxibri-staging"],
  ["production", "aws eks update-kubeconfig --name fluxibri-production --region eu-central-1"],
] as const)("without a kubeconfig the cluster of %s is come by in its own way", (name, way) => {
  expect(reachCluster(specOf(name))).toContain(way);
});

test.each([
  ["kubectl without its file", "error: stat /home/me/.kube/config: no such file or directory"],
  ["a client without its file", "ENOENT: no such file or directory, open '/home/me/.kube/config'"],
  ["kubectl without the context", 'error: context "lab" does not exist'],
  ["a client without the context", "there is no context lab in the kubeconfig; it has none"],
])("%s is told how to get one, not to look at what it does not have", (_, said) => {
  const look = "look at --kubeconfig, then kubectl get nodes";
  expect(whenUnanswered(specOf("local"), said, look)).toMatch(/^without a cluster: npm run local /);
});

test("a cluster that is known and does not answer is to be looked at", () => {
  const said = "dial tcp 127.0.0.1:6443: connect: connection refused";
  expect(whenUnanswered(specOf("local"), said, "look at it")).toBe("look at it");
});
