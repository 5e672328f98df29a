import type { DeliverySettings, WorkerCommand } from "../adapter";
import { ownArguments, wordsOf } from "../command-line";
import { celeryKeys, SHARED_RUNNING_KEY } from "./celery-keys";

/** https://docs.celeryq.dev/en/stable/userguide/configuration.html#std-setting-broker_transport_options */
const DEFAULT_VISIBILITY_SECONDS = 3600;
/** Pools whose main thread is free while a task runs; `solo` runs it there. */
const SOLO = "solo";

/** Reads `celery … worker …` out of a container's command and arguments; undefined: there is none. */
export function celeryCommand(command: readonly string[]): WorkerCommand | undefined {
  const words = wordsOf(command);
  const program = words.findIndex((word) => /(^|\/)celery$/.test(word));
  const start = words.indexOf("worker", program + 1);
  if (program === -1 || start === -1) return undefined;
  const own = ownArguments(words.slice(start + 1));
  const options = new Options(own, command.join(" "));
  const named = options.value("--queues", "-Q")?.split(",");
  const queues = named?.some((name) => name.includes("$")) === true ? undefined : named;
  const limit = options.number("--time-limit") ?? options.numberOf("task", "time_limit");
  return {
    queues,
    scheduler: false,
    jobTimeout: limit === undefined ? undefined : { seconds: limit, from: "--time-limit" },
    delivery: deliveryOf(options, own),
    keys: celeryKeys(queues, options.transport("unacked_key")),
  };
}

function deliveryOf(options: Options, own: readonly string[]): DeliverySettings {
  const worksOn = options.number("--concurrency", "-c");
  const multiplier =
    options.number("--prefetch-multiplier") ?? options.numberOf("worker", "prefetch_multiplier");
  const late = options.setting("task", "acks_late");
  const visibility = Number(options.transport("visibility_timeout"));
  const beat = own.some((word) => word === "-B" || word === "--beat");
  return {
    acknowledgesLate: late === undefined ? undefined : /^(true|1|yes|on)$/i.test(late),
    takes: worksOn === undefined || multiplier === undefined ? undefined : worksOn * multiplier,
    worksOn,
    redelivery: {
      seconds: visibility > 0 ? visibility : DEFAULT_VISIBILITY_SECONDS,
      said: visibility > 0,
      fix: "visibility_timeout in broker_transport_options",
    },
    answers: options.value("--pool", "-P") !== SOLO,
    sendsPeriodicJobs: beat,
    sharedRunningKey:
      options.transport("unacked_key") === undefined ? SHARED_RUNNING_KEY : undefined,
  };
}

/** Options of the command, and settings behind them: `-- task.acks_late=true`. */
class Options {
  private readonly transportOptions: string;

  constructor(
    private readonly own: readonly string[],
    text: string,
  ) {
    const [, found = ""] = /\bbroker[._]transport_options=\(\w+\)(\{[^}]*\})/.exec(text) ?? [];
    this.transportOptions = found;
  }

  value(...names: readonly string[]): string | undefined {
    const at = this.own.findLastIndex((word) => names.includes(word));
    const joined = this.own.findLast((word) => names.some((name) => word.startsWith(`${name}=`)));
    return at === -1 ? joined?.replace(/^[^=]*=/, "") : this.own[at + 1];
  }

  number(...names: readonly string[]): number | undefined {
    return positive(this.value(...names));
  }

  setting(section: string, name: string): string | undefined {
    const words = [`${section}.${name}=`, `${section}_${name}=`];
    const found = this.own.findLast((word) => words.some((start) => word.startsWith(start)));
    return found?.replace(/^[^=]*=(\(\w+\))?/, "");
  }

  numberOf(section: string, name: string): number | undefined {
    return positive(this.setting(section, name));
  }

  transport(name: string): string | undefined {
    const [, text, number] =
      new RegExp(`["']${name}["']\\s*:\\s*(?:["']([^"']*)["']|(\\d+))`).exec(
        this.transportOptions,
      ) ?? [];
    return text ?? number;
  }
}

function positive(text: string | undefined): number | undefined {
  return Number(text) > 0 ? Number(text) : undefined;
}
