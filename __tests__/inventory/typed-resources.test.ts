import { read } from "./alike";

test("a typed pod mounts a token where it does not refuse: the provider sends its own default", () => {
  const automount = (pod: object) => {
    const typedPod = { container: [{ name: "a", image: "a:1" }], ...pod };
    const { workloads } = read({
      kubernetes_pod_v1: { x: { metadata: { name: "x" }, spec: typedPod } },
    });
    return workloads[0]?.pod.automountServiceAccountToken;
  };
  expect(automount({})).toBe(true);
  expect(automount({ automount_service_account_token: null })).toBe(true);
  expect(automount({ automount_service_account_token: false })).toBe(false);
  const manifest = { kind: "Pod", metadata: { name: "x" }, spec: { containers: [{ name: "a" }] } };
  const { workloads } = read({ kubernetes_manifest: { x: { manifest } } });
  expect(workloads[0]?.pod.automountServiceAccountToken).toBeUndefined();
  const { serviceAccounts } = read({
    kubernetes_service_account_v1: { x: { metadata: { name: "x" } } },
  });
  expect(serviceAccounts[0]?.automountServiceAccountToken).toBe(true);
});
