import { createHash } from "node:crypto";
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import type { Random } from "../../testbed/model/random";

/** What a folder holds below it: kind, permissions and content of every entry, by its path. */
export function treeOf(folder: string, below = ""): Readonly<Record<string, string>> {
  return Object.fromEntries(
    readdirSync(path.join(folder, below)).flatMap((name): [string, string][] => {
      if (below === "" && name === ".fluxibri-copy") return [];
      const entry = path.join(below, name);
      const absolute = path.join(folder, entry);
      const stat = lstatSync(absolute);
      const mode = (stat.mode & 0o777).toString(8);
      if (stat.isSymbolicLink()) return [[entry, `link ${readlinkSync(absolute)}`]];
      if (stat.isDirectory()) {
        return [[entry, `folder ${mode}`], ...Object.entries(treeOf(folder, entry))];
      }
      if (!stat.isFile()) return [];
      const hash = createHash("sha256").update(readFileSync(absolute)).digest("hex");
      return [[entry, `file ${mode} ${hash}`]];
    }),
  );
}

/** Names that trip scripts: each is a file name that Linux allows. */
const ODD_NAMES: readonly [string, ...string[]] = [
  "with space",
  "with\nnewline",
  "ends in newline\n",
  "-rf",
  "--final",
  "*",
  "$(touch pwned)",
  "`id`",
  "quote'and\"quote",
  "back\\slash",
  "back\\nslash",
  "tab\there",
  "unicode ü 漢字 🎬",
  "percent%s%d",
  ".hidden",
  "...",
  "a".repeat(200),
];

const FOLDER_MODES = [0o755, 0o700, 0o555, 0o777] as const;
const FILE_MODES = [0o644, 0o600, 0o444, 0o755, 0o640] as const;
const LINK_TARGETS = ["nowhere", ".", "../", "name\nof two lines", "/etc/hostname"] as const;

/** A random tree of files, folders and links, the same for the same numbers. */
export function growTree(folder: string, random: Random, entries: number): void {
  const folders: [string, ...string[]] = [folder];
  for (let index = 0; index < entries; index += 1) {
    const name = `${random.pick(ODD_NAMES)}${random.chance(0.7) ? index : ""}`;
    const parent = random.pick(folders);
    const target = path.join(parent, name);
    if (readdirSync(parent).includes(name)) continue;
    if (random.chance(0.2)) {
      mkdirSync(target);
      folders.push(target);
    } else if (random.chance(0.1)) {
      symlinkSync(random.pick(LINK_TARGETS), target);
    } else {
      writeFileSync(target, Buffer.alloc(random.between(0, 20_000), random.between(0, 255)));
      chmodSync(target, random.pick(FILE_MODES));
    }
  }
  // Closed when all is in them.
  for (const made of folders.slice(1)) chmodSync(made, random.pick(FOLDER_MODES));
}
