import type { KubernetesObject, V1Service } from "@kubernetes/client-node";
import { z } from "zod";
import { projectFile } from "../environments/project";
import type { ClusterClient } from "../runtime/cluster-client";
import { run } from "../runtime/process/run";

const SCRIPT = "testbed/worker/burst.py";

/** A queue's jobs, counted by where RQ has them, and its workers' hosts. */
export type QueueState = z.output<typeof queueState>;
const queueState = z.object({
  queued: z.int(),
  scheduled: z.int(),
  started: z.int(),
  finished: z.int(),
  failed: z.int(),
  busy: z.array(z.string()),
  idle: z.array(z.string()),
});

export interface RqQueueProps {
  readonly client: ClusterClient;
  /** Interpreter that has rq. */
  readonly python: string;
  readonly namespace: string;
  readonly queue: string;
}

/** A queue in the Redis of a testbed; every call tells how it then is. */
export class RqQueue {
  private constructor(
    private readonly props: RqQueueProps,
    private readonly host: string,
    private readonly port: string,
  ) {}

  /** @throws Error when no Redis is deployed */
  static async open(props: RqQueueProps): Promise<RqQueue> {
    const { client, namespace } = props;
    const reference = { apiVersion: "v1", kind: "Service", namespace, name: "redis" };
    const service = await client.read<V1Service & KubernetesObject>(reference);
    const host = service?.spec?.clusterIP;
    const port = service?.spec?.ports?.[0]?.port;
    if (host === undefined || port === undefined) {
      throw new Error(`there is no Service redis in namespace ${namespace}: deploy first`);
    }
    return new RqQueue(props, host, String(port));
  }

  look(): Promise<QueueState> {
    return this.run("count");
  }

  /** Jobs that take so many seconds each. */
  enqueue(jobs: number, seconds: number): Promise<QueueState> {
    return this.run("enqueue", jobs, seconds);
  }

  /** One job that is due after a delay. */
  schedule(delaySeconds: number, seconds: number): Promise<QueueState> {
    return this.run("schedule", delaySeconds, seconds);
  }

  /** Seconds from the queue to a worker, of the finished jobs that were enqueued since then. */
  async waitsSince(moment: Date): Promise<readonly number[]> {
    return z.array(z.number()).parse(await this.output("waits", moment.getTime() / 1000));
  }

  private async run(action: string, ...numbers: readonly number[]): Promise<QueueState> {
    return queueState.parse(await this.output(action, ...numbers));
  }

  private async output(action: string, ...numbers: readonly number[]): Promise<unknown> {
    const { python, queue } = this.props;
    const args = [projectFile(SCRIPT), this.host, this.port, queue, action, ...numbers.map(String)];
    const ended = await run({ program: python, args });
    if (!ended.ok) throw ended.failure("see that Redis answers, and what it says above");
    return JSON.parse(ended.stdout);
  }
}
