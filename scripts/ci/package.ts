import { createHash } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { fromCaller } from "../../runtime/caller";
import { EXIT, runCommand } from "../../runtime/exit";
import { CommandFailure } from "../../runtime/failure";
import { runSync } from "../../runtime/process/run-sync";
import { projectFile } from "../../environments/project";
import { scriptArguments } from "../arguments";
import { CommandLine } from "../../runtime/command-line";
import { print } from "../../masking/output";

const COMMAND = new CommandLine({
  call: "node scripts/run.mjs scripts/ci/package.ts",
  does: "Packs the synthesized stacks, reproducibly.",
  takes: "NAME FOLDER",
  options: {},
});

/** Nothing in the archive but names and contents: no order of a disk, no times, no owners. */
const REPRODUCIBLE = [
  "--sort=name",
  "--mtime=@0",
  "--owner=0",
  "--group=0",
  "--numeric-owner",
  "--mode=u=rwX,go=rX",
];

/**
 * Packs what `npm start` wrote into FOLDER/NAME.tar.gz, with its SHA-256 beside
 * it. The same stacks give the same bytes, on every machine, at any time.
 */
void runCommand(() => {
  const [name = "", folder = ""] = scriptArguments(COMMAND).positionals;
  if (!existsSync(projectFile("cdktf.out/stacks"))) {
    throw new CommandFailure("cdktf.out has no stacks", "run npm start, which writes them");
  }
  const packed = runSync({
    program: "tar",
    args: [...REPRODUCIBLE, "-cf", "-", "cdktf.out/stacks"],
    cwd: projectFile("."),
    mostBytes: Infinity,
  });
  if (!packed.ok) throw packed.failure("install GNU tar");
  const archive = gzipSync(packed.bytes, { level: 9 });
  const file = path.join(fromCaller(folder), `${name}.tar.gz`);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, archive);
  const sum = createHash("sha256").update(archive).digest("hex");
  writeFileSync(`${file}.sha256`, `${sum}  ${path.basename(file)}\n`);
  print(`${sum}  ${file}\n`);
  return EXIT.ok;
});
