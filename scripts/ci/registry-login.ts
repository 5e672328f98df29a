import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { z } from "zod";
import { EXIT, runCommand } from "../../runtime/exit";
import { scriptArguments, requiredVariable } from "../arguments";
import { CommandLine } from "../../runtime/command-line";

const COMMAND = new CommandLine({
  call: "REGISTRY_USERNAME=… REGISTRY_PASSWORD=… node scripts/run.mjs scripts/ci/registry-login.ts",
  does: "Writes credentials into docker's auth file.",
  takes: "HOST[:PORT]",
  options: {},
});
const authFile = z.looseObject({
  auths: z.record(z.string(), z.looseObject({ auth: z.string().optional() })).default({}),
});

/**
 * Writes credentials into docker's auth file (DOCKER_CONFIG, or ~/.docker), which
 * docker, skopeo and crane read. Unlike `docker login` it asks no registry: the
 * cluster's is only reachable while a port-forward is open.
 */
void runCommand(() => {
  const [host = ""] = scriptArguments(COMMAND).positionals;
  const username = requiredVariable("REGISTRY_USERNAME", "who may push or pull there");
  const password = requiredVariable("REGISTRY_PASSWORD", "the password or token of that user");
  const folder = process.env["DOCKER_CONFIG"] || path.join(homedir(), ".docker");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, "config.json");
  const content = authFile.parse(existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {});
  const auth = Buffer.from(`${username}:${password}`).toString("base64");
  const text = JSON.stringify({ ...content, auths: { ...content.auths, [host]: { auth } } });
  writeFileSync(`${file}.arriving`, `${text}\n`, { mode: 0o600 });
  renameSync(`${file}.arriving`, file);
  process.stdout.write(`${host}: credentials of ${username} are in ${file}\n`);
  return EXIT.ok;
});
