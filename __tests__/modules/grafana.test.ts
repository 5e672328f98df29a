import { grafanaValues } from "../../addons/kube-prometheus-stack/grafana";
import { valuesOf } from "../support/addon-values";
import { ENVIRONMENT_NAMES } from "../../environments/schema";
import { isObject } from "../../inventory/json";
import { blocks, specOf, synthesize } from "../support/synth";

const values = grafanaValues(["montage-ai"]);

describe("Grafana", () => {
  test.each(ENVIRONMENT_NAMES)("is part of kube-prometheus-stack in %s", (name) => {
    expect(valuesOf("kube-prometheus-stack", specOf(name))).toMatchObject({
      grafana: { enabled: true },
    });
  });

  // Without this variable the chart makes a Secret with a password that is another at each rendering.
  test("has no account: no first administrator, no login, no sign-up, everybody a Viewer", () => {
    expect(values).toMatchObject({
      env: { GF_SECURITY_DISABLE_INITIAL_ADMIN_CREATION: "true" },
      "grafana.ini": {
        auth: { disable_login_form: true },
        "auth.anonymous": { enabled: true, org_role: "Viewer" },
        "auth.basic": { enabled: false },
        users: { allow_sign_up: false },
        security: { disable_initial_admin_creation: true },
      },
    });
    expect(JSON.stringify(values)).not.toMatch(/password|adminUser|existingSecret|secretName/i);
  });

  test("is reached inside the cluster only, and keeps nothing", () => {
    expect(values).toMatchObject({
      service: { type: "ClusterIP" },
      persistence: { enabled: false },
      networkPolicy: { enabled: true, allowExternal: false },
    });
    expect(values).not.toHaveProperty("ingress");
  });

  test("has no access to the Kubernetes API, nor anything that would need it", () => {
    expect(values).toMatchObject({
      rbac: { create: false },
      automountServiceAccountToken: false,
      serviceAccount: { autoMount: false, automountServiceAccountToken: false },
      sidecar: { dashboards: { enabled: false }, datasources: { enabled: false } },
      forceDeployDatasources: true,
    });
  });

  test("asks nobody outside the cluster, and could not", () => {
    expect(values).toMatchObject({
      "grafana.ini": {
        analytics: {
          reporting_enabled: false,
          check_for_updates: false,
          check_for_plugin_updates: false,
        },
        security: { disable_gravatar: true },
        plugins: { preinstall_disabled: true },
        news: { news_feed_enabled: false },
        snapshots: { enabled: false },
      },
      networkPolicy: { egress: { enabled: true, to: [{ podSelector: {} }] } },
    });
  });

  test("looks for dashboards where the volumes are mounted", () => {
    const mounts = pathsOf(values, "mountPath");
    const searched = pathsOf(values, "path");
    expect(searched).toHaveLength(2);
    expect(mounts).toEqual(expect.arrayContaining([...searched]));
  });
});

/** Values of a key, however deep. */
function pathsOf(value: unknown, key: string): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item) => pathsOf(item, key));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name === key && typeof inner === "string" ? [inner] : pathsOf(inner, key),
  );
}

describe("the dashboards' ConfigMap", () => {
  const MEBIBYTE = 1024 * 1024;

  test.each(ENVIRONMENT_NAMES)(
    "is made by the application's stack in %s, in Grafana's namespace, as Grafana mounts it",
    (name) => {
      const found = blocks(synthesize(specOf(name))["workload"], "kubernetes_config_map_v1").filter(
        ({ metadata }) => isObject(metadata) && metadata["name"] === "montage-ai-dashboards",
      );
      expect(found).toHaveLength(1);
      expect(found[0]).toMatchObject({
        metadata: {
          namespace: expect.stringMatching(/^\$\{data\.terraform_remote_state\..*monitoring.*\}$/),
        },
        data: { "montage-ai-queue.json": expect.stringContaining('"title": "montage-ai queue"') },
      });
      const file = JSON.stringify(found[0]?.["data"]);
      expect(Buffer.byteLength(file)).toBeLessThan(MEBIBYTE);
      expect(JSON.stringify(values)).toContain('"configMap":"montage-ai-dashboards"');
    },
    60_000,
  );

  test("is not made while kube-prometheus-stack is off", () => {
    const spec = specOf("local");
    const addons = {
      ...spec.switches.addons,
      "kube-prometheus-stack": false,
      "prometheus-adapter": false,
    };
    const without = { ...spec, switches: { ...spec.switches, addons } };
    const names = blocks(synthesize(without)["workload"], "kubernetes_config_map_v1").map(
      ({ metadata }) => (isObject(metadata) ? metadata["name"] : undefined),
    );
    expect(names).toContain("montage-ai-settings");
    expect(names).not.toContain("montage-ai-dashboards");
  }, 60_000);
});
