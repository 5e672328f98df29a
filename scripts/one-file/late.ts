import { createRequire } from "node:module";
import type { Plugin } from "esbuild";
import { projectFile } from "../../environments/project";

/** What most checks never call, and what takes a fifth of the check of one file to load. */
const LATE = /^(yaml|node:(child_process|crypto|https|net|readline|readline\/promises|tls))$/;

const require = createRequire(projectFile("package.json"));

/** Loads a module when the first of its functions is called, or of its classes made. */
export const late: Plugin = {
  name: "late",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: LATE }, ({ path: wanted, namespace }) =>
      namespace === "late" ? undefined : { path: wanted, namespace: "late" },
    );
    onLoad({ filter: /.*/, namespace: "late" }, ({ path: wanted }) => ({
      contents: standIn(wanted),
      resolveDir: projectFile("."),
    }));
  },
};

/** A module with the same functions and classes as another; what is neither is left out, so that a build that needs it fails. */
function standIn(name: string): string {
  const real: unknown = require(name);
  const functions = Object.entries(Object(real)).filter(
    ([key, value]) => typeof value === "function" && /^\w+$/.test(key) && key !== "default",
  );
  return [
    "let loaded;",
    `const load = () => (loaded ??= require(${JSON.stringify(name)}));`,
    ...functions.map(
      ([key]) =>
        `export function ${key}(...args) { const real = load().${key}; return new.target ? new real(...args) : real(...args); }`,
    ),
    ...functions.flatMap(([key, value]) =>
      membersOf(value).map(
        (member) =>
          `Object.defineProperty(${key}, ${JSON.stringify(member)}, { get: () => load().${key}.${member} });`,
      ),
    ),
  ].join("\n");
}

/** What a function or class has of its own: `visit.BREAK`. */
function membersOf(value: unknown): readonly string[] {
  return Object.getOwnPropertyNames(value).filter(
    (member) => !["length", "name", "prototype", "arguments", "caller"].includes(member),
  );
}
