import { spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import type { Progress } from "../../runtime/progress";
import { CommandFailure } from "../../runtime/failure";
import { type Manifest, readManifest } from "./manifest";
import { processMask } from "../../masking/process-mask";

/** Programs that copy images between registries, the first one found is taken. */
const TOOLS = ["skopeo", "crane"] as const;
type ToolName = (typeof TOOLS)[number];

/** What differs between the programs. Neither is given a credential: both read the auth files of docker and podman. */
const COMMANDS: Readonly<
  Record<
    ToolName,
    {
      manifest(reference: string): readonly string[];
      copy(from: string, to: string): readonly string[];
    }
  >
> = {
  skopeo: {
    manifest: (reference) => [
      "inspect",
      "--raw",
      ...plain("--tls-verify=false", reference),
      `docker://${reference}`,
    ],
    // --all: every platform of an index; digests stay what they are, or it fails.
    copy: (from, to) => [
      "copy",
      "--all",
      "--preserve-digests",
      ...plain("--src-tls-verify=false", from),
      ...plain("--dest-tls-verify=false", to),
      `docker://${from}`,
      `docker://${to}`,
    ],
  },
  crane: {
    manifest: (reference) => ["manifest", ...plain("--insecure", reference), reference],
    copy: (from, to) => ["copy", ...plain("--insecure", from, to), from, to],
  },
};

/** Copies images and reads what a registry has. */
export class CopyTool {
  constructor(readonly name: ToolName) {}

  /**
   * What a registry has under a name; undefined when nothing.
   *
   * @throws CommandFailure when the registry cannot be asked
   */
  async manifest(reference: string): Promise<Manifest | undefined> {
    const { status, stdout, stderr } = await run(
      this.name,
      COMMANDS[this.name].manifest(reference),
      () => {},
    );
    if (status === 0) return readManifest(stdout, reference);
    if (/manifest unknown|name unknown|MANIFEST_UNKNOWN|NAME_UNKNOWN|404 Not Found/.test(stderr)) {
      return undefined;
    }
    throw failure(this.name, reference, stderr);
  }

  /**
   * Copies all platforms of an image.
   *
   * @throws CommandFailure when that fails
   */
  async copy(from: string, to: string, say: Progress): Promise<void> {
    const { status, stderr } = await run(this.name, COMMANDS[this.name].copy(from, to), (line) =>
      say(`  ${this.name}: ${line}`),
    );
    if (status !== 0) throw failure(this.name, `${from} to ${to}`, stderr);
  }
}

/**
 * The first of the programs that is on PATH.
 *
 * @throws CommandFailure when there is none
 */
export function findCopyTool(): CopyTool {
  const found = TOOLS.find((name) => spawnSync(name, [VERSION[name]]).status === 0);
  if (found !== undefined) return new CopyTool(found);
  throw new CommandFailure(
    `neither ${TOOLS.join(" nor ")} is on PATH`,
    "install skopeo (a package of every distribution and of Homebrew), or crane from github.com/google/go-containerregistry",
  );
}

const VERSION: Readonly<Record<ToolName, string>> = { skopeo: "--version", crane: "version" };

/** An option where an address is this machine's or a Service's: such registries speak plain HTTP. */
function plain(option: string, ...references: readonly string[]): readonly string[] {
  const loopback = /^(localhost|127\.\d+\.\d+\.\d+|[a-z0-9.-]+\.svc(\.cluster\.local)?)(:\d+)?\//;
  return references.some((reference) => loopback.test(reference)) ? [option] : [];
}

function failure(tool: ToolName, what: string, stderr: string): CommandFailure {
  const says = processMask().text(stderr).trim().split("\n").slice(-3).join("\n  ");
  const refused = /unauthorized|authentication required|denied|\b401\b|\b403\b/i.test(stderr);
  return new CommandFailure(
    `${tool} ${what}: ${refused ? "the registry refuses the credentials, or got none" : "failed"}\n  ${says}`,
    refused
      ? `docker login (or ${tool === "skopeo" ? "skopeo login" : "crane auth login"}) to that registry, with a token that may read packages (GHCR) or an entry of the htpasswd file (push side of the cluster's registry); --password-stdin keeps it out of the process list`
      : "see what it says above; the same command again copies only what is missing",
  );
}

interface Output {
  readonly status: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

function run(program: string, args: readonly string[], onLine: Progress): Promise<Output> {
  const child = spawn(program, args, {
    env: process.env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const stdout: Buffer[] = [];
  const stderr: string[] = [];
  child.stdout.on("data", (data: Buffer) => stdout.push(data));
  createInterface({ input: child.stderr }).on("line", (line) => {
    stderr.push(line);
    onLine(line);
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status) =>
      resolve({
        status: status ?? 1,
        stdout: Buffer.concat(stdout),
        stderr: stderr.join("\n"),
      }),
    );
  });
}
