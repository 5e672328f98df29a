import { z } from "zod";
import { projectFile } from "../environments/project";
import type { ClusterClient } from "../runtime/cluster-client";
import { run } from "../runtime/process/run";
import { redisService } from "./redis-service";

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
    private readonly server: readonly [host: string, port: string],
  ) {}

  /** @throws Error when no Redis is deployed */
  static async open(props: RqQueueProps): Promise<RqQueue> {
    return new RqQueue(props, await redisService(props.client, props.namespace));
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
    const args = [projectFile(SCRIPT), ...this.server, queue, action, ...numbers.map(String)];
    const ended = await run({ program: python, args });
    if (!ended.ok) throw ended.failure("see that Redis answers, and what it says above");
    return JSON.parse(ended.stdout);
  }
}
