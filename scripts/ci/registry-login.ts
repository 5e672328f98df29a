import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { z } from "zod";
import { ConfigurationError } from "../../environments/errors";
import { passwordProblem } from "../../runtime/given-secrets";
import { EXIT, runCommand } from "../../runtime/exit";
import { scriptArguments, requiredVariables } from "../arguments";
import { CommandLine } from "../../runtime/command-line";
import { print } from "../../masking/output";

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
  const value = requiredVariables({
    REGISTRY_USERNAME: {
      meaning: "who may push or pull there",
      problem: (text) =>
        text.includes(":") ? "has a colon, which ends a user's name" : passwordProblem(text),
    },
    REGISTRY_PASSWORD: {
      meaning: "the password or token of that user",
      problem: passwordProblem,
    },
  });
  const [username, password] = [value("REGISTRY_USERNAME"), value("REGISTRY_PASSWORD")];
  const folder = process.env["DOCKER_CONFIG"] || path.join(homedir(), ".docker");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, "config.json");
  const content = authFileIn(file);
  const auth = Buffer.from(`${username}:${password}`).toString("base64");
  const text = JSON.stringify({ ...content, auths: { ...content.auths, [host]: { auth } } });
  writeFileSync(`${file}.arriving`, `${text}\n`, { mode: 0o600 });
  renameSync(`${file}.arriving`, file);
  print(`${host}: credentials of ${username} are in ${file}\n`);
  return EXIT.ok;
});

/** What is in it already; a parser's own error would say a part of it. */
function authFileIn(file: string): z.output<typeof authFile> {
  try {
    return authFile.parse(existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {});
  } catch {
    throw new ConfigurationError([
      {
        file,
        path: "",
        value: "(not shown)",
        message: "is no docker configuration",
        fix: 'write JSON with "auths" there, delete it, or name another folder with DOCKER_CONFIG',
      },
    ]);
  }
}
