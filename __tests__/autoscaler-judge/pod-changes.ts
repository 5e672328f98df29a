import { isObject } from "../../inventory/json";
import type { JudgeCase } from "./cases";

/** The pod, on nodes with these labels only. */
export function withPodSpec(pod: object, nodeSelector: Readonly<Record<string, string>>): object {
  const spec = part(pod, "spec");
  return {
    ...pod,
    spec: { ...spec, nodeSelector: { ...part(spec, "nodeSelector"), ...nodeSelector } },
  };
}

/** The pod with other requests. @param left requests that it has no more */
export function withRequests(
  pod: object,
  change: Readonly<Record<string, string>>,
  left = /^$/,
): object {
  const spec = part(pod, "spec");
  const containers: unknown = "containers" in spec ? spec.containers : [];
  return {
    ...pod,
    spec: {
      ...spec,
      containers: (Array.isArray(containers) ? containers : []).map((container: object) => ({
        ...container,
        resources: {
          requests: {
            ...Object.fromEntries(
              Object.entries(part(part(container, "resources"), "requests")).filter(
                ([resource]) => !left.test(resource),
              ),
            ),
            ...change,
          },
        },
      })),
    },
  };
}

/** The pod of a case with a volume of EBS' driver in one zone. */
export function boundTo(zone: string): (base: JudgeCase) => Pick<JudgeCase, "pod" | "objects"> {
  return ({ pod }) => ({
    pod: {
      ...pod,
      spec: {
        ...part(pod, "spec"),
        volumes: [{ name: "data", persistentVolumeClaim: { claimName: "data" } }],
      },
    },
    objects: [
      {
        kind: "PersistentVolumeClaim",
        metadata: {
          name: "data",
          namespace: "montage-ai",
          annotations: { "pv.kubernetes.io/bind-completed": "yes" },
        },
        spec: { volumeName: "data", storageClassName: "gp3", accessModes: ["ReadWriteOnce"] },
        status: { phase: "Bound" },
      },
      {
        kind: "PersistentVolume",
        metadata: { name: "data" },
        spec: {
          storageClassName: "gp3",
          accessModes: ["ReadWriteOnce"],
          capacity: { storage: "10Gi" },
          csi: { driver: "ebs.csi.aws.com", volumeHandle: "vol-1" },
          claimRef: { kind: "PersistentVolumeClaim", namespace: "montage-ai", name: "data" },
          nodeAffinity: {
            required: {
              nodeSelectorTerms: [
                {
                  matchExpressions: [
                    { key: "topology.ebs.csi.aws.com/zone", operator: "In", values: [zone] },
                  ],
                },
              ],
            },
          },
        },
        status: { phase: "Bound" },
      },
    ],
  });
}

function part(value: object, key: string): Readonly<Record<string, unknown>> {
  const found: unknown = Reflect.get(value, key);
  return isObject(found) ? found : {};
}
