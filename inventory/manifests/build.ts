import type { Command } from "../../runtime/process/command";
import type { ProcessEnd } from "../../runtime/process/ending";
import { runSync } from "../../runtime/process/run-sync";

/** What `kubectl kustomize` made of a folder: YAML, or why it made none. */
export type Built = { readonly yaml: string } | { readonly failure: string };

/** One base may be large, but none takes long when nothing is fetched. */
const TIMEOUT_SECONDS = 30;
/** Nothing listens here: what a kustomization would fetch fails at once. */
const NOWHERE = "http://127.0.0.1:9";

/** Builds a kustomization without the network. */
export function kubectlKustomize(folder: string): Built {
  return builtOf(runSync(commandFor(folder)));
}

/** The same while this process does something else. */
export async function kubectlKustomizeAside(folder: string): Promise<Built> {
  // Only here: a folder without several kustomizations does without it.
  const { run } = await import("../../runtime/process/run");
  return builtOf(await run(commandFor(folder)));
}

function commandFor(folder: string): Command {
  return {
    program: "kubectl",
    args: ["kustomize", folder],
    timeoutSeconds: TIMEOUT_SECONDS,
    // What a folder of others makes kubectl do, it does without our credentials.
    inherits: false,
    env: {
      PATH: process.env.PATH,
      HTTP_PROXY: NOWHERE,
      HTTPS_PROXY: NOWHERE,
      GIT_ALLOW_PROTOCOL: "file",
      GIT_TERMINAL_PROMPT: "0",
    },
  };
}

function builtOf(built: ProcessEnd): Built {
  if (built.ok) return { yaml: built.stdout };
  if (built.how === "missing") return { failure: MISSING };
  return { failure: built.how === "exit" ? reasonIn(built.stderr) : built.summary };
}

const MISSING = "kubectl is not there";

/** Without the log's header and the warnings before it; of nested reasons the innermost says it. */
function reasonIn(stderr: string): string {
  // A reason of several lines stands between `err=<` and `>`; its first line has it all.
  const [, several] = /err=<\n\s*(.*)\n/.exec(stderr) ?? [];
  if (several !== undefined) return several;
  const last = stderr.trim().split("\n").at(-1) ?? "";
  const text = /err="(.*)"$/.exec(last)?.[1] ?? last.replace(/^error: /, "");
  return text.split("recursed accumulation of path ").at(-1) ?? text;
}
