import { z } from "zod";
import type { Get } from "../../inventory/cluster";
import type { LiveCluster } from "../../inventory/live";
import type { VolumeUse } from "./examination";
import { registryClaims } from "./platform/registry";

const summary = z.object({
  pods: z
    .array(
      z.object({
        volume: z
          .array(
            z.object({
              pvcRef: z.object({ name: z.string(), namespace: z.string() }).optional(),
              usedBytes: z.number().optional(),
              capacityBytes: z.number().optional(),
            }),
          )
          .default([]),
      }),
    )
    .default([]),
});

/**
 * How full the registry's volumes are, as the kubelets of their nodes say it.
 * Reading it needs `nodes/proxy`; a kubelet that says nothing is no error, the
 * use is then unknown.
 *
 * Source: https://kubernetes.io/docs/reference/instrumentation/node-metrics/#summary-api-source
 */
export async function readVolumeUse(live: LiveCluster, get: Get): Promise<readonly VolumeUse[]> {
  const claims = registryClaims({ live });
  const isOurs = (name: string, namespace: string) =>
    claims.some((claim) => claim.name === name && claim.namespace === namespace);
  const mounting = live.pods.filter(
    ({ namespace, template, phase }) =>
      phase === "Running" &&
      template.volumes.some((volume) => volume.kind === "claim" && isOurs(volume.claim, namespace)),
  );
  const nodes = [...new Set(mounting.flatMap(({ node }) => node ?? []))];
  const answers = await Promise.all(
    nodes.map((node) => get(`/api/v1/nodes/${node}/proxy/stats/summary`)),
  );
  const uses = answers.flatMap((answer) => {
    const parsed = "failure" in answer ? undefined : summary.safeParse(answer.json).data;
    return (parsed?.pods ?? []).flatMap(({ volume }) =>
      volume.flatMap(({ pvcRef, usedBytes, capacityBytes }) =>
        pvcRef !== undefined &&
        isOurs(pvcRef.name, pvcRef.namespace) &&
        usedBytes !== undefined &&
        capacityBytes !== undefined &&
        capacityBytes > 0
          ? [
              {
                claim: { kind: "PersistentVolumeClaim", ...pvcRef },
                used: usedBytes,
                capacity: capacityBytes,
              },
            ]
          : [],
      ),
    );
  });
  return claims.flatMap((claim) => uses.find((use) => isSameClaim(use.claim, claim)) ?? []);
}

function isSameClaim(left: VolumeUse["claim"], right: VolumeUse["claim"]): boolean {
  return left.name === right.name && left.namespace === right.namespace;
}
