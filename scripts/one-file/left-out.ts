import { readFileSync } from "node:fs";
import type { Plugin } from "esbuild";

/** Modules that only environments need, by the end of their path, and packages of the same kind. */
const OF_ENVIRONMENTS =
  /^(\.\/(synthesized|surroundings)|(\.\.\/)+environments(\/environment-file|\/schema\/images)?|(\.\.\/)+runtime\/environment-arguments|esbuild)$/;

/** What is taken from them. */
const ABSENT = [
  ...["buildSync", "version", "checkSynthesized"],
  ...["environmentName", "environmentNames", "loadEnvironment"],
  ...["applicationFile", "environmentFile", "fileOfValue", "outsideImages"],
];

/**
 * In the place of environments stands what throws when it is asked: the
 * arguments refuse environments before. Their schemas take longer to make than
 * the check of a file takes.
 */
export const withoutEnvironments: Plugin = {
  name: "without-environments",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: OF_ENVIRONMENTS }, ({ path: wanted }) => ({
      path: wanted,
      namespace: "of-environments",
    }));
    onLoad({ filter: /.*/, namespace: "of-environments" }, () => ({
      contents: [
        'const absent = () => { throw new Error("not in this file"); };',
        `export const ${ABSENT.map((name) => `${name} = absent`).join(", ")};`,
        'export const SOME_ENVIRONMENTS = "";',
        "export class CheckSurroundings { constructor() { absent(); } }",
      ].join("\n"),
    }));
  },
};

/**
 * Of zod what is used: half of its code, and of the time that it takes to load. Taken as a namespace,
 * esbuild sees what that is; as the member `z` of the package it is all of it. Its messages in all
 * languages are another fifth; it loads the English ones, which are used, by themselves.
 */
export const withoutUnused: Plugin = {
  name: "without-unused",
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, ({ path: file }) => ({
      contents: readFileSync(file, "utf8").replace(
        /^import \{ z \} from "zod";$/m,
        'import * as z from "zod";',
      ),
      loader: "ts",
    }));
    onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: 'export { default as en } from "./en.js";',
    }));
  },
};
