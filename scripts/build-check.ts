import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { build, type Plugin } from "esbuild";
import { projectFile } from "../environments/project";
import { projectText } from "../environments/project-text";
import { PINS_FILE } from "../environments/chart-pins";
import { print } from "../masking/output";
import { runCommand } from "../runtime/exit";

/** Where the one file goes, from the project. */
const OUTPUT = "dist/fluxibri-check.mjs";

/** Modules that only environments need, by the end of their path, and packages of the same kind. */
const OF_ENVIRONMENTS = /^(\.\/(synthesized|surroundings)|esbuild)$/;

/** In their place stands what throws when it is asked: the arguments refuse environments before. */
const withoutEnvironments: Plugin = {
  name: "without-environments",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: OF_ENVIRONMENTS }, ({ path: wanted }) => ({
      path: wanted,
      namespace: "of-environments",
    }));
    onLoad({ filter: /.*/, namespace: "of-environments" }, () => ({
      contents: [
        'const absent = () => { throw new Error("not in this file"); };',
        "export const buildSync = absent, version = 'none', checkSynthesized = absent;",
        "export class Surroundings { constructor() { absent(); } }",
      ].join("\n"),
    }));
  },
};

/** zod's messages in all languages are a fifth of its code; it loads the English ones, which are used, by themselves. */
const withoutLanguages: Plugin = {
  name: "without-languages",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: 'export { default as en } from "./en.js";',
    }));
  },
};

function versionIn(text: string): unknown {
  const json: unknown = JSON.parse(text);
  return typeof json === "object" && json !== null && "version" in json ? json.version : undefined;
}

/** Names, versions and licences of the packages that went in, and the project's own. */
function licenses(inputs: readonly string[]): string {
  const found = inputs.flatMap(
    (input) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1] ?? [],
  );
  const folders = [...new Set(found)].sort();
  return [".", ...folders]
    .map((folder) => {
      const name = folder === "." ? "fluxibri-core" : folder.replace(/^.*node_modules\//, "");
      const version = String(versionIn(projectText(path.join(folder, "package.json"))));
      return `${name} ${version}\n\n${licenseIn(folder).replaceAll("*/", "* /")}\n`;
    })
    .join("\n");
}

function licenseIn(folder: string): string {
  const absolute = projectFile(folder);
  const name = readdirSync(absolute).find((file) => /^(licen[cs]e|copying)/i.test(file));
  if (name !== undefined && existsSync(path.join(absolute, name))) {
    return readFileSync(path.join(absolute, name), "utf8");
  }
  throw new Error(`${folder} has no licence file: what goes into the one file keeps its licence`);
}

/**
 * `npm run build:check`: the check as one file that needs Node and nothing
 * else, with its SHA-256 beside it. The same sources give the same bytes.
 */
void runCommand(async () => {
  const output = projectFile(OUTPUT);
  // Under another name until it is whole: an interrupt leaves no half of it to be run.
  const outfile = `${output}.${process.pid}.part`;
  const { metafile } = await build({
    entryPoints: [projectFile("cli/check/standalone.ts")],
    outfile,
    absWorkingDir: projectFile("."),
    bundle: true,
    minify: true,
    platform: "node",
    format: "esm",
    target: "node20",
    metafile: true,
    legalComments: "none",
    external: ["re2-wasm"],
    // Packages that are no ES modules ask for what Node brings.
    banner: {
      js: 'import{createRequire as fluxibriRequire}from"node:module";const require=fluxibriRequire(import.meta.url);',
    },
    define: {
      FLUXIBRI_FILES: JSON.stringify({
        [PINS_FILE]: projectText(PINS_FILE),
        "package.json": JSON.stringify({ version: versionIn(projectText("package.json")) }),
      }),
    },
    plugins: [withoutEnvironments, withoutLanguages],
    logLevel: "warning",
  });
  const inputs = Object.keys(metafile.inputs);
  const code = readFileSync(outfile, "utf8");
  const whole = Buffer.from(`${code}\n/*\n${licenses(inputs)}*/\n`);
  const sum = createHash("sha256").update(whole).digest("hex");
  writeFileSync(outfile, whole);
  writeFileSync(`${output}.sha256`, `${sum}  ${path.basename(output)}\n`);
  renameSync(outfile, output);
  print(`${OUTPUT}: ${Math.round(whole.length / 1024)} KiB, SHA-256 ${sum}\n`);
  return 0;
});
