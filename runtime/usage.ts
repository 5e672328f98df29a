/** An option: what `node:util` needs to parse it, and what people read. */
export interface Option {
  readonly type: "string" | "boolean";
  readonly multiple?: boolean;
  readonly default?: string | boolean | string[];
  /** What it does, for the help. */
  readonly does: string;
  /** Word for its value in the usage. */
  readonly value?: string;
  /** The command does not run without it. @default false */
  readonly required?: boolean;
  /** An empty value counts as none: a workflow's input that is left out is one. @default false: it is refused */
  readonly mayBeEmpty?: boolean;
}

/** Options of a command by name, without the dashes. */
export type Options = Readonly<Record<string, Option>>;

/** One of several uses of a command. */
export interface Form<Name extends string> {
  /** Positionals. */
  readonly takes: string;
  /** Options, those that make the form first. */
  readonly options: readonly Name[];
}

/** What a command's exit statuses mean. */
export type ExitStatuses = Readonly<Record<0 | 1 | 2, string>>;

/** Of a command that has no others. */
export const USUAL_STATUSES: ExitStatuses = {
  0: "done",
  1: "failed, or found something",
  2: "wrong usage or data",
};

/** What usage and help are made of. */
interface Described {
  readonly call: string;
  readonly does: string;
  readonly takes: string;
  readonly options: Options;
  readonly forms?: readonly Form<string>[];
}

/** A line for each form, the first one with `use:`. */
export function usageOf({ call, takes, options, forms }: Described): string {
  const lines = (forms ?? [{ takes, options: Object.keys(options) }]).map((form) =>
    [call, form.takes, ...form.options.map((name) => inUsage(name, options[name]))]
      .filter((part) => part !== "")
      .join(" "),
  );
  return `use: ${lines.join("\nor   ")}`;
}

/** What the help of every command lists; no usage repeats it. */
const EVERYWHERE: Options = {
  "no-color": { type: "boolean", does: "no colors, as NO_COLOR=1; FORCE_COLOR=1: in pipes, too" },
};

/** Usage, purpose, a line for each option, and what the exit statuses mean. */
export function helpOf(
  usage: string,
  { does, options }: Described,
  statuses: ExitStatuses,
): string {
  const rows = Object.entries<Option>({ ...options, ...EVERYWHERE }).map(([name, option]) => ({
    left: `--${name}${option.value === undefined ? "" : ` ${option.value}`}`,
    right: `${option.does}${defaultText(option)}`,
  }));
  const width = Math.max(...rows.map(({ left }) => left.length));
  return [
    usage,
    "",
    does,
    "",
    ...rows.map(({ left, right }) => `  ${left.padEnd(width)}  ${right}`),
    "",
    "exit status:",
    ...Object.entries(statuses).map(([status, means]) => `  ${status}  ${means}`),
  ].join("\n");
}

function inUsage(name: string, option: Option | undefined): string {
  const text = `--${name}${option?.value === undefined ? "" : ` ${option.value}`}`;
  if (option?.required === true) return text;
  return `[${text}]${option?.multiple === true ? "..." : ""}`;
}

function defaultText({ default: value }: Option): string {
  return typeof value === "string" ? ` (default: ${value})` : "";
}
