import { z } from "zod";
import { projectFile } from "../environments/project";
import type { ClusterClient } from "../runtime/cluster-client";
import { run } from "../runtime/process/run";
import { redisService } from "./redis-service";

/** Jobs of a queue by where Celery has them, and its workers' hosts. */
export type CeleryState = z.output<typeof celeryState>;
const celeryState = z.object({
  waiting: z.int(),
  delivered: z.int(),
  begun: z.int(),
  ended: z.int(),
  /** Begun more than once. */
  again: z.int(),
  busy: z.array(z.string()),
  idle: z.array(z.string()),
});

export interface CeleryQueueProps {
  readonly client: ClusterClient;
  /** Interpreter that has celery. */
  readonly python: string;
  readonly namespace: string;
  readonly queue: string;
  /** Kind of worker that takes its jobs. */
  readonly worker: string;
}

/** A queue of Celery in the Redis of a namespace; jobs are put there by the library itself. */
export class CeleryQueue {
  private constructor(
    private readonly props: CeleryQueueProps,
    private readonly server: readonly [host: string, port: string],
  ) {}

  /** @throws Error when no Redis is deployed */
  static async open(props: CeleryQueueProps): Promise<CeleryQueue> {
    return new CeleryQueue(props, await redisService(props.client, props.namespace));
  }

  look(): Promise<CeleryState> {
    return this.run("count");
  }

  /** Jobs that take so many seconds each, with each priority in turn. */
  enqueue(jobs: number, seconds: number): Promise<CeleryState> {
    return this.run("enqueue", String(jobs), String(seconds));
  }

  private async run(action: string, ...numbers: readonly string[]): Promise<CeleryState> {
    const { python, queue, worker } = this.props;
    const script = projectFile("testbed/worker/celery_jobs.py");
    const args = [script, ...this.server, queue, worker, action, ...numbers];
    const ended = await run({ program: python, args });
    if (!ended.ok) throw ended.failure("see that Redis answers, and what it says above");
    return celeryState.parse(JSON.parse(ended.stdout));
  }
}
