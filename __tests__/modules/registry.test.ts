import { Testing, TerraformStack } from "cdktf";
import { parse } from "yaml";
import { InClusterRegistry } from "../../modules/registry/in-cluster-registry";
import { specOf } from "../support/synth";

interface Block {
  readonly metadata: { readonly name: string };
  readonly [argument: string]: unknown;
}
interface Step {
  readonly name: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
}
interface CronJobSpec {
  readonly job_template: {
    readonly spec: {
      readonly template: {
        readonly spec: {
          readonly init_container: readonly Step[];
          readonly container: readonly Step[];
        };
      };
    };
  };
}

const resources: Readonly<Record<string, Readonly<Record<string, Block>>>> =
  JSON.parse(synthesized()).resource;
const deployments = byName("kubernetes_deployment_v1");
const services = byName("kubernetes_service_v1");
const policies = byName("kubernetes_network_policy_v1");
const cronJob = byName("kubernetes_cron_job_v1")["registry-garbage-collection"];

function synthesized(): string {
  const source = specOf("staging").registry;
  if (source === undefined) throw new Error("staging has a registry");
  const stack = new TerraformStack(Testing.app(), "stack");
  new InClusterRegistry(stack, "registry", {
    source,
    namespace: "registry",
    nodeSelector: { "fluxibri.ai/registry-host": "true" },
  });
  return Testing.synth(stack);
}

function byName(type: string): Readonly<Record<string, Block>> {
  const found = Object.values(resources[type] ?? {});
  return Object.fromEntries(found.map((block) => [block.metadata.name, block]));
}

/** The configuration file that a server is given. */
function config(name: string): unknown {
  const data: unknown = byName("kubernetes_config_map_v1")[name]?.data;
  return parse(Object(data)["config.yml"]);
}

function steps(): readonly Step[] {
  const spec: CronJobSpec = JSON.parse(JSON.stringify(cronJob?.spec));
  const { init_container, container } = spec.job_template.spec.template.spec;
  return [...init_container, ...container];
}

describe("in-cluster registry", () => {
  it("lets nodes pull from a read-only server without credentials, on the NodePort", () => {
    expect(services["registry-pull"]?.spec).toMatchObject({
      type: "NodePort",
      port: [{ node_port: 30500, port: 5000 }],
      selector: { "app.kubernetes.io/component": "registry-pull" },
    });
    expect(config("registry-pull")).toMatchObject({
      storage: { maintenance: { readonly: { enabled: true } } },
    });
    expect(config("registry-pull")).not.toHaveProperty("auth");
    expect(JSON.stringify(deployments["registry-pull"])).toContain(
      '{"mount_path":"/var/lib/registry","name":"data","read_only":true}',
    );
  });

  it("takes pushes and deletions only with credentials, and never on a NodePort", () => {
    expect(config("registry-push")).toMatchObject({
      auth: { htpasswd: { path: "/etc/registry-credentials/htpasswd" } },
      storage: { delete: { enabled: true } },
    });
    expect(services["registry-push"]?.spec).not.toHaveProperty("type");
    expect(JSON.stringify(deployments["registry-push"])).toContain(
      '"secret":{"items":[{"key":"htpasswd","path":"htpasswd"}],"optional":false,"secret_name":"registry-htpasswd"}',
    );
    expect(deployments["registry-push"]?.wait_for_rollout).toBe(false);
  });

  it("caches no blob descriptors: two servers and a garbage collection share the volume", () => {
    for (const name of ["registry-pull", "registry-push"]) {
      expect(config(name)).toMatchObject({ storage: { filesystem: {} } });
      expect(JSON.stringify(config(name))).not.toContain("cache");
    }
  });

  it("keeps the images over a restart, on the registry's node", () => {
    expect(Object.values(byName("kubernetes_persistent_volume_claim_v1"))).toEqual([
      expect.objectContaining({
        wait_until_bound: false,
        spec: expect.objectContaining({
          access_modes: ["ReadWriteOnce"],
          storage_class_name: "local-path",
          resources: { requests: { storage: "100Gi" } },
        }),
      }),
    ]);
    for (const name of ["registry-pull", "registry-push"]) {
      expect(deployments[name]?.spec).toMatchObject({
        strategy: { type: "Recreate" },
        template: { spec: { node_selector: { "fluxibri.ai/registry-host": "true" } } },
      });
    }
  });

  it("runs without root, capabilities, token or a writable root filesystem", () => {
    for (const name of ["registry-pull", "registry-push"]) {
      expect(deployments[name]?.spec).toMatchObject({
        template: {
          spec: {
            automount_service_account_token: false,
            security_context: {
              run_as_non_root: true,
              run_as_user: "1000",
              fs_group: "1000",
              seccomp_profile: { type: "RuntimeDefault" },
            },
            container: [
              {
                image: expect.stringMatching(/^docker\.io\/library\/registry:2\.8\.3@sha256:/),
                security_context: {
                  read_only_root_filesystem: true,
                  allow_privilege_escalation: false,
                  capabilities: { drop: ["ALL"] },
                },
              },
            ],
          },
        },
      });
    }
  });

  it("restarts a server whose configuration changed", () => {
    const checksums = ["registry-pull", "registry-push"].map((name) => {
      const [, checksum] =
        /config-checksum":"([0-9a-f]{16})"/.exec(JSON.stringify(deployments[name])) ?? [];
      return checksum;
    });
    expect(checksums).toEqual([expect.any(String), expect.any(String)]);
    expect(checksums[0]).not.toBe(checksums[1]);
  });

  it("opens the push server to labelled builders alone, and lets neither server out", () => {
    expect(policies["registry-push"]?.spec).toMatchObject({
      policy_types: ["Ingress", "Egress"],
      ingress: [
        { from: [{ pod_selector: { match_labels: { "fluxibri.ai/registry-push": "true" } } }] },
      ],
    });
    for (const name of ["registry-pull", "registry-push"]) {
      expect(policies[name]?.spec).not.toHaveProperty("egress");
    }
  });
});

