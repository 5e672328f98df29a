import { z } from "zod";
import type { EnvironmentSpec, TerraformCloudState } from "../../environments/schema";
import { CommandFailure } from "../../runtime/failure";
import { TerraformCloudApi, TerraformCloudError } from "../../runtime/terraform/cloud-api";
import { howToGive, tokenFor } from "../../runtime/terraform/cloud-token";
import { leftLocalStacks, type LeftStacks } from "./left-stacks";
import { leftWorkspaces } from "./left-workspaces";

/** All pages together: a plan waits for it. */
const LIMIT_MS = 10_000;

export interface FindLeftStacksOptions {
  /** Folder that holds the local states. @default the project */
  readonly folder?: string | undefined;
  /** Variables that may hold the server's token. @default those of the process */
  readonly env?: NodeJS.ProcessEnv;
  /** How long Terraform Cloud may take, in milliseconds. @default 10 000 */
  readonly limit?: number;
}

/**
 * Stacks that are there, and that the data names no more. A list that Terraform Cloud does not give
 * (no token, no rights, no network) is a note: the plan of what the data has is right without it.
 */
export async function findLeftStacks(
  spec: EnvironmentSpec,
  { folder, env, limit = LIMIT_MS }: FindLeftStacksOptions = {},
): Promise<LeftStacks> {
  const { state } = spec;
  if (state.kind === "local") {
    return { stacks: leftLocalStacks(spec, folder), unread: undefined };
  }
  const signal = AbortSignal.timeout(limit);
  try {
    const token = tokenFor(state.hostname, env);
    const api = new TerraformCloudApi({ hostname: state.hostname, token, signal });
    return { stacks: await leftWorkspaces(spec, state, api), unread: undefined };
  } catch (error) {
    const why = signal.aborted ? `no answer within ${limit / 1000} s` : reasonOf(error, state);
    const place = `the workspaces of ${state.organization} on ${state.hostname}`;
    return {
      stacks: [],
      unread: `stacks that are not in the code any more were not looked for, ${place} could not be read: ${why}`,
    };
  }
}

function reasonOf(
  error: unknown,
  { hostname, organization }: Pick<TerraformCloudState, "hostname" | "organization">,
): string {
  if (error instanceof CommandFailure) return `${error.message} (${error.remedy})`;
  if (error instanceof TerraformCloudError && error.status === 401) {
    return `the token is not valid (${howToGive(hostname, "terraform")})`;
  }
  if (error instanceof TerraformCloudError && error.status === 404) {
    return `${organization} is not there, or is hidden from this token`;
  }
  if (error instanceof z.ZodError || error instanceof SyntaxError) {
    return "the answer is none of Terraform Cloud's API, version 2";
  }
  const text = error instanceof Error ? error.message || String(error) : String(error);
  return text.replace(/\s+/g, " ");
}
