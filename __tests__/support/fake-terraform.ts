import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { temporaryFolder, writeProgram } from "./temporary-folder";

/** A resource change of a plan, in few words. */
export interface FakeChange {
  readonly address: string;
  readonly actions: readonly string[];
  readonly before?: unknown;
  readonly after?: unknown;
  readonly replace_paths?: readonly (readonly string[])[];
}

/** What Terraform says of a stack. */
export interface FakeStack {
  /** What its plan changes until it is applied. */
  readonly changes?: readonly FakeChange[];
  /** What a plan changes from the second on, while it is not applied. */
  readonly laterChanges?: readonly FakeChange[];
  /** Step that fails, with summary and detail; it succeeds from the second time on when `once` is set. */
  readonly fails?: {
    readonly step: string;
    readonly summary: string;
    readonly detail?: string;
    readonly address?: string;
    readonly once?: boolean;
  };
  /** What `show` says of its state. */
  readonly state?: unknown;
  /** Number of resources that its state holds, as it is kept. */
  readonly kept?: number;
  /** Its outputs are there from the beginning. */
  readonly applied?: boolean;
}

/** Stands for terraform: plans, applies and fails as it is told, and writes down what it was asked. */
export class FakeTerraform {
  private readonly folder = temporaryFolder();
  readonly program = path.join(this.folder, "terraform");

  constructor(stacks: Readonly<Record<string, FakeStack>> = {}) {
    for (const name of ["applied", "quick"]) mkdirSync(path.join(this.folder, name));
    writeFileSync(path.join(this.folder, "plan"), JSON.stringify(planOf([])));
    writeFileSync(path.join(this.folder, "test"), testOf([]));
    writeFileSync(path.join(this.folder, "apply"), "");
    writeFileSync(path.join(this.folder, "fake.cjs"), `(${fake.toString()})();\n`);
    writeProgram(this.folder, "terraform", quick(this.folder));
    this.becomes(stacks);
  }

  /** From now on. */
  becomes(stacks: Readonly<Record<string, FakeStack>>): void {
    writeFileSync(path.join(this.folder, "stacks.json"), JSON.stringify(stacks));
    const changed = path.join(this.folder, "changed");
    rmSync(changed, { recursive: true, force: true });
    mkdirSync(changed);
    for (const [id, { applied, changes = [] }] of Object.entries(stacks)) {
      if (applied === true) writeFileSync(path.join(this.folder, "applied", id), "");
      if (changes.length === 0) continue;
      writeFileSync(path.join(changed, `${id}.plan`), JSON.stringify(planOf(changes)));
      writeFileSync(path.join(changed, `${id}.test`), testOf(changes));
      writeFileSync(path.join(changed, `${id}.apply`), appliesOf(changes));
      if (applied === true) writeFileSync(path.join(changed, `${id}.always`), "");
    }
    const all = Object.values(stacks);
    for (const step of ["init", "show", "state", "plan", "test", "apply"]) {
      const says = all.some(
        ({ fails, kept, laterChanges }) =>
          fails?.step === step || kept !== undefined || laterChanges !== undefined,
      );
      const file = path.join(this.folder, "quick", step);
      if (says) rmSync(file, { force: true });
      else writeFileSync(file, "");
    }
  }

  /** Forgets what it was asked: what fails once fails once more. */
  again(): void {
    writeFileSync(path.join(this.folder, "calls"), "");
  }

  /** Arguments of the last call of a step. */
  arguments(step: string): readonly string[] {
    return readFileSync(path.join(this.folder, `${step}.arguments`), "utf8").split("\n");
  }

  /** `local-platform apply` for every call of these steps, in order. */
  calls(...steps: readonly string[]): readonly string[] {
    const file = path.join(this.folder, "calls");
    if (!existsSync(file)) return [];
    const lines = readFileSync(file, "utf8").trim().split("\n");
    return lines.filter((line) => steps.includes(line.split(" ")[1] ?? ""));
  }
}

const said = (message: object) => `${JSON.stringify({ "@message": "", ...message })}\n`;

function planOf(changes: readonly FakeChange[]): object {
  return {
    resource_changes: changes.map(({ address, ...change }) => ({
      address,
      mode: "managed",
      type: address.split(".")[0],
      change: { before: null, ...change },
    })),
  };
}

const testOf = (changes: readonly FakeChange[]) =>
  said({ type: "test_plan", test_plan: planOf(changes) });

function appliesOf(changes: readonly FakeChange[]): string {
  return changes
    .map(({ address }) => {
      const hook = { resource: { addr: address }, action: "create", elapsed_seconds: 1 };
      return said({ type: "apply_complete", hook });
    })
    .join("");
}