describe("garbage collection of the registry", () => {
  it("sweeps between pushes off and pushes on, and judges last", () => {
    expect(steps().map(({ name }) => name)).toEqual([
      "pushes-off",
      "wait-for-pushes",
      "sweep",
      "pushes-on",
      "verdict",
    ]);
    expect(steps()[0]?.args).toContain("--replicas=0");
    expect(steps()[3]?.args).toContain("--replicas=1");
  });

  it("switches pushes on again after a sweep that failed, then fails itself", () => {
    expect(steps()[2]?.command?.[2]).toMatch(/; echo \$\? > \/result\/status$/);
    expect(steps()[4]?.command?.[2]).toBe('exit "$(cat /result/status)"');
  });

  // distribution/distribution#3178: it deletes the platforms of multi-architecture images.
  it("does not delete untagged manifests", () => {
    expect(JSON.stringify(cronJob)).toContain("registry garbage-collect /etc/registry/config.yml");
    expect(JSON.stringify(cronJob)).not.toContain("delete-untagged");
  });

  it("never runs twice at once, and at the environment's hour in UTC", () => {
    expect(cronJob?.spec).toMatchObject({
      schedule: "30 3 * * 0",
      timezone: "Etc/UTC",
      concurrency_policy: "Forbid",
      job_template: { spec: { backoff_limit: 2 } },
    });
  });

  it("is not undone by an apply: Terraform ignores the push server's replicas", () => {
    expect(deployments["registry-push"]?.lifecycle).toEqual({
      ignore_changes: ["spec[0].replicas"],
    });
    expect(deployments["registry-pull"]).not.toHaveProperty("lifecycle");
  });

  it("may scale the push server and nothing else", () => {
    const role = byName("kubernetes_role_v1")["registry-garbage-collection"];
    expect(role?.rule).toEqual([
      {
        api_groups: ["apps"],
        resources: ["deployments"],
        resource_names: ["registry-push"],
        verbs: ["get"],
      },
      {
        api_groups: ["apps"],
        resources: ["deployments/scale"],
        resource_names: ["registry-push"],
        verbs: ["get", "patch", "update"],
      },
      { api_groups: [""], resources: ["pods"], verbs: ["get", "list", "watch"] },
    ]);
  });
});
