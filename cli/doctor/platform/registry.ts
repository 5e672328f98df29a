import type { LivePod } from "../../../inventory/live";
import { describe, type Inventory, type ObjectName } from "../../../inventory/model";
import { amountOf } from "../../../environments/quantity";
import { parseImage } from "../../../rules/shared/image";
import { type Diagnoser, diagnosis, type Examination, kubectl } from "../examination";
import { readyBehind } from "./apis";

/** Room that a push of some images needs. */
const FULL_SHARE = 0.85;

/** The claims of registries in the cluster. */
export function registryClaims({ live }: Pick<Examination, "live">): readonly ObjectName[] {
  const claims = live.pods
    .filter(isRegistry)
    .flatMap(({ namespace, template }) =>
      template.volumes.flatMap((volume) =>
        volume.kind === "claim" ? [`${namespace}/${volume.claim}`] : [],
      ),
    );
  return [...new Set(claims)].map((claim) => {
    const [namespace = "", name = ""] = claim.split("/");
    return { kind: "PersistentVolumeClaim", namespace, name };
  });
}

/** The CNCF's registry server, under whatever name it was mirrored. */
function isRegistry({ template }: LivePod): boolean {
  return template.containers.some(isRegistryServer);
}

function isRegistryServer({ image }: { readonly image: string }): boolean {
  return /(^|\/)(registry|distribution)$/.test(parseImage(image).repository);
}

/** Registries that do not answer, answer every client, or have no room. */
export const registries: Diagnoser = (examination) => [
  ...unreachable(examination),
  ...open(examination),
  ...full(examination),
];

/** NodePort Services of registries in the cluster. */
export function registryNodePorts({ inventory }: Pick<Examination, "inventory">) {
  return inventory.services.filter(
    ({ selector, namespace, type }) =>
      type === "NodePort" &&
      Object.keys(selector).length > 0 &&
      selectsRegistry(selector, namespace, inventory),
  );
}

/** A NodePort is on every address of a node, and a registry that nodes pull from has no login. */
function open({ openRegistryPorts }: Examination) {
  const services = new Map(openRegistryPorts.map(({ service }) => [describe(service), service]));
  return [...services].map(([name, service]) => {
    const at = openRegistryPorts.filter((port) => describe(port.service) === name);
    return diagnosis(service, {
      id: "registry-open",
      severity: "warning",
      cause: `the registry answers this machine at ${at.map(({ address }) => address).join(", ")}: whoever reaches a node's address pulls every image without a login`,
      evidence: at.map(({ address }) => `GET http://${address}/v2/ is answered`),
      fix: "let kube-proxy serve NodePorts on loopback alone: kube-proxy-arg: [nodeport-addresses=127.0.0.0/8] in /etc/rancher/k3s/config.yaml of every node, and restart k3s; or drop the port on each node's other addresses (modules/registry/README.md)",
    });
  });
}

function unreachable(examination: Examination) {
  return registryNodePorts(examination)
    .filter((service) => readyBehind(service, examination) === 0)
    .map((service) =>
      diagnosis(service, {
        id: "registry-down",
        cause: `no ready pod is behind the registry's port ${service.ports.flatMap(({ nodePort }) => nodePort ?? []).join(", ")}: nodes pull nothing from it`,
        fix: "bring the registry's pod back: its own finding says what it waits for",
        command: kubectl(examination, service.namespace, "get", "pods", "-o", "wide"),
      }),
    );
}

/** By the workload that it selects: a registry that is down has no pods. */
function selectsRegistry(
  selector: Readonly<Record<string, string>>,
  namespace: string,
  inventory: Inventory,
): boolean {
  return inventory.workloads.some(
    (workload) =>
      workload.namespace === namespace &&
      Object.entries(selector).every(([key, value]) => workload.pod.labels[key] === value) &&
      workload.pod.containers.some(isRegistryServer),
  );
}

function full(examination: Examination) {
  return examination.volumeUse
    .filter(({ used, capacity }) => used > capacity * FULL_SHARE)
    .map(({ claim, used, capacity }) =>
      diagnosis(claim, {
        id: "registry-full",
        cause: `the registry's volume is ${percent(used, capacity)} full (${gib(used)} of ${gib(capacity)})`,
        evidence: ["kubelet: stats/summary"],
        fix: "collect garbage now instead of on schedule, then delete tags that no workload runs",
        command: collectGarbage(claim, examination),
      }),
    );
}

function collectGarbage({ namespace }: ObjectName, examination: Examination): string {
  const job = examination.inventory.workloads.find(
    ({ kind, name, ...workload }) =>
      kind === "CronJob" && workload.namespace === namespace && /garbage/.test(name),
  );
  return job === undefined
    ? kubectl(examination, namespace, "get", "cronjobs")
    : kubectl(
        examination,
        namespace,
        ...["create", "job", `${job.name}-now`, `--from=cronjob/${job.name}`],
      );
}

/** `41 % of 20Gi`, or that it is not known, for the summary. */
export function describeUse(claim: ObjectName, examination: Examination): string {
  const requested = examination.live.claims.find(
    ({ namespace, name }) => namespace === claim.namespace && name === claim.name,
  )?.requested;
  const use = examination.volumeUse.find(
    (each) => each.claim.namespace === claim.namespace && each.claim.name === claim.name,
  );
  const size = requested ?? "unknown size";
  if (use === undefined) return `${claim.name} ${size}, use unknown (no kubelet says it)`;
  // Volumes that are folders of a node report the node's whole disk.
  const shared = use.capacity > 1.1 * amountOf("storage", requested ?? "0");
  return `${claim.name} ${size}, ${percent(use.used, use.capacity)} of ${gib(use.capacity)} used${shared ? " (the disk under it, shared with others)" : ""}`;
}

function percent(used: number, capacity: number): string {
  return `${Math.round((100 * used) / capacity)} %`;
}

function gib(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GiB`;
}
