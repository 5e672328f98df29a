import type { EnvironmentSpec } from "../../../environments/schema";
import type { ObjectName } from "../../../inventory/model";
import { type Diagnoser, type Diagnosis, diagnosis, type Examination } from "../examination";

/** Something that an environment needs of its cluster, and does not make. */
interface Missing {
  readonly object: ObjectName;
  readonly cause: string;
  readonly fix: string;
}

/** With an environment: what its data takes for granted, and the cluster does not have. */
export const prerequisites: Diagnoser = (examination) => {
  const { spec } = examination;
  if (spec === undefined) return [];
  return [machines, classes, ingressClass, provided].flatMap((look) =>
    look(spec, examination).map(toDiagnosis),
  );
};

function toDiagnosis({ object, ...said }: Missing): Diagnosis {
  return diagnosis(object, { id: "prerequisite-missing", ...said });
}

function machines(
  { cluster }: EnvironmentSpec,
  { live, unreadKinds }: Examination,
): readonly Missing[] {
  if (cluster.kind !== "k3s" || unreadKinds.has("Node")) return [];
  return cluster.machines
    .filter(({ name }) => !live.nodes.some((node) => node.name === name))
    .map(({ name }) => ({
      object: { kind: "Node", name },
      cause: "is a machine of the data, and no node of the cluster: its labels cannot be set",
      fix: "let the machine join, with --node-name if its host has another name; or take it out of the data",
    }));
}

/** The shared claims' class is made by the storage stack; these are the cluster's own. */
function classes(spec: EnvironmentSpec, { live, unreadKinds }: Examination): readonly Missing[] {
  if (unreadKinds.has("StorageClass")) return [];
  return [...classesOf(spec)].flatMap(([name, users]): readonly Missing[] => {
    const object = { kind: "StorageClass", name };
    const found = live.storageClasses.find((each) => each.name === name);
    if (found === undefined) {
      // Where its claims are there, each is a finding of its own.
      return live.claims.some(({ className, phase }) => className === name && phase === "Pending")
        ? []
        : [
            {
              object,
              cause: `is not there, and the volume of ${users.join(" and ")} is of it`,
              fix: "install its CSI driver and make the class, with volumeBindingMode WaitForFirstConsumer; or name another class in the data",
            },
          ];
    }
    const { provisioner } = found;
    if (unreadKinds.has("CSIDriver") || !/(^|\.)csi\./.test(provisioner)) return [];
    // EKS Auto Mode has its driver outside the cluster, and lists it all the same.
    return live.csiDrivers.some((driver) => driver.name === provisioner)
      ? []
      : [
          {
            object,
            cause: `is provisioned by ${provisioner}, and no such CSI driver is installed; the volume of ${users.join(" and ")} is of it`,
            fix: "install the CSI driver (on EKS the add-on aws-ebs-csi-driver, with a role for its controller)",
          },
        ];
  });
}

/** Classes by name, and whose volumes they are for. */
function classesOf({ applications, platform, registry, storage }: EnvironmentSpec) {
  const wanted = [
    ...applications.map(
      ({ redis }) =>
        [redis.kind === "managed" ? redis.persistence?.className : undefined, "Redis"] as const,
    ),
    [platform.metricsStorage?.className, "Prometheus"],
    [registry?.volume.className, "the registry"],
  ] as const;
  const users = new Map<string, readonly string[]>();
  for (const [name, user] of wanted) {
    if (name === undefined || name === storage.className) continue;
    users.set(name, [...new Set([...(users.get(name) ?? []), user])]);
  }
  return users;
}

function ingressClass(
  { applications }: EnvironmentSpec,
  { live, unreadKinds }: Examination,
): readonly Missing[] {
  const names = new Set(applications.flatMap(({ web }) => web?.ingress?.className ?? []));
  if (unreadKinds.has("IngressClass")) return [];
  return [...names]
    .filter((name) => !live.ingressClasses.some((each) => each.name === name))
    .map((name) => ({
      object: { kind: "IngressClass", name },
      cause: "is not there: no controller takes up the Ingress of the web front",
      fix: `install the controller that brings it (${name === "alb" ? "AWS Load Balancer Controller, with region and vpcId among its values" : name}), or name another class in the data`,
    }));
}

/** What the data says that the cluster brings, so that the platform leaves it out. */
function provided({ cluster }: EnvironmentSpec, examination: Examination): readonly Missing[] {
  const { live, unreadKinds } = examination;
  const missing = (object: ObjectName, there: readonly ObjectName[]): readonly Missing[] =>
    unreadKinds.has(object.kind) ||
    there.some(({ kind, name }) => kind === object.kind && name === object.name)
      ? []
      : [
          {
            object,
            cause:
              "is not there, and the data lists it under provides, so the platform does not install it",
            fix: "install it, or take it out of provides in the data",
          },
        ];
  return cluster.provides.flatMap((what) => {
    switch (what) {
      case "metrics-server":
        return missing({ kind: "APIService", name: "v1beta1.metrics.k8s.io" }, live.apiServices);
      case "efs-csi-driver":
        return missing({ kind: "CSIDriver", name: "efs.csi.aws.com" }, live.csiDrivers);
      case "pod-identity-agent":
        return missing(
          { kind: "DaemonSet", namespace: "kube-system", name: "eks-pod-identity-agent" },
          live.controllers,
        );
      // Installed by many, under many names; without them nodes offer no GPU, which pods then wait for.
      case "nvidia-device-plugin":
      case "amd-device-plugin":
        return [];
      default:
        return what satisfies never;
    }
  });
}
