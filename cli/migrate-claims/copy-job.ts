import type { KubernetesObject, V1Job } from "@kubernetes/client-node";
import { successorName } from "../../environments/claim-names";
import type { ApplicationSpec } from "../../environments/schema";
import { REDIS_IMAGE } from "../../modules/redis/image";
import { withDisk } from "../../modules/pod/disk";
import { emptyDirVolume } from "../../modules/pod/volumes";
import { imageName } from "../../modules/registry/facts";
import type { ClaimFacts } from "./facts";
import { JOURNAL, OWNER_LABEL, type Pass, SCRIPT } from "./journal";

/** Label of a copy's pods, with the name of the claim. */
export const COPY_LABEL = "fluxibri.ai/copies";

/** Pods that are lost with their node, or evicted, before the copy is given up; each goes on where the last one was. */
const RETRIES = 6;

/** Reading, writing and a checksum; a copy waits for disks. */
const RESOURCES = {
  requests: { cpu: "250m", memory: "128Mi" },
  limits: { cpu: "2", memory: "1Gi" },
} as const;

/** Lists of files that are too long for memory are sorted here. */
const LISTS = emptyDirVolume("tmp", "1Gi", "/tmp");

export function copyJobName(claim: string, pass: Pass): string {
  return `copy-${claim}-${pass}`;
}

/**
 * The Job that copies a claim to its successor, under the app's user. Its image is
 * one that the project pins anyway, for the busybox in it: no environment has to
 * reach a registry that it does not know.
 */
export function copyJob(
  { namespace, user }: ApplicationSpec,
  claim: ClaimFacts,
  pass: Pass,
): V1Job & KubernetesObject {
  const { name } = claim.spec;
  const labels = { ...OWNER_LABEL, [COPY_LABEL]: name };
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name: copyJobName(name, pass), namespace, labels },
    spec: {
      backoffLimit: RETRIES,
      // Two copies at once would take each other's unfinished files away.
      podReplacementPolicy: "Failed",
      template: {
        metadata: {
          labels,
          annotations: { "cluster-autoscaler.kubernetes.io/safe-to-evict": "false" },
        },
        spec: {
          restartPolicy: "Never",
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          securityContext: {
            runAsNonRoot: true,
            runAsUser: user.uid,
            runAsGroup: user.gid,
            fsGroup: user.gid,
            fsGroupChangePolicy: "OnRootMismatch",
            seccompProfile: { type: "RuntimeDefault" },
          },
          affinity: nextToUsers(claim),
          // Where the old volume is, whatever else may run there.
          tolerations: [{ operator: "Exists" }],
          containers: [
            {
              name: "copy",
              image: imageName(REDIS_IMAGE),
              command: ["sh", `/script/${SCRIPT}`, pass, "/from", "/to"],
              env: [
                { name: "SOURCE_ID", value: `${namespace}/${name} ${claim.old?.uid ?? ""}` },
                { name: "REPORT", value: "/dev/termination-log" },
              ],
              resources: withDisk(RESOURCES, { volumes: [LISTS] }),
              securityContext: {
                allowPrivilegeEscalation: false,
                privileged: false,
                readOnlyRootFilesystem: true,
                capabilities: { drop: ["ALL"] },
              },
              volumeMounts: [
                { name: "from", mountPath: "/from", readOnly: true },
                { name: "to", mountPath: "/to" },
                { name: "script", mountPath: "/script", readOnly: true },
                LISTS.mount,
              ],
            },
          ],
          volumes: [
            { name: "from", persistentVolumeClaim: { claimName: name } },
            { name: "to", persistentVolumeClaim: { claimName: successorName(name) } },
            {
              name: "script",
              configMap: { name: JOURNAL, items: [{ key: SCRIPT, path: SCRIPT }] },
            },
            LISTS.volume,
          ],
        },
      },
    },
  };
}

/** A disk that one node has attached can be mounted there only; the scheduler does not see to it. */
function nextToUsers({ users }: ClaimFacts) {
  const nodes = [...new Set(users.flatMap(({ node }) => node ?? []))];
  return nodes.length === 0
    ? undefined
    : {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [
              {
                matchExpressions: [
                  { key: "kubernetes.io/hostname", operator: "In", values: nodes },
                ],
              },
            ],
          },
        },
      };
}
