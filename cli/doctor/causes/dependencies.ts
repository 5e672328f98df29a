import { loopbackPort } from "../../../rules/shared/image";
import { groupBy } from "../../../inventory/group-by";
import type { Controller, LivePod, LiveService, Scaler } from "../../../inventory/live";
import { describe, type ObjectName } from "../../../inventory/model";
import type { Examination } from "../examination";
import { dnsServices } from "../platform/dns";
import { registryNodePorts } from "../platform/registry";
import { namesService, selects } from "../workloads/cut-off";
import { isKedaOperator } from "../workloads/switched-off";

/** Names of the objects that an object stands on, as reports name them. */
export type Dependencies = (object: string) => readonly string[];

const SCHEDULER = "Lease kube-system/kube-scheduler";
const CONTROLLERS = "Lease kube-system/kube-controller-manager";

/** What stands on what in a cluster, one step at a time. */
export function dependenciesIn(examination: Examination): Dependencies {
  const { live, inventory } = examination;
  const table = new Map<string, string[]>();
  const stands = (object: ObjectName | string, on: readonly (ObjectName | string)[]) => {
    const name = typeof object === "string" ? object : describe(object);
    const list = table.get(name) ?? [];
    list.push(...on.map((each) => (typeof each === "string" ? each : describe(each))));
    table.set(name, list);
  };
  const keda = live.controllers.filter(isKedaOperator);
  const dns = dnsServices(examination);
  for (const pod of live.pods) stands(pod, ofPod(pod, examination));
  for (const workload of inventory.workloads) {
    const { namespace, pod } = workload;
    stands(workload, [
      ...pod.containers.flatMap(({ env }) =>
        live.services.filter((service) =>
          env.some(
            (variable) =>
              variable.kind === "literal" && namesService(variable.value, service, namespace),
          ),
        ),
      ),
      // Its own pods ask others.
      ...dns.filter((service) => !selects(service, { namespace, labels: pod.labels })),
    ]);
  }
  const byOwner = groupBy(
    [...live.controllers, ...live.pods],
    ({ owner }) => owner && describe(owner),
  );
  for (const controller of live.controllers) {
    const made = byOwner.get(describe(controller)) ?? [];
    stands(controller, [
      CONTROLLERS,
      ...[controller.owner ?? []].flat(),
      ...made,
      ...webhooksAskedFor(controller, examination),
    ]);
  }
  const byNamespace = groupBy(live.pods, ({ namespace }) => namespace);
  for (const service of live.services) {
    stands(service, ofService(service, byNamespace.get(service.namespace) ?? [], examination));
  }
  for (const each of [...live.apiServices, ...live.webhooks])
    stands(each, [each.service ?? []].flat());
  const kedaLeases = live.leases.filter(({ name }) => name === "operator.keda.sh");
  for (const lease of kedaLeases) stands(lease, keda);
  for (const scaler of live.scalers) {
    const operator = isKeda(scaler) ? [...keda, ...kedaLeases] : [];
    stands(scaler, [...ofScaler(scaler, examination), ...operator, ...dns]);
  }
  for (const claim of live.claims) {
    stands(claim, [
      ...(claim.className ? [{ kind: "StorageClass", name: claim.className }] : []),
      ...(claim.volumeName ? [{ kind: "PersistentVolume", name: claim.volumeName }] : []),
      { kind: "Namespace", name: claim.namespace },
    ]);
  }
  for (const volume of live.volumes) stands(volume, [volume.claim ?? []].flat());
  for (const secret of live.syncedSecrets) {
    stands(secret, [secret.store ?? []].flat());
    stands({ kind: "Secret", namespace: secret.namespace, name: secret.secretName }, [secret]);
  }
  for (const namespace of live.namespaces) {
    if (namespace.deleting !== undefined)
      stands(namespace, ofDeletion(namespace.name, examination));
  }
  for (const { annotations, ...object } of live.controllers) {
    const release = annotations["meta.helm.sh/release-name"];
    const namespace = annotations["meta.helm.sh/release-namespace"];
    if (release !== undefined) stands(`HelmRelease ${namespace ?? ""}/${release}`, [object]);
  }
  return (object) => table.get(object) ?? [];
}

function isKeda({ kind, owner }: Scaler): boolean {
  return kind !== "HorizontalPodAutoscaler" || owner?.kind === "ScaledObject";
}

function ofPod(pod: LivePod, examination: Examination): readonly (ObjectName | string)[] {
  const { live } = examination;
  const { namespace, template, node, owner } = pod;
  const taints =
    node === undefined && pod.phase === "Pending"
      ? live.nodes.flatMap(({ shape }) =>
          shape.taints.map(
            ({ key, value, effect }) => `Taint ${key}${value ? `=${value}` : ""}:${effect}`,
          ),
        )
      : [];
  return [
    ...(node === undefined ? [SCHEDULER, ...new Set(taints)] : [{ kind: "Node", name: node }]),
    ...(owner === undefined ? [] : [owner]),
    ...template.volumes.flatMap((volume) =>
      volume.kind === "claim"
        ? [{ kind: "PersistentVolumeClaim", namespace, name: volume.claim }]
        : [],
    ),
    ...template.imagePullSecrets.map((name) => ({ kind: "Secret", namespace, name })),
    ...pod.deviceClaims.map((name) => ({ kind: "ResourceClaim", namespace, name })),
    ...(template.containers.some(({ image }) => loopbackPort(image) !== undefined)
      ? registryNodePorts(examination)
      : []),
    { kind: "Namespace", name: namespace },
  ];
}

/** A webhook that does not answer is named where its answer was wanted. */
function webhooksAskedFor(
  { conditions }: Controller,
  { live }: Examination,
): readonly ObjectName[] {
  const said = conditions.map(({ message }) => message).join("\n");
  const name = /failed calling webhook "([^"]+)"/.exec(said)?.[1];
  return live.webhooks.filter(({ webhook }) => webhook === name);
}

function ofService(
  service: LiveService,
  pods: readonly LivePod[],
  { inventory }: Examination,
): readonly ObjectName[] {
  return [
    ...pods.filter((pod) => selects(service, pod)),
    ...inventory.workloads.filter(({ namespace, pod }) =>
      selects(service, { namespace, labels: pod.labels }),
    ),
  ];
}

function ofScaler(
  { kind, addresses, namespace, target, owner }: Scaler,
  { live }: Examination,
): readonly (ObjectName | string)[] {
  return [
    CONTROLLERS,
    ...(target === undefined ? [] : [target]),
    ...(owner === undefined ? [] : [owner]),
    ...live.services.filter((service) =>
      addresses.some((text) => namesService(text, service, namespace)),
    ),
    ...live.apiServices.filter(({ name }) =>
      kind === "HorizontalPodAutoscaler" && owner === undefined
        ? /^v\w+\.(custom\.)?metrics\.k8s\.io$/.test(name)
        : /external\.metrics/.test(name),
    ),
  ];
}

/** A namespace goes when all in it is gone, which needs every API to answer. */
function ofDeletion(name: string, { live }: Examination): readonly ObjectName[] {
  return [
    ...live.apiServices.filter(({ service }) => service !== undefined),
    ...[...live.pods, ...live.claims, ...live.scalers, ...live.controllers].filter(
      ({ namespace, deleting }) => namespace === name && deleting !== undefined,
    ),
  ];
}
