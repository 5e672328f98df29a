import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { readCluster } from "../../inventory/cluster";
import { groupBy } from "../../inventory/group-by";
import { readManifests } from "../../inventory/manifests";
import type { Inventory } from "../../inventory/model";
import { readPlan } from "../../inventory/plan";
import { readSynthesized } from "../../inventory/synthesized";

/** An object as somebody applies it. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Readonly<Record<string, unknown>> & { readonly name: string };
  readonly [member: string]: unknown;
}

/** Resources of a stack by type and id. */
export type Resources = Readonly<Record<string, Readonly<Record<string, object>>>>;

export function resourcesOf(objects: readonly KubernetesObject[]): Resources {
  return {
    kubernetes_manifest: Object.fromEntries(
      objects.map((manifest, index) => [`o${index}`, { manifest }]),
    ),
  };
}

export function fromStack(resource: Resources): Inventory {
  return readSynthesized([{ name: "s", json: { resource } }]);
}

/** What `terraform show -json` says of the resources, all of them to be created. */
export function fromPlan(planned: Resources): Inventory {
  const resources = Object.entries(planned).flatMap(([type, byId]) =>
    Object.entries(byId).map(([id, values]) => ({
      address: `${type}.${id}`,
      mode: "managed",
      type,
      values,
      sensitive_values: {},
    })),
  );
  const configured = resources.map(({ address, values }) => ({
    address,
    expressions: Object.fromEntries(
      Object.keys(values).map((argument) => [argument, { constant_value: {} }]),
    ),
  }));
  return readPlan({
    name: "s",
    json: {
      format_version: "1.2",
      planned_values: { root_module: { resources } },
      resource_changes: resources.map(({ address }) => ({
        address,
        change: { after_unknown: {} },
      })),
      configuration: { root_module: { resources: configured } },
    },
  }).inventory;
}

/** One file of many documents in a folder of its own. */
export function fromFolder(objects: readonly KubernetesObject[]): Inventory {
  const folder = mkdtempSync(path.join(tmpdir(), "four-sources-"));
  try {
    const documents = objects.map((object) => JSON.stringify(object));
    writeFileSync(path.join(folder, "all.yaml"), documents.join("\n---\n"));
    const [unit] = readManifests(folder);
    if (unit === undefined) throw new Error("nothing was read of the folder");
    return unit.reading.inventory;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** An API server that lists the objects as one does: without kind and apiVersion on the items. */
export async function fromCluster(objects: readonly KubernetesObject[]): Promise<Inventory> {
  const byVersion = groupBy(objects, ({ apiVersion }) => apiVersion);
  const groups = [...byVersion.keys()]
    .filter((version) => version.includes("/"))
    .map((groupVersion) => ({
      name: groupVersion.replace(/\/.*/, ""),
      preferredVersion: { groupVersion },
    }));
  const answers = new Map<string, unknown>([
    ["/apis", { groups }],
    ["/api/v1", { resources: [] }],
  ]);
  for (const [apiVersion, members] of byVersion) {
    const base = apiVersion === "v1" ? "/api/v1" : `/apis/${apiVersion}`;
    const kinds = [...groupBy(members, ({ kind }) => kind)];
    answers.set(base, {
      resources: kinds.map(([kind]) => ({ name: pluralOf(kind), kind, verbs: ["list"] })),
    });
    for (const [kind, listed] of kinds) {
      const items = listed.map(({ apiVersion: _, kind: __, ...item }) => item);
      answers.set(`${base}/${pluralOf(kind)}?limit=500`, { items });
    }
  }
  const reading = await readCluster({ kubeconfig: undefined, context: "c" }, (asked) =>
    Promise.resolve({ json: answers.get(asked) }),
  );
  return reading.inventory;
}

function pluralOf(kind: string): string {
  return `${kind.toLowerCase().replace(/y$/, "ie")}s`;
}
