import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { z } from "zod";
import { CommandFailure } from "../failure";

const credentials = z.object({
  credentials: z.record(z.string(), z.object({ token: z.string() })),
});

/**
 * Token for a host, from where Terraform takes it: a variable of the process,
 * or what `terraform login` wrote.
 *
 * @throws CommandFailure when there is none
 */
export function tokenFor(hostname: string, env: NodeJS.ProcessEnv = process.env): string {
  const token = env[tokenVariable(hostname)] || tokenOfLogin(hostname);
  if (token) return token;
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

function tokenOfLogin(hostname: string): string | undefined {
  const file = path.join(homedir(), ".terraform.d", "credentials.tfrc.json");
  if (!existsSync(file)) return undefined;
  const { success, data } = credentials.safeParse(JSON.parse(readFileSync(file, "utf8")));
  return success ? data.credentials[hostname]?.token : undefined;
}
