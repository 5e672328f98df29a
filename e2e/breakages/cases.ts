import type { ClusterClient } from "../../runtime/cluster-client";
import { BROKEN, type Breakage, goes } from "./breakage";
import type { BreakageCase } from "./case";
import { admissionCases, certificateCases } from "./cases-admission";
import { codeCases } from "./cases-code";
import { controlCases } from "./cases-control";
import { nodeCases } from "./cases-nodes";
import { platformCases } from "./cases-platform";
import { startingCases } from "./cases-starting";
import { storageCases } from "./cases-storage";
import { workloadCases } from "./cases-workloads";
import { containerBreakages } from "./containers";
import { platformBreakages } from "./platform";
import { podBreakages } from "./pods";

const AREAS = {
  pod: "pods",
  image: "images",
  claim: "storage",
  pods: "quota",
  scaler: "scaling",
  hpa: "scaling",
  release: "helm",
  webhook: "admission",
  drift: "code",
  rule: "scaling",
  container: "pods",
} as const;

/** Every breakage, by the name of what the phase doctor breaks all at once as well. */
export function breakageCases(node: string): readonly BreakageCase[] {
  const all: readonly BreakageCase[] = [
    ...[...podBreakages(node), ...containerBreakages, ...platformBreakages].map(asCase),
    ...workloadCases,
    ...startingCases,
    ...nodeCases(node),
    ...admissionCases,
    ...certificateCases(),
    ...storageCases,
    ...platformCases,
    ...codeCases,
    ...controlCases,
  ];
  const names = all.map(({ name }) => name);
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  if (twice.length > 0) throw new Error(`two breakages are called ${twice.join(", ")}`);
  return all;
}

function asCase({ objects, then, undo, id, object, cause }: Breakage): BreakageCase {
  const [area = "pod"] = id.split("-");
  const isWritten = /^(image|container)-/.test(id);
  return {
    name: `${id}:${(object.split("/").at(-1) || "shared-target").replace(/-$/, "")}`,
    area: isArea(area) ? AREAS[area] : "pods",
    ...(isWritten && {
      written: "the status of the container, as kubelet and containerd write it",
    }),
    objects,
    ...(then && { inject: ({ client }) => then(client) }),
    ...(undo && { heal: ({ client }) => undo(client) }),
    // A rule finds the missing target before the HPA's controller has looked at it.
    first: id === "hpa-cannot-scale" ? [id, "rule-autoscaler-ownership"] : id,
    object,
    cause,
    // For a quarter of an hour an apply may be at work.
    ...(id === "release-locked" && { warning: true }),
  };
}

function isArea(text: string): text is keyof typeof AREAS {
  return Object.hasOwn(AREAS, text);
}

/** Removes what a breakage has made, the last first; namespaces go when the platform has gone. */
export async function removeObjects(
  client: ClusterClient,
  { objects = [] }: BreakageCase,
): Promise<void> {
  for (const { apiVersion = "", kind = "", metadata } of objects.toReversed()) {
    if (kind === "Namespace") continue;
    const { name = "", namespace } = metadata ?? {};
    await goes(client, { apiVersion, kind, name, ...(namespace && { namespace }) });
  }
  await client.core.deleteCollectionNamespacedEvent({ namespace: BROKEN });
}
