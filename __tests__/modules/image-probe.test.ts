import { ENVIRONMENT_NAMES } from "../../environments/schema";
import { blocks, specOf, synthesize, type StackJson } from "../support/synth";
import { withSwitches } from "../support/workload";

const workloads = new Map<string, StackJson | undefined>(
  ENVIRONMENT_NAMES.map((name) => [name, synthesize(specOf(name))["workload"]]),
);
const of = (name: string) => workloads.get(name);

/** The block of a resource type that is called image-probe, or allow-image-probe. */
function found(workload: StackJson | undefined, type: string): string {
  const [block] = blocks(workload, type).filter((one) =>
    /"name":"(allow-)?image-probe"/.test(JSON.stringify(one["metadata"])),
  );
  return JSON.stringify(block ?? {});
}

test("the images of the pods are asked for, at the address that pods have of the registry", () => {
  const probe = found(of("staging"), "kubernetes_deployment_v1");
  expect(probe).toMatch(/"IMAGES","value":"127\.0\.0\.1:[^"]*\/montage-ai:\w+"/);
  expect(probe).toMatch(
    /"REGISTRY_URL","value":"http:\/\/registry-pull\.\$?\{?[^"]*\.svc\.cluster\.local:5000"/,
  );
  const production = found(of("production"), "kubernetes_deployment_v1");
  expect(production).toContain('"REGISTRY_URL","value":"https://ghcr.io"');
});

test("with the pods' own pull secret, as a file that follows what External Secrets writes", () => {
  const probe = found(of("production"), "kubernetes_deployment_v1");
  expect(probe).toContain('"value":"/pull-secret/.dockerconfigjson"');
  expect(probe).toMatch(/"secret":\{"secret_name":"\$\{data\.terraform_remote_state/);
  expect(probe).not.toContain("sub_path");
  expect(found(of("local"), "kubernetes_deployment_v1")).not.toContain("pull-secret");
});

test("it reaches the registry and nothing else, and Prometheus alone reaches it", () => {
  const production = found(of("production"), "kubernetes_network_policy_v1");
  expect(production).toContain('"ports":[{"port":"443","protocol":"TCP"}]');
  expect(production).toContain('"except":["10.0.0.0/8"');
  expect(production).toContain('"app.kubernetes.io/name":"prometheus"');
  const staging = found(of("staging"), "kubernetes_network_policy_v1");
  expect(staging).toContain('"app.kubernetes.io/component":"registry-pull"');
  expect(staging).not.toContain("0.0.0.0/0");
});

test("it has no token of the cluster and no right to write", () => {
  const probe = found(of("staging"), "kubernetes_deployment_v1");
  expect(probe).toContain('"automount_service_account_token":false');
  expect(probe).toContain('"read_only_root_filesystem":true');
});

test("there is none where no Prometheus would read it", () => {
  const spec = withSwitches("local", ({ addons }) => ({
    addons: { ...addons, "kube-prometheus-stack": false, "prometheus-adapter": false },
  }));
  expect(found(synthesize(spec)["workload"], "kubernetes_deployment_v1")).toBe("{}");
});
