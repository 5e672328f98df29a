import { CommandFailure } from "../failure";
import { type ErrorContext, fixFor } from "./known-errors";
import type { Diagnostic } from "./messages";
import { shortened } from "../../masking/process-mask";

/** An error of Terraform, as short as it can be said. */
export interface CondensedError {
  readonly address: string | undefined;
  readonly cause: string;
  readonly fix: string | undefined;
}

/** Steps of a stack that can fail. */
export type TerraformStep =
  "init" | "plan" | "show" | "apply" | "output" | "test" | "state" | "import";

const LONGEST_CAUSE = 600;

/** Terraform failed on a stack: which, at what, why, and what to do. */
export class StackFailure extends CommandFailure {
  override readonly name = "StackFailure";

  constructor(
    /** `<environment>-<stack>`. */
    readonly stackId: string,
    readonly step: TerraformStep,
    readonly errors: readonly CondensedError[],
    /** File with all that was said. */
    readonly log: string,
    /** It was asked to stop. */
    readonly interrupted: boolean,
  ) {
    super(
      [
        `${stackId}: ${step} ${interrupted ? "was interrupted" : "failed"}`,
        ...errors.map(formatError),
      ].join("\n"),
      [...new Set(errors.flatMap(({ fix }) => fix ?? [])), `all that was said: ${log}`].join(
        "\n     ",
      ),
    );
  }
}

function formatError({ address, cause }: CondensedError): string {
  return `  ${address === undefined ? "" : `${address}: `}${cause.replace(/\n/g, "\n    ")}`;
}

/** The errors in Terraform's output, each once; the end of the output where it has none. */
export function condense(
  diagnostics: readonly Diagnostic[],
  lastWords: readonly string[],
  context: ErrorContext,
): readonly CondensedError[] {
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length === 0) {
    return lastWords.length === 0
      ? []
      : [{ address: undefined, cause: lastWords.join("\n"), fix: undefined }];
  }
  const condensed = errors.map((error) => ({
    address: error.address,
    cause: causeOf(error),
    fix: fixFor(error, context),
  }));
  return [...new Map(condensed.map((error) => [JSON.stringify(error), error])).values()];
}

/** Summary and detail repeat each other in many providers. */
function causeOf({ summary, detail }: Diagnostic): string {
  const said = detail.replace(/^\s*(?:with|on) [^\n]*,\n[^]*?\n\n/gm, "").trim();
  const both = said === "" || summary.includes(said) ? summary : `${summary}: ${said}`;
  const text = said.startsWith(summary) ? said : both;
  return shortened(text, LONGEST_CAUSE, " ...");
}
