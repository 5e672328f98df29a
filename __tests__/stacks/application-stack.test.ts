import { ENVIRONMENT_NAMES } from "../../environments/schema";
import { changedSpec } from "../support/changed-spec";
import { blocks, specOf } from "../support/synth";
import {
  deployment,
  podOf,
  settings,
  withSwitches,
  workloadOf,
  workloadStack,
  workloadStacks,
  type Deployment,
} from "../support/workload";
import { montageAiIn } from "../support/applications";

const stacks = workloadStacks();
const stagingFromGhcr = workloadOf(withSwitches("staging", () => ({ images: "ghcr" })));

describe("state and images", () => {
  test("only production refuses to destroy its claims and its Redis volume", () => {
    const lifecycles = (name: string) =>
      blocks(workloadStack(name), "kubernetes_persistent_volume_claim_v1").map(
        (claim) => claim["lifecycle"],
      );
    expect(lifecycles("production")).toEqual(Array(6).fill({ prevent_destroy: true }));
    expect(JSON.stringify([stacks.local, stacks.staging])).not.toContain("prevent_destroy");
  });

  test("the registry's address is the platform's output", () => {
    expect(podOf(stacks.staging, "montage-ai-worker").container[0]?.image).toMatch(
      /^\$\{data\.terraform_remote_state\..*\}\/montage-ai:d5eade7$/,
    );
    expect(settings(stacks.staging)["IMAGE_FULL"]).toBe(
      podOf(stacks.staging, "montage-ai-worker").container[0]?.image,
    );
  });

  test("one line of data switches every pod to GHCR", () => {
    for (const name of ["web", "worker", "worker-heavy"]) {
      const pod = podOf(stagingFromGhcr, `montage-ai-${name}`);
      expect(pod.container[0]?.image).toBe("ghcr.io/mfahsold/montage-ai:d5eade7");
    }
  });

  // The provider keeps the secret of a Deployment whose configuration stops naming it: seen when the
  // end-to-end test switched back to the registry.
  test("the pull secret is named whatever the image source, wherever there is one", () => {
    for (const stack of [stagingFromGhcr, stacks.staging, stacks.production]) {
      expect(podOf(stack, "montage-ai-worker").image_pull_secrets).toHaveLength(1);
      expect(settings(stack)).toHaveProperty("IMAGE_PULL_SECRET");
    }
    expect(podOf(stacks.local, "montage-ai-worker").image_pull_secrets).toBeUndefined();
    expect(settings(stacks.local)).not.toHaveProperty("IMAGE_PULL_SECRET");
  });

  test("staging's web and workers read the language model's key from a Secret of the secrets stack", () => {
    for (const name of ["web", "worker", "worker-heavy"]) {
      const [container] = podOf(stacks.staging, `montage-ai-${name}`).container;
      expect(container?.env.filter((variable) => variable.name === "LITELLM_API_KEY")).toEqual([
        {
          name: "LITELLM_API_KEY",
          value_from: {
            secret_key_ref: {
              name: expect.stringMatching(/^\$\{data\.terraform_remote_state\./),
              key: "api-key",
            },
          },
        },
      ]);
    }
    // Without a model the app takes no address either: creative_director of d5eade7.
    expect(settings(stacks.staging)).toMatchObject({
      OPENAI_API_BASE: "http://litellm.llama-box-system.svc.cluster.local:4000/v1",
      OPENAI_MODEL: "eco",
    });
  });

  test("local and production name no language model, no way to one and no key", () => {
    for (const stack of [stacks.local, stacks.production]) {
      expect(JSON.stringify(stack)).not.toMatch(/LITELLM|OPENAI|llama-box/);
    }
  });

  test("a secret is for the pods that it names", () => {
    const spec = specOf("staging");
    const secrets = montageAiIn(spec).secrets.map((secret) => ({ ...secret, for: ["web"] }));
    const stack = workloadOf(changedSpec(spec, { "applications.0.secrets": secrets }));
    const withKey = ["web", "worker", "worker-heavy"].filter((name) =>
      JSON.stringify(podOf(stack, `montage-ai-${name}`)).includes("LITELLM_API_KEY"),
    );
    expect(withKey).toEqual(["web"]);
  });

  test("staging uses the Redis that is there and makes none", () => {
    expect(blocks(stacks.staging, "kubernetes_stateful_set_v1")).toHaveLength(0);
    expect(blocks(stacks.production, "kubernetes_stateful_set_v1")).toHaveLength(1);
  });

  test("the namespace is the platform's output everywhere", () => {
    for (const name of ENVIRONMENT_NAMES) {
      for (const kinds of Object.values(workloadStack(name).resource ?? {})) {
        for (const block of Object.values(kinds)) {
          const object = (block["manifest"] ?? block) as { metadata: { namespace?: string } };
          expect(object.metadata.namespace ?? "").toMatch(/^$|terraform_remote_state/);
        }
      }
    }
  });

  test("settings roll the pods that read them", () => {
    for (const name of ["montage-ai-web", "montage-ai-worker"]) {
      expect(
        deployment(stacks.local, name).spec.template.metadata.annotations[
          "fluxibri.ai/settings-checksum"
        ],
      ).toMatch(/^\$\{sha256\(jsonencode\(/);
    }
  });

  test("every pod runs without root, privileges and capabilities", () => {
    for (const name of ENVIRONMENT_NAMES) {
      for (const type of ["kubernetes_deployment_v1", "kubernetes_stateful_set_v1"]) {
        for (const block of blocks(workloadStack(name), type) as unknown as Deployment[]) {
          const pod = block.spec.template.spec;
          expect(pod).toMatchObject({
            security_context: {
              run_as_non_root: true,
              seccomp_profile: { type: "RuntimeDefault" },
            },
          });
          for (const container of pod.container) {
            expect(container).toMatchObject({
              security_context: {
                allow_privilege_escalation: false,
                capabilities: { drop: ["ALL"] },
              },
            });
          }
        }
      }
    }
  });

  test.each([
    ["local", { max_unavailable: "1" }],
    ["production", { min_available: "1" }],
  ] as const)("%s web budget lets a node be drained", (name, expected) => {
    const budget = blocks(workloadStack(name), "kubernetes_pod_disruption_budget_v1").find(
      (block) => (block["metadata"] as { name: string }).name === "montage-ai-web",
    );
    expect(budget?.["spec"]).toMatchObject(expected);
  });

  test("pods come after the guards of their namespace", () => {
    // Guards are other modules' resources; whatever they make must be waited for.
    const { depends_on } = deployment(stacks.local, "montage-ai-worker");
    const guards = ["kubernetes_resource_quota_v1", "kubernetes_network_policy_v1"];
    for (const kind of guards) {
      const made = Object.keys(stacks.local.resource?.[kind] ?? {})
        // The probe's own policy lets the probe through, and no worker.
        .filter((id) => !id.startsWith("image-probe_"))
        .map((id) => `${kind}.${id}`);
      expect(depends_on ?? []).toEqual(expect.arrayContaining(made));
    }
  });
});
