import { execFile } from "node:child_process";
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
export const askAws: AskAws = (args) =>
  new Promise((resolve) => {
    execFile(
      "aws",
      [...args],
      { encoding: "utf8", timeout: SECONDS * 1000 },
      (error, stdout, stderr) => {
        if (error !== null) resolve({ failure: said(error, stderr) });
        else resolve(parsed(stdout));
      },
    );
  });

function said(
  error: Error & { readonly code?: unknown; readonly killed?: boolean },
  stderr: string,
): string {
  if (error.code === "ENOENT") return "the aws CLI is not installed";
  if (error.killed === true) return `the aws CLI did not answer within ${SECONDS} s`;
  return stderr.trim().split("\n").at(-1) ?? error.message;
}

function parsed(text: string): { readonly json: unknown } | { readonly failure: string } {
  try {
    return { json: JSON.parse(text) };
  } catch {
    return { failure: "the aws CLI answered something that is no JSON" };
  }
}
