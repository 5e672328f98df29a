import type { EksCluster, EnvironmentSpec } from "../../environments/schema";
import { type AskAws, askAws, type AwsLook } from "./aws";
import { type LiveGroup, readNodeGroups } from "./live-node-groups";
import type { DeclaredGroup, KnownGroups } from "./known-node-groups";
import { age, type Diagnosis, diagnosis } from "./examination";
import { nodeGroupHealth } from "./node-group-health";

/** Younger than this an apply may still be at work, and its state not be written. */
const SETTLED_MS = 60 * 60_000;

/** Statuses in which a group is on its way. */
const ON_ITS_WAY: readonly string[] = ["CREATING", "DELETING"];

/**
 * Asks EKS for the node groups of the environment's cluster: those of this project
 * that no state knows, and those that are not well. An apply that is killed while it
 * makes a group has not written it down: its nodes run, are paid for, and no later
 * apply touches them.
 *
 * @param knownGroups what code and state know; asked only when the cluster has groups of this project
 * @param now milliseconds since 1970
 */
export async function lookAtNodeGroups(
  spec: EnvironmentSpec | undefined,
  knownGroups: () => Promise<KnownGroups>,
  now: number,
  ask: AskAws = askAws,
): Promise<AwsLook> {
  if (spec?.cluster.kind !== "eks") return { diagnoses: [], unread: [] };
  const { cluster } = spec;
  const live = await readNodeGroups(cluster, ask);
  if (typeof live === "string") {
    return { diagnoses: [], unread: [`node groups not asked: ${live}`] };
  }
  const known = await knownGroups();
  const ours = live.filter((group) => isOurs(group, known));
  return {
    diagnoses: [
      ...unknownGroups(ours, known, { cluster, name: spec.name, now, live }),
      ...ours.flatMap((group) => nodeGroupHealth(group, cluster)),
    ],
    unread:
      known.inState === undefined && ours.length > 0
        ? [`state of node-pools, for node groups that it does not know: ${known.why ?? ""}`]
        : [],
  };
}

interface Place {
  readonly cluster: EksCluster;
  /** Name of the environment. */
  readonly name: string;
  readonly now: number;
  /** All groups of the cluster. */
  readonly live: readonly LiveGroup[];
}

function unknownGroups(
  ours: readonly LiveGroup[],
  known: KnownGroups,
  place: Place,
): readonly Diagnosis[] {
  const settled = ours.filter(({ status }) => !ON_ITS_WAY.includes(status));
  if (known.inState === undefined) return suspects(settled, known, place);
  const names = new Set(
    [...known.inState.values()].flatMap(({ current, deposed }) => [current, ...deposed]),
  );
  return settled
    .filter(({ name }) => !names.has(name))
    .map((group) => unknownGroup(group, known, place));
}

function unknownGroup(group: LiveGroup, known: KnownGroups, place: Place): Diagnosis {
  const { cluster, name: environment, now } = place;
  const { name, createdAt, desired } = group;
  const takeOver = importCommand(group, known, place);
  return diagnosis(named(group), {
    id: "node-group-unknown",
    severity: now - createdAt < SETTLED_MS ? "warning" : "error",
    cause: `the state of ${environment}'s node-pools does not know it: an apply made it ${age(now, createdAt)} ago and broke off, or is at work. Its ${desired} nodes are paid for, and no apply takes them away`,
    fix:
      takeOver === undefined
        ? `delete it when its nodes are drained: kubectl drain --selector eks.amazonaws.com/nodegroup=${name} --ignore-daemonsets --delete-emptydir-data`
        : `take it into the state; then npm run deploy -- ${environment} node-pools gives it what it lacks`,
    command:
      takeOver ??
      `aws eks delete-nodegroup --cluster-name ${cluster.name} --nodegroup-name ${name} --region ${cluster.region}`,
  });
}

/** Undefined where the state has a group at the address that is there, or the code has no address for it. */
function importCommand(
  group: LiveGroup,
  known: KnownGroups,
  { cluster, name: environment, live }: Place,
): string | undefined {
  const address = declaredOf(group, known)?.address;
  if (address === undefined) return undefined;
  const current = known.inState?.get(address)?.current;
  if (live.some(({ name }) => name === current)) return undefined;
  const terraform = `terraform -chdir=cdktf.out/stacks/${environment}-node-pools`;
  const take = `${terraform} import '${address}' ${cluster.name}:${group.name}`;
  // What is gone from EKS keeps its address until an apply has written that down.
  return current === undefined ? take : `${terraform} state rm '${address}' && ${take}`;
}

/** Without the state: of two groups of one name, or one that the code does not have, something is not right. */
function suspects(
  ours: readonly LiveGroup[],
  known: KnownGroups,
  { cluster, name: environment }: Place,
): readonly Diagnosis[] {
  return ours
    .filter((group) => {
      const declared = declaredOf(group, known);
      const same = ours.filter((other) => declaredOf(other, known) === declared);
      return declared === undefined || same.length > 1;
    })
    .map((group) =>
      diagnosis(named(group), {
        id: "node-group-unknown",
        severity: "warning",
        cause: `${declaredOf(group, known) === undefined ? "the code has no group of this name" : "there is another group of its pool and zone, and the code has one"}; which of them the state knows was not read`,
        fix: `look whether the state has it; one that it does not know is to be drained and deleted: aws eks delete-nodegroup --cluster-name ${cluster.name} --nodegroup-name ${group.name} --region ${cluster.region}`,
        command: `terraform -chdir=cdktf.out/stacks/${environment}-node-pools state pull | grep -c '"id": "${cluster.name}:${group.name}"'`,
      }),
    );
}

/** Made by this project: by what its name begins with, or by its tags where the code no longer has the pool. */
function isOurs(group: LiveGroup, known: KnownGroups): boolean {
  return group.hasOurTags || declaredOf(group, known) !== undefined;
}

/** What Terraform puts behind the prefix: a time and a count, 26 hexadecimal digits. */
const ENDING = /^[0-9a-f]{26}$/;

function declaredOf({ name }: LiveGroup, { declared }: KnownGroups): DeclaredGroup | undefined {
  return declared.find(
    ({ prefix }) => name.startsWith(prefix) && ENDING.test(name.slice(prefix.length)),
  );
}

function named({ name }: LiveGroup) {
  return { kind: "NodeGroup", namespace: undefined, name };
}
