import { both, read } from "./alike";

const name = { name: "x", namespace: "ns" };

describe("a typed resource and a manifest are read alike", () => {
  test("ConfigMap", () => {
    const data = { log_level: "info" };
    const [typed, manifest] = both(
      "configMaps",
      "kubernetes_config_map_v1",
      { metadata: name, data },
      { kind: "ConfigMap", metadata: name, data },
    );
    expect(typed).toEqual(manifest);
    expect(manifest).toMatchObject([{ data }]);
  });

  test("Secret, of which no value is kept", () => {
    const data = { password: "swordfish", token: "${var.token}", empty: "" };
    const [typed, manifest] = both(
      "secrets",
      "kubernetes_secret_v1",
      { metadata: name, type: "Opaque", data },
      { kind: "Secret", metadata: name, stringData: data },
    );
    expect(typed).toEqual(manifest);
    expect(manifest).toMatchObject([
      {
        type: "Opaque",
        secretName: "x",
        keys: [
          { key: "password", holds: "credential" },
          { key: "token", holds: "nothing" },
          { key: "empty", holds: "nothing" },
        ],
      },
    ]);
    expect(JSON.stringify([typed, manifest])).not.toContain("swordfish");
  });

  test("APIService", () => {
    const metadata = { name: "v1beta1.custom.metrics.k8s.io" };
    const kind = "APIService";
    const { metricsApiOwners } = read({
      kubernetes_api_service_v1: { x: { metadata } },
      kubernetes_manifest: { x: { manifest: { kind, metadata } } },
    });
    expect(metricsApiOwners.map(({ api, owner }) => [api, owner.kind])).toEqual([
      [metadata.name, kind],
      [metadata.name, kind],
    ]);
  });
});
