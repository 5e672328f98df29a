import type { Place } from "../../inventory/model";
import { readForeignObjects } from "../../inventory/reading";
import { podHardening } from "../../rules/pod-hardening";
import { findingsIn } from "./fixture";

/** `severity object: message` of each finding of an invalid fixture. */
function said(stem: string): readonly string[] {
  return findingsIn("invalid", stem).map(
    ({ severity, object, message }) => `${severity} ${object}: ${message}`,
  );
}

describe("pod-hardening", () => {
  test("refuses a pod of ours without any security context, and says all of it", () => {
    expect(findingsIn("invalid", "pod-hardening")).toEqual([
      {
        rule: "pod-hardening",
        severity: "error",
        object: "Deployment montage-ai/worker",
        place: {
          kind: "terraform",
          stack: "staging-workload",
          address: "kubernetes_deployment_v1.worker",
        },
        message:
          "can do too much: worker (may run as root, has no seccomp profile, may gain privileges, keeps the runtime's capabilities)",
        fix: "securityContext: { runAsNonRoot: true, runAsUser: <the image's user, not 0>, seccompProfile: { type: RuntimeDefault } } in the pod's spec; securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] } } in each container",
      },
      expect.objectContaining({
        severity: "warning",
        message: "can do too much: mounts a token of the default service account",
        fix: "automountServiceAccountToken: false in the pod's spec",
      }),
    ]);
  });

  test("refuses every way into the node", () => {
    expect(said("pod-hardening-node")).toEqual([
      "error Deployment montage-ai/worker: can do too much: shares the node's network (hostNetwork), shares the node's pid (hostPID), volume dri is the node's /dev/dri; worker (is privileged, adds capabilities beyond the runtime's own, opens a port of the node)",
    ]);
  });

  test("names the level that refuses the pods: restricted wants runAsNonRoot in so many words", () => {
    expect(said("pod-hardening-refused")).toEqual([
      "error Job jobs/render: namespace jobs enforces restricted and refuses its pods: volume footage mounts NFS without a claim; render (may run as root)",
    ]);
  });

  test("baseline refuses a pod without seccomp", () => {
    expect(said("pod-hardening-baseline")).toEqual([
      "error Deployment montage-ai/worker: namespace montage-ai enforces baseline and refuses its pods: worker (seccomp is off)",
    ]);
  });

  test("an init container that is root counts as well", () => {
    expect(said("pod-hardening-init")).toEqual([
      "error Deployment montage-ai/worker: can do too much: fix-permissions (may run as root)",
    ]);
  });

  test("warns of a token of the default service account", () => {
    expect(said("pod-hardening-token")).toEqual([
      "warning Deployment montage-ai/worker: can do too much: mounts a token of the default service account",
    ]);
  });

  test("a DaemonSet of workers is no node agent", () => {
    expect(said("pod-hardening-daemon-set")).toEqual([
      "error DaemonSet montage-ai/worker: can do too much: shares the node's network (hostNetwork)",
    ]);
  });
});

describe("pod-hardening on foreign content", () => {
  const place: Place = { kind: "file", file: "app.yaml", line: 1 };

  function found(...objects: readonly Readonly<Record<string, unknown>>[]) {
    const { inventory } = readForeignObjects(objects.map((object) => ({ object, place })));
    return podHardening
      .check(inventory, undefined)
      .map(({ severity, object, message }) => `${severity} ${object}: ${message}`);
  }
  const pod = (container: object) => ({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "a", namespace: "apps" },
    spec: { containers: [{ name: "a", ...container }] },
  });

  test("what no label refuses is a warning, in one finding", () => {
    expect(found(pod({ image: "nginx:1.27" }))).toEqual([
      "warning Pod apps/a: can do too much: a (may run as root, has no seccomp profile, may gain privileges, keeps the runtime's capabilities); mounts a token of the default service account",
    ]);
  });

  test("what the namespace's label refuses is an error", () => {
    const namespace = {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name: "apps", labels: { "pod-security.kubernetes.io/enforce": "baseline" } },
    };
    const privileged = pod({ image: "nginx:1.27", securityContext: { privileged: true } });
    expect(found(namespace, privileged)[0]).toBe(
      "error Pod apps/a: namespace apps enforces baseline and refuses its pods: a (is privileged)",
    );
  });

  test("a patch is not judged by what it leaves out", () => {
    expect(found(pod({ env: [{ name: "LEVEL", value: "info" }] }))).toEqual([]);
    expect(found(pod({ securityContext: { privileged: true } }))).toEqual([
      "warning Pod apps/a: can do too much: a (is privileged)",
    ]);
  });

  test("the default account's own setting counts where the pod says nothing", () => {
    const account = {
      apiVersion: "v1",
      kind: "ServiceAccount",
      metadata: { name: "default", namespace: "apps" },
      automountServiceAccountToken: false,
    };
    expect(found(account, pod({ image: "nginx:1.27" })).join()).not.toContain("token");
  });
});
