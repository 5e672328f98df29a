import type { WorkerCommand } from "../adapter";
import { optionOf, ownArguments, wordsOf } from "../command-line";
import { RQ_KEYS } from "./rq-keys";

/**
 * Options of `rq worker` and `rq worker-pool` that take a value.
 * https://github.com/rq/rq/blob/master/rq/cli/workers.py
 */
export const OPTIONS_WITH_VALUE: ReadonlySet<string> = new Set([
  "--logging_level",
  "--logging-level",
  "-l",
  "--log-format",
  "--date-format",
  "--name",
  "--num-workers",
  "-n",
  "--results-ttl",
  "--worker-ttl",
  "--maintenance-interval",
  "--job-monitoring-interval",
  "--exception-handler",
  "--pid",
  "--max-jobs",
  "--max-idle-time",
  "--dequeue-strategy",
  "-ds",
  "--url",
  "-u",
  "--config",
  "-c",
  "--worker-class",
  "-w",
  "--job-class",
  "-j",
  "--queue-class",
  "--connection-class",
  "--path",
  "-P",
  "--serializer",
  "-S",
]);

/** Made for hosts that kill after 10 s: https://github.com/rq/rq/blob/master/rq/worker/worker_classes.py (`imminent_shutdown_delay`) */
const HEROKU_WORKER = { afterSeconds: 6, from: "--worker-class HerokuWorker" } as const;

const SCHEDULER: ReadonlySet<string> = new Set(["--with-scheduler", "-s"]);
const CONFIG: ReadonlySet<string> = new Set(["--config", "-c"]);

/** Reads `rq worker …` out of a container's command and arguments, a shell's script included; undefined: there is none. */
export function rqCommand(words: readonly string[]): WorkerCommand | undefined {
  const tokens = wordsOf(words);
  const start = tokens.findIndex(
    (token, index) =>
      /(^|\/)rq$|^rq\.cli$/.test(token) && /^worker(-pool)?$/.test(tokens[index + 1] ?? ""),
  );
  return start === -1 ? undefined : argumentsOf(tokens.slice(start + 2));
}

function argumentsOf(tokens: readonly string[]): WorkerCommand {
  const own = ownArguments(tokens);
  const queues = own
    .filter(
      (token, index) => !token.startsWith("-") && !OPTIONS_WITH_VALUE.has(own[index - 1] ?? ""),
    )
    .map((token) => token.replace(/;$/, ""))
    .filter((token) => token !== "");
  const elsewhere =
    queues.length === 0 && own.some((token) => CONFIG.has(token.replace(/=.*/, "")));
  const variable = queues.some((queue) => queue.includes("$"));
  return {
    // Without any, RQ takes `default`.
    queues: elsewhere || variable ? undefined : queues.length === 0 ? ["default"] : queues,
    scheduler: own.some((token) => SCHEDULER.has(token)),
    // The sender of a job says how long it may take.
    jobTimeout: undefined,
    delivery: undefined,
    redisUrl: optionOf(own, ["--url", "-u"]),
    endsJob: /HerokuWorker$/.test(optionOf(own, ["--worker-class", "-w"]) ?? "")
      ? HEROKU_WORKER
      : undefined,
    keys: RQ_KEYS,
  };
}
