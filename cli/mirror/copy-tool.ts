import type { Progress } from "../../runtime/progress";
import { CommandFailure } from "../../runtime/failure";
import { run } from "../../runtime/process/run";
import { works } from "../../runtime/process/run-sync";
import type { ProcessEnd } from "../../runtime/process/ending";
import { type Manifest, readManifest } from "./manifest";

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
    const args = COMMANDS[this.name].manifest(reference);
    const ended = await run({ program: this.name, args });
    if (ended.ok) return readManifest(ended.bytes, reference);
    if (NOTHING_THERE.test(ended.stderr)) return undefined;
    throw failure(this.name, reference, ended);
  }

  /**
   * Copies all platforms of an image.
   *
   * @throws CommandFailure when that fails
   */
  async copy(from: string, to: string, say: Progress): Promise<void> {
    const ended = await run({
      program: this.name,
      args: COMMANDS[this.name].copy(from, to),
      onLine: (line, output) => {
        if (output === "stderr") say(`  ${this.name}: ${line}`);
      },
    });
    if (!ended.ok) throw failure(this.name, `${from} to ${to}`, ended);
  }
}

/**
 * The first of the programs that is on PATH.
 *
 * @throws CommandFailure when there is none
 */
export function findCopyTool(): CopyTool {
  const found = TOOLS.find((name) => works(name, [VERSION[name]]));
  if (found !== undefined) return new CopyTool(found);
  throw new CommandFailure(
    `neither ${TOOLS.join(" nor ")} is on PATH`,
    "install skopeo (a package of every distribution and of Homebrew), or crane from github.com/google/go-containerregistry",
  );
}

/** What registries call a name that they do not have. */
const NOTHING_THERE = /manifest unknown|name unknown|MANIFEST_UNKNOWN|NAME_UNKNOWN|404 Not Found/;

const VERSION: Readonly<Record<ToolName, string>> = { skopeo: "--version", crane: "version" };

/** An option where an address is this machine's or a Service's: such registries speak plain HTTP. */
function plain(option: string, ...references: readonly string[]): readonly string[] {
  const loopback = /^(localhost|127\.\d+\.\d+\.\d+|[a-z0-9.-]+\.svc(\.cluster\.local)?)(:\d+)?\//;
  return references.some((reference) => loopback.test(reference)) ? [option] : [];
}

function failure(tool: ToolName, what: string, ended: ProcessEnd): CommandFailure {
  const says = (ended.lastLines(3) || ended.summary).split("\n").join("\n  ");
  const refused = /unauthorized|authentication required|denied|\b401\b|\b403\b/i.test(ended.stderr);
  return new CommandFailure(
    `${tool} ${what}: ${refused ? "the registry refuses the credentials, or got none" : "failed"}\n  ${says}`,
    refused
      ? `docker login (or ${tool === "skopeo" ? "skopeo login" : "crane auth login"}) to that registry, with a token that may read packages (GHCR) or an entry of the htpasswd file (push side of the cluster's registry); --password-stdin keeps it out of the process list`
      : "see what it says above; the same command again copies only what is missing",
  );
}
