import type { CommandFault } from "../adapter";
import { optionOf, programAt, startsShell } from "../command-line";

const PROGRAM = /^(.*\/)?celery$/;
/** What may stand behind the program that is not the first word: `tini -- celery -A clips`. */
const FIRST_ARGUMENT = /^(-A$|--app(=|$)|worker$)/;
/** Variable in place of the option `-A` (click's `envvar`, celery 5.7.0). */
const APP_VARIABLE = "APP";
const AS_IT_SHALL_BE = 'write ["celery", "-A", "<module>"]';

/** `celery`, by its path, `python -m celery`, or behind a program that starts it with its arguments. */
export function isCelery(command: readonly string[]): boolean {
  return programAt(command, PROGRAM, FIRST_ARGUMENT) !== -1;
}

/** The adapter's arguments begin with `worker`: they must come to Celery's program, behind the app's module. */
export function celeryCommandFault(
  command: readonly string[],
  variables: readonly string[],
): CommandFault | undefined {
  if (startsShell(command)) {
    return {
      message:
        "starts a shell's script, which does not pass on the arguments that are added behind it (`worker`, queues, limits, keys)",
      fix: AS_IT_SHALL_BE,
    };
  }
  const at = programAt(command, PROGRAM, FIRST_ARGUMENT);
  if (at === -1) {
    return {
      message:
        "does not start Celery's program: `worker`, queues, limits and keys are added behind it as arguments of celery",
      fix: AS_IT_SHALL_BE,
    };
  }
  const app = optionOf(command, ["-A", "--app"]);
  const worker = command.findIndex(
    (word, index) =>
      index > at && word === "worker" && !/^(-A|--app)$/.test(command[index - 1] ?? ""),
  );
  if (worker !== -1) {
    const own = command.slice(worker).join(" ");
    return {
      message: `has \`${own}\` in it; worker and its options are added, and would be there twice`,
      fix: `write ${JSON.stringify(command.slice(0, worker))}`,
    };
  }
  if (app === undefined && !variables.includes(APP_VARIABLE)) {
    return {
      message: "names no app: Celery would start one of its own, without a task",
      fix: `${AS_IT_SHALL_BE}, or set the variable ${APP_VARIABLE}`,
    };
  }
  return undefined;
}
