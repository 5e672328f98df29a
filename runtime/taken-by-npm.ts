import type { ConfigurationIssue } from "../environments/errors";
import { misuse } from "./misuse";
import type { Options } from "./usage";

/** Kept in the configuration of npm by many, and without it a command asks: nothing is lost. */
const OF_NPM = "yes";
/** Whoever asks for it must not get the real thing, from no command. */
const DRY_RUN = "dry-run";

/**
 * Options of a command that npm took: without `--` before them it keeps them for itself, so that
 * `npm run mirror --dry-run` would mirror, and a cluster that `--context` names would be another.
 *
 * @param given options that the command got, without the dashes: those are no question
 * @param call words that start the command: `npm run mirror --`
 * @param env where npm puts what it took: `npm_config_dry_run`
 */
export function takenByNpm(
  options: Options,
  given: ReadonlySet<string>,
  call: string,
  env: NodeJS.ProcessEnv,
): readonly ConfigurationIssue[] {
  // Started by a script, or by Node alone: what npm took is that of another command.
  if (!/^npm (start|run) /.test(call) || env["npm_lifecycle_event"] !== scriptOf(call)) return [];
  const real =
    env["npm_config_dry_run"] === "true" && !Object.hasOwn(options, DRY_RUN)
      ? [
          misuse(
            "true",
            `npm took --${DRY_RUN}, which this command has not`,
            `leave it out: ${call} --help says what there is`,
            `--${DRY_RUN}`,
          ),
        ]
      : [];
  const taken = Object.entries(options).flatMap(([name, option]) => {
    const value = env[`npm_config_${name.replaceAll("-", "_")}`] ?? "";
    if (value === "" || given.has(name) || name === OF_NPM) return [];
    const text = option.type === "boolean" ? "" : ` ${option.value ?? "VALUE"}`;
    return [
      misuse(
        value,
        `npm took --${name} for itself: the command did not get it`,
        `write it behind the two dashes: ${call} … --${name}${text}`,
        `--${name}`,
      ),
    ];
  });
  return [...real, ...taken];
}

/** `mirror` of `npm run mirror --`, `start` of `npm start --`. */
function scriptOf(call: string): string {
  const words = call.split(" ").filter((word) => word !== "--");
  return words.at(-1) ?? "";
}
