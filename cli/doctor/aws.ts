import type { ProcessEnd } from "../../runtime/process/ending";
import { run } from "../../runtime/process/run";
import type { Diagnosis } from "./examination";

/** Runs the aws CLI; JSON on its output, or what it said. */
export type AskAws = (
  args: readonly string[],
) => Promise<{ readonly json: unknown } | { readonly failure: string }>;

/** What was found in an account. */
export interface AwsLook {
  readonly diagnoses: readonly Diagnosis[];
  /** Why something was not asked. */
  readonly unread: readonly string[];
}

const SECONDS = 20;

/** The aws CLI of this machine, with its own credentials. */
export const askAws: AskAws = async (args) => {
  const ended = await run({ program: "aws", args, timeoutSeconds: SECONDS });
  return ended.ok ? parsed(ended.stdout) : { failure: said(ended) };
};

function said(ended: ProcessEnd): string {
  if (ended.how === "missing") return "the aws CLI is not installed";
  if (ended.how === "timeout") return `the aws CLI did not answer within ${SECONDS} s`;
  return ended.lastLines(1) || ended.summary;
}

function parsed(text: string): { readonly json: unknown } | { readonly failure: string } {
  try {
    return { json: JSON.parse(text) };
  } catch {
    return { failure: "the aws CLI answered something that is no JSON" };
  }
}
