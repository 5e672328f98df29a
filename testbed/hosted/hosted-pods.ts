import { mkdirSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { ListWatch, V1Pod } from "@kubernetes/client-node";
import { type ClusterClient, statusOf } from "../../runtime/cluster-client";
import { describeEnding, type ServerEnding, ManagedProcess } from "../managed-process";
import type { Progress } from "../../runtime/progress";

/** A process to be run in a pod's place. */
export interface HostedCommand {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Which pods a process of this machine stands behind, and which process. */
export interface HostedProgram {
  readonly name: string;
  matches(pod: V1Pod): boolean;
  /** Called when the pod runs; what the process needs from the cluster is looked up here. */
  command(pod: V1Pod): Promise<HostedCommand>;
}

/** Counts of one program's processes since the testbed's start. */
export interface HostedCounts {
  readonly running: number;
  readonly started: number;
  /** Ended by itself within the pod's grace, after SIGTERM. */
  readonly ended: number;
  /** Killed at the end of the grace. */
  readonly killed: number;
  /** Ended by itself in a pod that is not started again. */
  readonly completed: number;
}

type Count = "started" | "ended" | "killed" | "completed";
const NONE = { started: 0, ended: 0, killed: 0, completed: 0 } as const;

interface Hosted {
  readonly program: HostedProgram;
  process: ManagedProcess | undefined;
  stopping: boolean;
}

/** Holds a pod in the API until the process behind it has ended. */
const FINALIZER = "testbed.fluxibri.ai/process";
/** Kubernetes' own default. */
const DEFAULT_GRACE_SECONDS = 30;
/** Before a new start; doubled at every start up to the longest, as a kubelet does. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 16_000;
/** For processes that end with the testbed. */
const CLOSING_GRACE_MS = 2_000;

/**
 * Does for some pods what a kubelet does: a process while the pod runs, SIGTERM
 * when it is deleted, SIGKILL at the end of its grace, a new one when it ends,
 * unless the pod is not to be restarted: that one has then succeeded or failed.
 */
export class HostedPods {
  private readonly hosted = new Map<string, Hosted>();
  private readonly counts = new Map<string, Record<Count, number>>();
  private readonly pods: ListWatch<V1Pod>;
  private closing = false;

  constructor(
    private readonly client: ClusterClient,
    private readonly folder: string,
    private readonly programs: readonly HostedProgram[],
    private readonly say: Progress,
  ) {
    mkdirSync(path.join(folder, "logs"), { recursive: true });
    this.pods = client.follow("/api/v1/pods", () => client.core.listPodForAllNamespaces());
    this.pods.on("add", (pod) => this.look(pod));
    this.pods.on("update", (pod) => this.look(pod));
    this.pods.on("delete", (pod) => this.look(pod));
  }

  async start(): Promise<void> {
    await this.pods.start();
  }

  /** Ends every process; no pod is waited for. */
  async stop(): Promise<void> {
    this.closing = true;
    await this.pods.stop();
    const processes = [...this.hosted.values()].flatMap(({ process }) => process ?? []);
    await Promise.all(processes.map((process) => process.stop(CLOSING_GRACE_MS)));
  }

  /** Figures of one program. */
  countsOf(name: string): HostedCounts {
    const counts = this.counts.get(name) ?? NONE;
    const running = [...this.hosted.values()].filter(
      ({ program, process, stopping }) => program.name === name && process && !stopping,
    );
    return { ...counts, running: running.length };
  }

  get pids(): readonly number[] {
    return [...this.hosted.values()].flatMap(({ process }) => process?.pid ?? []);
  }

  private look(pod: V1Pod): void {
    const program = this.programs.find((candidate) => candidate.matches(pod));
    const uid = pod.metadata?.uid;
    if (program === undefined || uid === undefined || this.closing) return;
    const known = this.hosted.get(uid);
    const deleted = pod.metadata?.deletionTimestamp !== undefined;
    if (known === undefined && !deleted && pod.status?.phase === "Running") {
      const hosted: Hosted = { program, process: undefined, stopping: false };
      this.hosted.set(uid, hosted);
      void this.host(pod, hosted).catch((error: unknown) =>
        this.say(`${nameOf(pod)}: ${String(error)}`),
      );
    }
    if (known !== undefined && deleted && !known.stopping) {
      known.stopping = true;
      void this.end(pod, uid, known).catch((error: unknown) =>
        this.say(`${nameOf(pod)}: ${String(error)}`),
      );
    }
  }

  private async host(pod: V1Pod, hosted: Hosted): Promise<void> {
    await this.hold(pod, [FINALIZER]);
    let pause = FIRST_PAUSE_MS;
    while (!hosted.stopping && !this.closing) {
      const command = await this.commandOf(pod, hosted);
      // The pod may have gone, or the testbed, while its command was looked up.
      if (command === undefined || hosted.stopping || this.closing) continue;
      const process = new ManagedProcess({
        ...command,
        name: `${hosted.program.name} (pod ${nameOf(pod)})`,
        cwd: this.folder,
        log: path.join(this.folder, "logs", `${pod.metadata?.name}.log`),
      });
      hosted.process = process;
      this.count(hosted.program, "started");
      const ending = await process.ended;
      if (!ending.unexpected) return;
      if (pod.spec?.restartPolicy === "Never") return this.complete(pod, hosted, ending);
      this.say(`${describeEnding(ending)}\nstarting it again`);
      await sleep(pause);
      pause = Math.min(2 * pause, LONGEST_PAUSE_MS);
    }
  }

  /** Its pod is over, which is what its Job waits for; nothing holds it any more. */
  private async complete(pod: V1Pod, hosted: Hosted, ending: ServerEnding): Promise<void> {
    const { name = "", namespace = "" } = pod.metadata ?? {};
    const succeeded = ending.how === "exit status 0";
    if (!succeeded) this.say(describeEnding(ending));
    hosted.process = undefined;
    this.count(hosted.program, "completed");
    await this.hold(pod, []);
    await this.untilDone(() =>
      this.client.mergePodStatus(namespace, name, {
        phase: succeeded ? "Succeeded" : "Failed",
        conditions: [{ type: "Ready", status: "False", reason: "PodCompleted" }],
      }),
    );
  }

  /** Undefined while something that the process needs is missing. */
  private async commandOf(pod: V1Pod, { program }: Hosted): Promise<HostedCommand | undefined> {
    try {
      return await program.command(pod);
    } catch (error) {
      this.say(`${program.name} (pod ${nameOf(pod)}) waits: ${String(error)}`);
      await sleep(FIRST_PAUSE_MS);
      return undefined;
    }
  }

  private async end(pod: V1Pod, uid: string, hosted: Hosted): Promise<void> {
    const grace = pod.spec?.terminationGracePeriodSeconds ?? DEFAULT_GRACE_SECONDS;
    const ending = await hosted.process?.stop(grace * 1000);
    // One that had crashed before, and was not started again yet, is neither.
    if (ending?.unexpected === false) {
      this.count(hosted.program, ending.how === "SIGKILL" ? "killed" : "ended");
    }
    this.hosted.delete(uid);
    await this.hold(pod, []);
  }

  /** Tried until it is done: a finalizer that stays would keep pod and namespace for ever. */
  private async hold(pod: V1Pod, finalizers: readonly string[]): Promise<void> {
    const { name = "", namespace = "" } = pod.metadata ?? {};
    const others = (pod.metadata?.finalizers ?? []).filter((entry) => entry !== FINALIZER);
    const all = [...others, ...finalizers];
    await this.untilDone(() =>
      this.client.merge(
        { apiVersion: "v1", kind: "Pod", name, namespace },
        // RFC 7396: null removes the member.
        { metadata: { finalizers: all.length === 0 ? null : all } },
      ),
    );
  }

  /** A pod that is gone is done as well. */
  private async untilDone(change: () => Promise<void>): Promise<void> {
    while (!this.closing) {
      try {
        return await change();
      } catch (error) {
        if (statusOf(error) === 404) return;
        await sleep(FIRST_PAUSE_MS);
      }
    }
  }

  private count({ name }: HostedProgram, what: Count): void {
    const counts = this.counts.get(name) ?? { ...NONE };
    counts[what] += 1;
    this.counts.set(name, counts);
  }
}

function nameOf(pod: V1Pod): string {
  return `${pod.metadata?.namespace}/${pod.metadata?.name}`;
}
