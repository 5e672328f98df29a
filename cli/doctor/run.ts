import { loadEnvironment } from "../../environments";
import type { ConfigurationError } from "../../environments/errors";
import {
  type Get,
  type GetText,
  kubectlGet,
  kubectlGetText,
  readObjects,
} from "../../inventory/cluster";
import { READ_KINDS } from "../../inventory/kubernetes";
import { LIVE_KINDS, readLive } from "../../inventory/live";
import type { Inventory } from "../../inventory/model";
import { readForeignObjects } from "../../inventory/reading";
import { type Finding, runRules } from "../../rules";
import { clusterAccess } from "../../runtime/cluster-access";
import { usageError } from "../../runtime/command-line";
import type { DoctorArguments } from "./arguments";
import { readCrashLogs } from "./crash-logs";
import { driftFromCode } from "./drift-from-code";
import type { Explained } from "./causes/order";
import { isDiagnosed } from "./platform/kube-proxy";
import { examine, explained } from "./examine";
import type { Diagnosis, Examination } from "./examination";
import type { EnvironmentSpec } from "../../environments/schema";
import type { AskAws } from "./aws";
import type { KnownGroups } from "./known-node-groups";
import { lookAtNodeGroups } from "./node-groups";
import { type Answers, openRegistryPorts } from "./registry-ports";
import { findLeftStacks } from "../operation/find-left-stacks";
import { NONE_LEFT } from "../operation/left-stacks";
import { stacksLeft } from "./left";
import { readQueueLengths } from "./queue-lengths";
import { lookAtQuotas } from "./quotas";
import { RIGHTS_KINDS } from "./rights-drift";
import { stillBehind } from "./stalled";
import { type Look, summarize } from "./summary";
import { readVolumeUse } from "./volume-use";

/** What the doctor says of a cluster. */
export interface Report {
  readonly context: string;
  readonly environment: string | undefined;
  /** Causes, and after each what it explains. */
  readonly diagnoses: readonly Explained[];
  /** Findings of rules that are let pass by name. */
  readonly accepted: number;
  /** What was looked at. */
  readonly looks: readonly Look[];
  /** What could not be read, and so was not looked at. */
  readonly unread: readonly string[];
}

/** How an API server is asked. */
export interface Server {
  readonly get: Get;
  readonly getText: GetText;
}

const INVENTORY_KINDS: ReadonlySet<unknown> = new Set(
  [...READ_KINDS, ...RIGHTS_KINDS].map(({ kind }) => kind),
);

/**
 * Reads a cluster once and looks for everything that is wrong in it.
 *
 * @param server @default kubectl get --raw
 * @param askAws @default the aws CLI
 * @param answers whether a node's port answers; @default HTTP from this machine, and nothing where a server is given
 * @param pause between two looks at what is behind its spec; @default 5 s
 * @param now milliseconds since 1970, that ages are counted from; @default this machine's clock
 * @throws ConfigurationError when the cluster does not answer or nothing of it may be read
 */
export async function runDoctor(
  args: Omit<DoctorArguments, "watch" | "verbose">,
  say: (line: string) => void,
  server?: Server,
  now = Date.now(),
  askAws?: AskAws,
  answers: Answers | undefined = server && silent,
  pause?: () => Promise<unknown>,
): Promise<Report> {
  const spec =
    args.environment === undefined ? undefined : loadEnvironment(args.environment, process.env);
  const access = clusterAccess(args, spec);
  const { get, getText } = server ?? {
    get: kubectlGet(access),
    getText: kubectlGetText(access),
  };
  say(`Reading cluster ${access.context} ...`);
  const { objects, problems, unreadKinds, unservedKinds } = await readObjects(
    access,
    // Rights are only compared with the code.
    spec === undefined ? LIVE_KINDS : [...LIVE_KINDS, ...RIGHTS_KINDS],
    get,
    spec,
  );
  if (objects.length === 0) throw nothingRead(access.context, problems[0]?.message);
  const { inventory, problems: misshapen } = readForeignObjects(
    objects.filter(({ object }) => INVENTORY_KINDS.has(object.kind)),
  );
  const { live, problems: unreadable } = readLive(objects);
  const examination: Examination = {
    live,
    inventory,
    spec,
    access,
    now,
    volumeUse: await readVolumeUse(live, get),
    queueLengths: await readQueueLengths(live, get),
    openRegistryPorts: await openRegistryPorts(inventory, live, answers),
    crashLogs: await readCrashLogs(live, getText),
    stillBehind: await stillBehind(live, unreadKinds, access, get, pause),
    unreadKinds,
    unservedKinds,
  };
  const rules = runRules(inventory, spec).flatMap(({ findings }) => findings);
  const examined = examine(examination);
  const judged = rules.filter(({ accepted }) => accepted === undefined);
  const quotas = await lookAtQuotas(spec, askAws);
  const nodeGroups = await lookAtNodeGroups(spec, () => knownGroups(spec, say), now, askAws);
  const left = spec === undefined ? NONE_LEFT : await findLeftStacks(spec);
  const diagnoses = [
    ...examined,
    ...quotas.diagnoses,
    ...nodeGroups.diagnoses,
    ...judged.filter((finding) => !isDiagnosed(finding, examined)).map(ofRule),
    ...stacksLeft(left),
    ...(spec === undefined ? [] : await drift(examination, say)),
  ];
  return {
    context: access.context,
    environment: spec?.name,
    diagnoses: explained(diagnoses, examination),
    accepted: rules.length - judged.length,
    looks: summarize(examination, diagnoses),
    unread: [
      ...new Set([
        ...[...problems, ...misshapen, ...unreadable].map(({ message }) => message),
        ...quotas.unread,
        ...nodeGroups.unread,
        ...(left.unread === undefined ? [] : [left.unread]),
      ]),
    ],
  };
}

const codes = new WeakMap<EnvironmentSpec, Inventory>();
const silent: Answers = () => Promise.resolve(false);

/** Only here, as below: cdktf takes longer to load than all the rest. */
async function knownGroups(
  spec: EnvironmentSpec | undefined,
  say: (line: string) => void,
): Promise<KnownGroups> {
  if (spec === undefined) return { declared: [], inState: undefined, why: "no environment" };
  const { knownNodeGroups } = await import("./node-pools-state");
  say(`Reading the state of ${spec.name}'s node pools ...`);
  return knownNodeGroups(spec);
}

/** Only here: cdktf takes longer to load than all the rest. */
async function drift(examination: Examination, say: (line: string) => void) {
  const { inventoryOfCode } = await import("../synthesis/inventory-of-code");
  const { spec } = examination;
  if (spec === undefined) return [];
  say(`Comparing with the code of ${spec.name} ...`);
  // The code does not change while a cluster is watched.
  const code = codes.get(spec) ?? inventoryOfCode(spec);
  codes.set(spec, code);
  return driftFromCode(code, examination);
}

function ofRule({ rule, severity, object, message, fix }: Finding): Diagnosis {
  return {
    id: `rule-${rule}`,
    severity,
    object,
    cause: message,
    evidence: [],
    fix,
    command: undefined,
  };
}

function nothingRead(context: string, message = "it has no objects"): ConfigurationError {
  return usageError(
    context,
    `nothing of the cluster could be read: ${message}`,
    "use a context whose user may list pods and nodes (the ClusterRole view, and nodes)",
    "--context",
  );
}
