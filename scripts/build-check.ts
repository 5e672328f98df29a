import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { build, transform } from "esbuild";
import { projectFile } from "../environments/project";
import { projectText } from "../environments/project-text";
import { PINS_FILE } from "../environments/chart-pins";
import { print } from "../masking/output";
import { runCommand } from "../runtime/exit";
import { late } from "./one-file/late";
import { withoutEnvironments, withoutUnused } from "./one-file/left-out";

/** Where the one file goes, from the project. */
const OUTPUT = "dist/fluxibri-check.mjs";

/** For the end of a comment in the program: it stands in one. */
const ESCAPED = "*#/";

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

/** The program as the body of what Node puts around a CommonJS module, and what went in. */
async function programAndInputs() {
  const { outputFiles, metafile } = await build({
    entryPoints: [projectFile("cli/check/standalone.ts")],
    absWorkingDir: projectFile("."),
    write: false,
    bundle: true,
    minify: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    metafile: true,
    legalComments: "none",
    define: {
      "import.meta.url": "fluxibriUrl",
      FLUXIBRI_FILES: JSON.stringify({
        [PINS_FILE]: projectText(PINS_FILE),
        "package.json": JSON.stringify({ version: versionIn(projectText("package.json")) }),
      }),
    },
    plugins: [withoutEnvironments, withoutUnused, late],
    logLevel: "warning",
  });
  const [code] = outputFiles;
  const program = `(function (exports, require, module, fluxibriUrl) {${code?.text ?? ""}\n})`;
  return { program, inputs: Object.keys(metafile.inputs) };
}

/** The loader with the program behind it, in a comment. */
async function loaded(program: string): Promise<string> {
  if (program.includes(ESCAPED)) throw new Error(`the program has ${ESCAPED}: choose another`);
  const { code } = await transform(projectText("scripts/one-file/loader.mjs"), {
    format: "esm",
    minify: true,
    target: "node20",
    define: Object.fromEntries(
      Object.entries({ ESCAPED, BUILD: sumOf(program).slice(0, 16) }).map(([name, text]) => [
        `FLUXIBRI_${name}`,
        JSON.stringify(text),
      ]),
    ),
  });
  return `${code}/*program\n${program.replaceAll("*/", ESCAPED)}\n*/\n`;
}

function sumOf(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}

/**
 * `npm run build:check`: the check as one file that needs Node and nothing
 * else, with its SHA-256 beside it. The same sources give the same bytes.
 */
void runCommand(async () => {
  const output = projectFile(OUTPUT);
  const { program, inputs } = await programAndInputs();
  const whole = Buffer.from(`${await loaded(program)}\n/*\n${licenses(inputs)}*/\n`);
  const sum = sumOf(whole);
  mkdirSync(path.dirname(output), { recursive: true });
  // Under another name until it is whole: an interrupt leaves no half of it to be run.
  const part = `${output}.${process.pid}.part`;
  writeFileSync(part, whole);
  writeFileSync(`${output}.sha256`, `${sum}  ${path.basename(output)}\n`);
  renameSync(part, output);
  print(`${OUTPUT}: ${Math.round(whole.length / 1024)} KiB, SHA-256 ${sum}\n`);
  return 0;
});