/** Answers most calls, which say little: a shell starts in a fiftieth of the CPU that Node takes. */
function quick(folder: string): string {
  return `here=${folder}
if [ "$1" = version ]; then
  if [ "$2" = -json ]; then echo '{"terraform_version":"1.11.4"}'; else echo "Terraform v1.11.4"; fi
  exit
fi
step=$2
stack=\${1##*/}
for last; do case $last in -out=*) out=\${last#-out=} ;; esac; done
case $step,$last in
  show,-*) quick= ;;
  *) quick=$here/quick/$step ;;
esac
[ -e "$quick" ] || exec ${process.execPath} "$here/fake.cjs" "$@"
echo "$stack $step" >> "$here/calls"
{ printf %s "$1"; shift; for each; do printf '\\n%s' "$each"; done; } > "$here/$step.arguments"
changed=$here/changed/$stack
content=$here/$step
status=0
if [ -e "$changed.plan" ] && { [ -e "$changed.always" ] || [ ! -e "$here/applied/$stack" ]; }; then
  content=$changed.$step
  status=2
fi
case $step in
  show) cat "$last" && echo ;;
  plan) cp "$content" "$out" && exit $status ;;
  test) cat "$content" ;;
  apply) cat "$content" && : > "$here/applied/$stack" ;;
esac`;
}

/** The rest; it is written out as text, so it uses nothing from outside. */
function fake() {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const fs = require("node:fs");
  const folder = __dirname;
  const args = process.argv.slice(2);
  const chdir = (args[0] ?? "").slice("-chdir=".length);
  const id = chdir.split("/").at(-1) ?? "";
  const step = args[1] ?? "";
  const calls = `${folder}/calls`;
  const before: string = fs.existsSync(calls) ? fs.readFileSync(calls, "utf8") : "";
  fs.appendFileSync(calls, `${id} ${step}\n`);
  fs.writeFileSync(`${folder}/${step}.arguments`, args.join("\n"));
  const asked = before.split("\n").filter((line) => line === `${id} ${step}`).length;
  const stack = JSON.parse(fs.readFileSync(`${folder}/stacks.json`, "utf8"))[id] ?? {};
  const isApplied = fs.existsSync(`${folder}/applied/${id}`) && stack.applied !== true;
  const say = (message: object) => console.log(JSON.stringify({ "@message": "", ...message }));
  const first = asked === 0 || stack.laterChanges === undefined;
  const changes = isApplied ? [] : ((first ? stack.changes : stack.laterChanges) ?? []);
  const plan = {
    resource_changes: changes.map(
      ({ address, ...change }: { readonly address: string; readonly before?: unknown }) => ({
        address,
        mode: "managed",
        type: address.split(".")[0],
        change: { before: null, ...change },
      }),
    ),
  };
  if (stack.fails?.step === step && (stack.fails.once !== true || asked === 0)) {
    const { summary, address, detail = "" } = stack.fails;
    if (step === "init") console.error(`\nError: ${summary}\n\n${detail}\n`);
    else say({ type: "diagnostic", diagnostic: { severity: "error", summary, detail, address } });
    process.exitCode = 1;
    return;
  }
  switch (step) {
    case "plan": {
      const out = args.find((arg) => arg.startsWith("-out="))?.slice("-out=".length);
      fs.writeFileSync(out, JSON.stringify(plan));
      process.exitCode = changes.length > 0 ? 2 : 0;
      return;
    }
    case "show": {
      const file = args.at(-1) ?? "";
      const content = file.startsWith("-") ? JSON.stringify(stack.state ?? {}) : undefined;
      console.log(content ?? fs.readFileSync(file, "utf8"));
      return;
    }
    case "output": {
      const { output = {} } = JSON.parse(fs.readFileSync(`${chdir}/cdk.tf.json`, "utf8"));
      const there = isApplied || stack.applied === true ? Object.keys(output) : [];
      console.log(JSON.stringify(Object.fromEntries(there.map((key) => [key, { value: key }]))));
      return;
    }
    case "state": {
      const resources = Array.from({ length: stack.kept ?? 0 }, () => ({ mode: "managed" }));
      if (resources.length > 0) console.log(JSON.stringify({ resources }));
      return;
    }
    case "test":
      say({ type: "test_plan", test_plan: plan });
      return;
    case "apply":
      for (const { address } of changes) {
        const hook = { resource: { addr: address }, action: "create", elapsed_seconds: 1 };
        say({ type: "apply_complete", hook });
      }
      fs.writeFileSync(`${folder}/applied/${id}`, "");
      return;
    default:
      return;
  }
}
