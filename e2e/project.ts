import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { cdktf } from "../cli/local/cdktf";
import { runSync } from "../runtime/process/run-sync";
import { terraformEnvironment } from "../runtime/terraform/environment";
import { projectFile } from "../environments/project";
import type { Progress } from "../runtime/progress";
import { type RunningCommand, startCommand } from "./command";

/** One text of a file, and what it becomes. */
export interface Edit {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** Changes of a plan, by what is done. */
export interface PlannedStack {
  readonly stack: string;
  /** Addresses that would change. */
  readonly changes: readonly string[];
}

/**
 * A copy of this project that is deployed, changed and deployed again; what is
 * edited at the beginning belongs to the data as they were.
 */
export class Project {
  private readonly log: string;

  constructor(
    readonly folder: string,
    private readonly say: Progress,
    edits: readonly Edit[] = [],
  ) {
    this.log = path.join(folder, "..", "cdktf.log");
    copyProject(folder);
    for (const { file, from, to } of edits) if (from !== to) this.edit(file, from, to);
    this.git("init", "--quiet");
    this.git("config", "user.name", "e2e");
    this.git("config", "user.email", "e2e@example.com");
    this.commit("The project as it is");
  }

  /** Environment of every Terraform that this copy runs; set when the cluster is known. */
  kubeconfig = "";

  /** Added to that environment. */
  variables: Readonly<Record<string, string>> = {};

  /** Changes a file as a person would, by replacing one text. */
  edit(file: string, from: string, to: string): void {
    const target = path.join(this.folder, file);
    const text = readFileSync(target, "utf8");
    if (text.split(from).length !== 2) {
      throw new Error(`${file} holds ${JSON.stringify(from)} not exactly once`);
    }
    writeFileSync(
      target,
      text.replace(from, () => to),
    );
  }

  /** Commits whatever was edited, as a person would before going on. */
  commit(message: string): void {
    this.git("add", "--all");
    this.git("commit", "--quiet", "--message", message);
  }

  /** Takes back what phases have changed in the data, once nothing is deployed from it. */
  restore(): void {
    const first = this.git("rev-list", "--max-parents=0", "HEAD").trim();
    this.git("checkout", "--quiet", first, "--", "applications", "environments", "charts.yaml");
    this.git("commit", "--quiet", "--allow-empty", "--message", "The data as it was");
  }

  /**
   * Runs a command that would destroy what holds state: it is refused.
   *
   * @returns the options that its refusal names
   */
  async allowing(program: string, args: readonly string[]): Promise<readonly string[]> {
    const { status, stderr } = await this.start(program, args).ended;
    const allowed = [...stderr.matchAll(/--allow-destroy '([^']+)'/g)].flatMap(
      ([, address = ""]) => ["--allow-destroy", address],
    );
    if (status === 1 && allowed.length > 0) return allowed;
    throw new Error(`${program} was not refused for what it would destroy:\n${stderr}`);
  }

  /** Runs git in the copy, which is a repository of its own. */
  git(...args: readonly string[]): string {
    return git(this.folder, args);
  }

  /** Switches something with `npm run rollback`, commits and applies it. */
  async rollback(...args: readonly string[]): Promise<void> {
    const all = ["local", ...args, "--yes", "--commit"];
    const { status, stdout, stderr } = await this.start("cli/rollback/index.ts", all).ended;
    if (status !== 0) throw new Error(`rollback ${args.join(" ")} failed:\n${stdout}${stderr}`);
  }

  /** Applies stacks of the local environment, all of them by default. */
  async deploy(...stacks: readonly string[]): Promise<void> {
    const { status, errors } = await this.tryDeploy(...stacks);
    if (status !== 0) throw new Error(`cdktf deploy failed:\n${errors}\n(${this.log})`);
  }

  /** As {@link deploy}, for an apply that is meant to fail. */
  tryDeploy(...stacks: readonly string[]) {
    return this.run("deploy", stacks);
  }

  /** Destroys stacks of the local environment, all of them by default. */
  async destroy(...stacks: readonly string[]): Promise<void> {
    const { status, errors } = await this.run("destroy", stacks);
    if (status !== 0) throw new Error(`cdktf destroy failed:\n${errors}\n(${this.log})`);
  }

  /** Plans every applied stack as it was synthesized last, in order. */
  plan(): readonly PlannedStack[] {
    const stacks = path.join(this.folder, "cdktf.out", "stacks");
    return readdirSync(stacks).map((stack) => {
      const chdir = `-chdir=${path.join(stacks, stack)}`;
      const run = (...args: readonly string[]) =>
        runSync({ program: "terraform", args: [chdir, ...args], env: this.environment() });
      const plan = run(
        "plan",
        "-input=false",
        "-no-color",
        "-detailed-exitcode",
        "-out=e2e.tfplan",
      );
      if (plan.status === 0) return { stack, changes: [] };
      if (plan.status !== 2) throw new Error(`plan of ${stack} failed:\n${plan.stderr}`);
      const changes = [...plan.stdout.matchAll(/^ {2}# (.+)$/gm)].map(([, change = ""]) => change);
      return { stack, changes };
    });
  }

  /** Starts a command of this copy, e.g. `cli/deploy/index.ts`. */
  start(
    program: string,
    args: readonly string[],
    onLine: (line: string) => void = (line) => this.say(`  ${line}`),
  ): RunningCommand {
    return startCommand({ cwd: this.folder, program, args, env: this.environment(), onLine });
  }

  private run(action: "deploy" | "destroy", stacks: readonly string[]) {
    const chosen = stacks.length === 0 ? ["local-*"] : stacks.map((stack) => `local-${stack}`);
    const only = stacks.length === 0 ? [] : [`--ignore-missing-stack-dependencies`];
    return cdktf({
      args: [action, ...chosen, "--auto-approve", "--skip-provider-lock", ...only],
      env: this.environment(),
      cwd: this.folder,
      log: this.log,
      onStep: (line) => this.say(`  ${line}`),
    });
  }

  /** Variables of every command that this copy runs. */
  environment(): Record<string, string> {
    return {
      ...Object.fromEntries(
        Object.entries(process.env).flatMap(([name, value]) =>
          value === undefined ? [] : [[name, value]],
        ),
      ),
      ...terraformEnvironment(),
      FLUXIBRI_ENVIRONMENTS: "local",
      // Providers come from wherever this machine has them.
      FLUXIBRI_PROVIDER_LOCK: "none",
      KUBECONFIG: this.kubeconfig,
      KUBE_CONTEXT: "testbed",
      ...this.variables,
    };
  }
}

/** What git knows, and what is new and not ignored; the installed packages are shared. */
function copyProject(folder: string): void {
  const files = git(projectFile("."), [
    "ls-files",
    "-z",
    "--cached",
    "--others",
    "--exclude-standard",
  ]);
  for (const file of files.split("\0").filter((name) => name !== "")) {
    const target = path.join(folder, file);
    mkdirSync(path.dirname(target), { recursive: true });
    cpSync(projectFile(file), target);
  }
  symlinkSync(projectFile("node_modules"), path.join(folder, "node_modules"));
}

function git(cwd: string, args: readonly string[]): string {
  const ended = runSync({ program: "git", args, cwd });
  if (!ended.ok) throw ended.failure("see what git says");
  return ended.stdout;
}
