import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { z } from "zod";
import { ConfigurationError } from "../../environments/errors";
import { rememberSecret } from "../../masking/process-mask";
import { CommandFailure } from "../failure";
import { tokenProblem } from "../given-secrets";

/** What `terraform login` writes. */
const LOGIN_FILE = "~/.terraform.d/credentials.tfrc.json";

const credentials = z.object({
  credentials: z.record(z.string(), z.object({ token: z.string() })),
});

/**
 * Token for a host, from where Terraform takes it: a variable of the process,
 * or what `terraform login` wrote.
 *
 * @throws CommandFailure when there is none, ConfigurationError when it cannot be one
 */
export function tokenFor(hostname: string, env: NodeJS.ProcessEnv = process.env): string {
  const variable = tokenVariable(hostname);
  const given = env[variable];
  const token = given || tokenOfLogin(hostname);
  if (token) {
    const message = tokenProblem(token);
    if (message === undefined) return rememberSecret(token);
    const file = given ? `environment variable ${variable}` : LOGIN_FILE;
    throw unusable(file, message, `set it to the token alone: ${howToGive(hostname, "terraform")}`);
  }
  throw new CommandFailure(`no token for ${hostname}`, howToGive(hostname, "terraform"));
}

/** How a person gives a token; no shell passes a variable on that has a port in its name. */
export function howToGive(hostname: string, program: string): string {
  const login = `${program} login ${hostname}`;
  return hostname.includes(":")
    ? login
    : `${login}, or ${tokenVariable(hostname)} in the environment`;
}

/** Variable that holds a host's token, as Terraform spells it. */
export function tokenVariable(hostname: string): string {
  return `TF_TOKEN_${hostname.replaceAll("-", "__").replaceAll(".", "_")}`;
}

/** What is wrong with a place that holds a token, which is not said. */
function unusable(file: string, message: string, fix: string): ConfigurationError {
  return new ConfigurationError([{ file, path: "", value: "(not shown)", message, fix }]);
}

function tokenOfLogin(hostname: string): string | undefined {
  const file = path.join(homedir(), ".terraform.d", "credentials.tfrc.json");
  if (!existsSync(file)) return undefined;
  const { success, data } = credentials.safeParse(contentOf(file));
  return success ? data.credentials[hostname]?.token : undefined;
}

/** A parser's own error would say a part of the file. */
function contentOf(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    throw unusable(LOGIN_FILE, "is no JSON", "delete it and log in again: terraform login");
  }
}
