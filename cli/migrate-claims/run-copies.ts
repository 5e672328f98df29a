import { setTimeout as sleep } from "node:timers/promises";
import type { KubernetesObject, V1Job, V1Pod } from "@kubernetes/client-node";
import type { ApplicationSpec } from "../../environments/schema";
import type { ClusterClient } from "../../runtime/cluster-client";
import type { Progress } from "../../runtime/progress";
import { CommandFailure } from "../../runtime/failure";
import { COPY_LABEL, copyJob, copyJobName } from "./copy-job";
import type { ClaimFacts } from "./facts";
import { type CopyResult, type JournalStore, type Pass, passReport } from "./journal";

const INTERVAL_MS = 1_000;
/** Between two lines about the same copy. */
const TELL_EVERY_MS = 15_000;

export interface CopyProps {
  readonly client: ClusterClient;
  /** Whose claims are copied. */
  readonly application: ApplicationSpec;
  readonly journal: JournalStore;
  readonly pass: Pass;
  readonly say: Progress;
}

/**
 * Runs a pass for each claim, all at once, and writes down what came of it. A Job
 * that is there already is followed, not made again.
 *
 * @throws CommandFailure when a copy fails, or a successor is in use already
 */
export async function runCopies(claims: readonly ClaimFacts[], props: CopyProps): Promise<void> {
  requireUnused(claims);
  for (const claim of claims) await begin(claim, props);
  const results = await Promise.allSettled(claims.map((claim) => follow(claim, props)));
  const failed = results.flatMap((result) =>
    result.status === "rejected" ? [result.reason as unknown] : [],
  );
  const [first] = failed;
  if (first !== undefined) throw first;
}

/** What the app wrote to a successor would be taken for an old copy, and removed. */
function requireUnused(claims: readonly ClaimFacts[]): void {
  const used = claims.filter(({ successorUsers }) => successorUsers.length > 0);
  if (used.length === 0) return;
  throw new CommandFailure(
    [
      "refused: pods use what shall be copied to",
      ...used.map(
        ({ spec, successorUsers }) =>
          `  ${spec.name}-rwx: ${successorUsers.map(({ name }) => name).join(", ")}`,
      ),
    ].join("\n"),
    "look who made them; the data says that the workload is on the old claims",
  );
}

/** A Job that failed, or whose report is lost, is made again: the script goes on where it stopped. */
async function begin(claim: ClaimFacts, props: CopyProps): Promise<void> {
  const { client, application, pass } = props;
  const reference = jobReference(claim, application, pass);
  const found = await client.read<V1Job & KubernetesObject>(reference);
  if (found !== undefined) {
    const isLost = isComplete(found) && reportOf(await podsOf(claim, props)) === undefined;
    if (!isFailed(found) && !isLost) return;
    await client.remove(reference, "Background");
    while ((await client.read(reference)) !== undefined) await sleep(INTERVAL_MS);
  }
  await client.create(copyJob(application, claim, pass));
}

async function follow(claim: ClaimFacts, props: CopyProps): Promise<void> {
  const { client, application, pass, journal, say } = props;
  const name = copyJobName(claim.spec.name, pass);
  let told = { line: "", at: 0 };
  for (;;) {
    const job = await client.read<V1Job & KubernetesObject>(jobReference(claim, application, pass));
    const pods = await podsOf(claim, props);
    if (job === undefined) throw gone(name);
    const report = reportOf(pods);
    if (isComplete(job) && report !== undefined) {
      const result: CopyResult = { ...report, at: new Date().toISOString() };
      await record(journal, claim.spec.name, pass, result);
      say(`${name}: ${describeResult(result)}`);
      return;
    }
    if (isComplete(job) || isFailed(job)) throw failure(name, application.namespace, pods);
    const line = await progressOf(pods, props);
    if (line !== told.line || Date.now() - told.at > TELL_EVERY_MS) {
      say(`${name}: ${line}`);
      told = { line, at: Date.now() };
    }
    await sleep(INTERVAL_MS);
  }
}

function record(journal: JournalStore, claim: string, pass: Pass, result: CopyResult) {
  return journal.update((known) => ({
    ...known,
    copies: { ...known.copies, [claim]: { ...known.copies[claim], [pass]: result } },
  }));
}

/** In few words, for people. */
export function describeResult({ files, copied, bytes, removed, fingerprint }: CopyResult): string {
  return [
    `${files} files, ${copied} of them copied (${megabytes(bytes)})`,
    ...(removed > 0 ? [`${removed} removed`] : []),
    ...(fingerprint === "" ? [] : [`both trees have the checksum ${fingerprint.slice(0, 12)}`]),
  ].join(", ");
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

function jobReference({ spec: { name } }: ClaimFacts, application: ApplicationSpec, pass: Pass) {
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    namespace: application.namespace,
    name: copyJobName(name, pass),
  };
}

/** Pods of the pass, the newest first. */
async function podsOf(claim: ClaimFacts, { client, application, pass }: CopyProps) {
  const { items } = await client.core.listNamespacedPod({
    namespace: application.namespace,
    labelSelector: `${COPY_LABEL}=${claim.spec.name},job-name=${copyJobName(claim.spec.name, pass)}`,
  });
  const age = ({ metadata }: V1Pod) => metadata?.creationTimestamp?.getTime() ?? 0;
  return items.sort((left, right) => age(right) - age(left));
}

function reportOf(pods: readonly V1Pod[]) {
  const done = pods.find(({ status }) => status?.phase === "Succeeded");
  const message = done?.status?.containerStatuses?.[0]?.state?.terminated?.message;
  if (message === undefined) return undefined;
  try {
    return passReport.parse(JSON.parse(message));
  } catch {
    return undefined;
  }
}

function hasCondition({ status }: V1Job, type: string): boolean {
  return (status?.conditions ?? []).some((each) => each.type === type && each.status === "True");
}
const isComplete = (job: V1Job) => hasCondition(job, "Complete");
const isFailed = (job: V1Job) => hasCondition(job, "Failed");

/** The last line of the script, or why the pod does not run. */
async function progressOf(
  [pod]: readonly V1Pod[],
  { client, application }: CopyProps,
): Promise<string> {
  if (pod === undefined) return "waits for a pod";
  const waiting = pod.status?.conditions?.find(({ status }) => status === "False")?.message;
  if (pod.status?.phase !== "Running") return `pod ${pod.status?.phase ?? ""}: ${waiting ?? ""}`;
  try {
    const log = await client.core.readNamespacedPodLog({
      namespace: application.namespace,
      name: pod.metadata?.name ?? "",
      tailLines: 1,
    });
    return log.trim() || "copies";
  } catch {
    // Where no logs are kept the copy goes on all the same.
    return "copies";
  }
}

function gone(name: string): CommandFailure {
  return new CommandFailure(`Job ${name} was deleted while it copied`, "run the command again");
}

function failure(name: string, namespace: string, pods: readonly V1Pod[]): CommandFailure {
  const messages = pods.flatMap(
    ({ status }) => status?.containerStatuses?.[0]?.state?.terminated?.message ?? [],
  );
  return new CommandFailure(
    [`Job ${name} failed after ${pods.length} attempts`, ...new Set(messages)].join("\n  "),
    `kubectl -n ${namespace} logs job/${name} names each file; put it right and run the command again: what is copied stays`,
  );
}
