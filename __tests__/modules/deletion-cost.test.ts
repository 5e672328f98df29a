import { ENVIRONMENT_NAMES } from "../../environments/schema";
import { blocks } from "../support/synth";
import {
  deployment,
  manifests,
  podOf,
  variables,
  withSwitches,
  workloadOf,
  workloadStack,
  workloadStacks,
} from "../support/workload";

const stacks = workloadStacks();
const [policy] = manifests(stacks.staging, "ValidatingAdmissionPolicy");

test.each(ENVIRONMENT_NAMES)("%s has one keeper for all workers that are scaled in", (name) => {
  const workers = name === "local" ? ["worker"] : ["worker", "worker-heavy"];
  expect(variables(workloadStack(name), "deletion-cost")).toMatchObject({
    POD_SELECTOR: `app.kubernetes.io/name=montage-ai,app.kubernetes.io/component in (${workers.join(",")})`,
    QUEUES: "default,heavy",
  });
});

test("the keeper runs in the app's own image, at the same tag: nothing else is pulled", () => {
  const [keeper] = podOf(stacks.production, "deletion-cost").container;
  const [worker] = podOf(stacks.production, "montage-ai-worker").container;
  expect(keeper?.image).toBe(worker?.image);
  expect(keeper).toMatchObject({
    command: ["python", "/program/keep_deletion_cost.py"],
    security_context: { read_only_root_filesystem: true },
  });
});

test("its program is the file beside the module, and a change of it makes a new pod", () => {
  const [program] = blocks(stacks.local, "kubernetes_config_map_v1").filter((map) =>
    JSON.stringify(map["metadata"]).includes('"deletion-cost"'),
  );
  const text = JSON.stringify(program?.["data"]);
  expect(text).toContain("controller.kubernetes.io/pod-deletion-cost");
  // Terraform would take these for its own.
  expect(text).not.toMatch(/[$%]\{/);
  const { annotations } = deployment(stacks.local, "deletion-cost").spec.template.metadata;
  expect(annotations["fluxibri.ai/program-checksum"]).toMatch(/^\$\{sha256\(/);
});

test("it is ready while it looks: its file is in a volume of its own, and its age is asked for", () => {
  const { container, volume } = podOf(stacks.production, "deletion-cost");
  const file = variables(stacks.production, "deletion-cost")["LOOKED_FILE"];
  expect(container[0]).toMatchObject({
    readiness_probe: {
      exec: { command: ["sh", "-c", `find ${file} -mmin -5 | grep -q .`] },
    },
    volume_mount: expect.arrayContaining([{ name: "looked", mount_path: "/looked" }]),
  });
  expect(file).toMatch(/^\/looked\//);
  expect(volume).toContainEqual({ name: "looked", empty_dir: { size_limit: "1Mi" } });
});

test("its account may list and patch pods of the namespace, and nothing else", () => {
  const roles = blocks(stacks.staging, "kubernetes_role_v1").filter((role) =>
    JSON.stringify(role["metadata"]).includes('"deletion-cost"'),
  );
  expect(roles).toHaveLength(1);
  expect(roles[0]?.["rule"]).toEqual([
    { api_groups: [""], resources: ["pods"], verbs: ["list", "patch"] },
  ]);
});

test("of a pod it may change the deletion cost alone, and of queue workers only", () => {
  expect(policy).toMatchObject({
    spec: {
      failurePolicy: "Fail",
      matchConstraints: { resourceRules: [{ operations: ["UPDATE"], resources: ["pods"] }] },
      matchConditions: [
        {
          expression: expect.stringMatching(/^request\.userInfo\.username == ".*:deletion-cost"$/),
        },
      ],
      validations: [
        { expression: expect.stringContaining('in ["worker", "worker-heavy"]') },
        { expression: expect.stringContaining("object.spec == oldObject.spec") },
      ],
    },
  });
});

test("the right to patch pods comes after the policy that restricts it", () => {
  const [role] = blocks(stacks.local, "kubernetes_role_v1").filter((one) =>
    JSON.stringify(one["metadata"]).includes('"deletion-cost"'),
  );
  expect(role?.["depends_on"]).toEqual([
    expect.stringMatching(/^kubernetes_manifest\..*guard_policy/),
    expect.stringMatching(/^kubernetes_manifest\..*guard_binding/),
  ]);
});

test("the keeper starts when it has its rights: before, it would end with an error and start again", () => {
  const keepers = blocks(stacks.local, "kubernetes_deployment_v1").filter((one) =>
    JSON.stringify(one["metadata"]).includes('"deletion-cost"'),
  );
  expect(keepers).toHaveLength(1);
  expect(keepers[0]?.["depends_on"]).toContainEqual(
    expect.stringMatching(/^kubernetes_role_binding_v1\.deletion-cost_access_role-binding/),
  );
});

test("without KEDA nobody scales in, and there is no keeper and no policy", () => {
  const without = workloadOf(
    withSwitches("staging", ({ addons }) => ({ addons: { ...addons, keda: false } })),
  );
  expect(JSON.stringify(without)).not.toContain("deletion-cost");
});
