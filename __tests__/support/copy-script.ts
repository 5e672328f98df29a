import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { temporaryFolder } from "./temporary-folder";

const SCRIPT = path.resolve("cli/migrate-claims/copy.sh");

/** PATH with which the script finds its tools; undefined where they are not here. */
interface Shell {
  readonly name: string;
  readonly path: string | undefined;
}

/** The script runs in an image of Alpine: all of its tools are busybox. */
function busybox(): string | undefined {
  const folder = temporaryFolder();
  return spawnSync("busybox", ["--install", "-s", folder]).status === 0 ? folder : undefined;
}

const SHELLS: readonly Shell[] = [
  {
    name: "coreutils",
    path: spawnSync("sha256sum", ["--version"]).status === 0 ? process.env["PATH"] : undefined,
  },
  { name: "busybox", path: busybox() },
];

/** The script between two new folders. */
export class CopyScript {
  from = "";
  to = "";
  /** What the source is, as its copy remembers. */
  source = "montage-ai/montage-input";
  private folder = "";
  private readonly sh: string;

  constructor(private readonly PATH: string) {
    this.sh =
      PATH.split(":")
        .map((entry) => path.join(entry, "sh"))
        .find((file) => existsSync(file)) ?? "sh";
  }

  begin(): void {
    this.folder = temporaryFolder();
    this.source = "montage-ai/montage-input";
    this.from = path.join(this.folder, "from");
    this.to = path.join(this.folder, "to");
    for (const side of [this.from, this.to]) mkdirSync(side);
  }

  end(): void {
    // Folders that nobody may write to cannot be removed either.
    spawnSync("chmod", ["-R", "u+rwx", this.folder]);
  }

  /** @param programs folder with programs that go before those of the shell */
  start(pass: string, programs?: string): ChildProcess {
    const args = [SCRIPT, pass, this.from, this.to];
    const env = this.env();
    const PATH = programs === undefined ? env.PATH : `${programs}:${env.PATH}`;
    return spawn(this.sh, args, { env: { ...env, PATH }, stdio: "ignore", detached: true });
  }

  /** Runs a pass to its end. */
  copy(pass: string) {
    return this.call(pass, this.from, this.to);
  }

  call(...args: readonly string[]) {
    const { status, stdout, stderr } = spawnSync(this.sh, [SCRIPT, ...args], {
      env: this.env(),
      encoding: "utf8",
    });
    return { status, stdout, stderr };
  }

  report(): Record<string, unknown> {
    return JSON.parse(readFileSync(path.join(this.folder, "report.json"), "utf8"));
  }

  private env() {
    const REPORT = path.join(this.folder, "report.json");
    return { PATH: this.PATH, SOURCE_ID: this.source, REPORT };
  }
}

/** Declares tests once for each shell that is here; for the others they are skipped. */
export function describeCopy(what: string, tests: (script: CopyScript) => void): void {
  for (const shell of SHELLS) {
    const suite = shell.path === undefined ? describe.skip : describe;
    suite(`${what} with ${shell.name}`, () => {
      const script = new CopyScript(shell.path ?? "");
      beforeEach(() => script.begin());
      afterEach(() => script.end());
      tests(script);
    });
  }
}

/** Ends a process as a node does that loses its power; false when it had ended. */
export async function killed(child: ChildProcess): Promise<boolean> {
  if (child.exitCode !== null) return false;
  const closed = once(child, "close");
  // The script and all that it has started, as with a container.
  if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
  await closed;
  return child.signalCode === "SIGKILL";
}
