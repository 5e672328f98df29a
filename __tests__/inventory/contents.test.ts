import { type Inventory } from "../../inventory/model";
import { readSynthesized } from "../../inventory/synthesized";

function read(resource: unknown): Inventory {
  return readSynthesized([{ name: "staging-workload", json: { resource } }]);
}

describe("contents", () => {
  const words = (inventory: Inventory) => JSON.stringify(inventory.contents);

  test("hold every text of a stack's file, whatever its type", () => {
    const json = {
      terraform: { backend: { s3: { access_key: "in-backend" } } },
      provider: { kubernetes: [{ token: "in-provider" }] },
      data: { http: { page: { url: "in-data" } } },
      output: { url: { value: "in-output" } },
      resource: {
        aws_db_instance: { db: { username: "in-resource" } },
        kubernetes_priority_class_v1: { first: { metadata: { name: "in-unread-kind" } } },
        kubernetes_config_map_v1: { map: { metadata: { name: "m" }, data: { A: "in-typed" } } },
        kubernetes_manifest: {
          object: {
            manifest: { kind: "Broker", metadata: { name: "b" }, spec: { note: "in-manifest" } },
            connection: { password: "beside-manifest" },
          },
        },
        helm_release: { chart: { name: "c", chart: "c", values: ['{"a":"in-values"}'] } },
      },
    };
    const text = words(readSynthesized([{ name: "staging-workload", json }]));
    expect(text.match(/"(in|beside)-[a-z-]+"/g)?.sort()).toEqual(
      [
        "in-backend",
        "in-provider",
        "in-data",
        "in-output",
        "in-resource",
        "in-unread-kind",
        "in-typed",
        "in-manifest",
        "beside-manifest",
        "in-values",
      ]
        .map((word) => `"${word}"`)
        .sort(),
    );
  });

  test("never hold the values of a Secret, nor kubectl's copy of them", () => {
    const annotations = {
      "kubectl.kubernetes.io/last-applied-configuration": "the-copy",
      purpose: "the-note",
    };
    const secret = {
      kind: "Secret",
      metadata: { name: "s", annotations, managedFields: [{ manager: "the-manager" }] },
      data: { token: "the-value" },
      stringData: { token: "the-text" },
    };
    const text = words(read({ kubernetes_manifest: { s: { manifest: secret } } }));
    expect(text.match(/the-[a-z]+/g)).toEqual(["the-note"]);
  });
});
