import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { projectFile } from "../../environments/project";
import { REGISTRY_IMAGE } from "../../modules/registry/facts";
import { resourcesByName } from "../support/registry-stack";

const deployments = resourcesByName("kubernetes_deployment_v1");
const services = resourcesByName("kubernetes_service_v1");
const policies = resourcesByName("kubernetes_network_policy_v1");
const configMaps = resourcesByName("kubernetes_config_map_v1");
const cronJob = resourcesByName("kubernetes_cron_job_v1")["registry-garbage-collection"];

/** The configuration file that a server is given. */
function config(name: string): unknown {
  return parse(Object(configMaps[name]?.data)["config.yml"]);
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

  // 3.x otherwise logs an error for each batch of traces that nobody takes at localhost:4318.
  it("sends no traces", () => {
    for (const server of [deployments["registry-pull"], deployments["registry-push"], cronJob]) {
      expect(JSON.stringify(server)).toContain('{"name":"OTEL_TRACES_EXPORTER","value":"none"}');
    }
  });

  it("caches no blob descriptors: two servers and a garbage collection share the volume", () => {
    for (const name of ["registry-pull", "registry-push"]) {
      expect(config(name)).toMatchObject({ storage: { filesystem: {} } });
      expect(JSON.stringify(config(name))).not.toContain("cache");
    }
  });

  it("keeps the images over a restart, on the registry's node", () => {
    expect(Object.values(resourcesByName("kubernetes_persistent_volume_claim_v1"))).toEqual([
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
                image: expect.stringMatching(/^docker\.io\/library\/registry:3\.1\.2@sha256:/),
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

  it("is of the version that the testbed builds and the tests are run on", () => {
    const module = readFileSync(projectFile("testbed/registry/go.mod"), "utf8");
    expect(module).toContain(`distribution/v3 v${REGISTRY_IMAGE.tag} `);
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
