import type { Container } from "../../inventory/model";
import type { WorkerLibrary } from "../../queues/adapter";

/** Seconds that a container's preStop hook takes, as far as its sleeps tell; its time is part of the grace. */
export function preStopSeconds({ preStop = "" }: Container): number {
  const sleeps = [
    ...preStop.matchAll(/\bsleep\s+(\d+)/g),
    // The hook of Kubernetes' own.
    ...preStop.matchAll(/"sleep":\{"seconds":"?(\d+)/g),
  ];
  return sleeps.reduce((sum, [, seconds]) => sum + Number(seconds), 0);
}

/** Signals that only ask, or tell something else. */
const HARMLESS = /^(0|HUP|1|USR1|10|USR2|12|CONT|18|WINCH|28)$/;

/** Signals that only ask where a second one changes nothing: `kill` itself sends TERM. */
const ASKING = /^(TERM|15)$/;

/**
 * The command of a preStop hook that ends the worker's job, or undefined. RQ takes
 * SIGTERM and SIGINT alike: the first ends it after its job, a second one,
 * which the kubelet sends, kills the job. Celery goes on after any number of SIGTERM.
 *
 * @param secondKills a second SIGTERM kills the job
 */
export function endingCommand(
  { preStop = "" }: Container,
  secondKills: boolean,
): string | undefined {
  const commands = [...preStop.matchAll(/\b(?:kill|pkill|killall)\b[^;&|\n"]*/g)];
  return commands
    .map(([command]) => command.trim())
    .find((command) => !isHarmless(command, secondKills));
}

function isHarmless(command: string, secondKills: boolean): boolean {
  const [, signal] = /\s-(?:s\s+|n\s+)?(?:SIG)?([A-Z0-9]+)\b/.exec(command) ?? [];
  if (/\s-(l|-list)\b/.test(command)) return true;
  if (!secondKills && ASKING.test(signal ?? "TERM")) return true;
  return signal !== undefined && HARMLESS.test(signal);
}

/** A preStop hook that stops more than its own worker. */
export function suspends({ preStop = "" }: Container, { suspend }: WorkerLibrary): boolean {
  return suspend !== undefined && preStop.replaceAll(/\s+/g, " ").includes(suspend.command);
}
