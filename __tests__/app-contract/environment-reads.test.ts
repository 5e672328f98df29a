import { execFileSync, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { projectFile } from "../../environments/project";
import { temporaryFolder } from "../support/temporary-folder";

const PROGRAM = `
import json, sys
sys.path.insert(0, sys.argv[1])
from environment_reads import environment_reads
found = environment_reads(sys.argv[2])
print(json.dumps({"variables": {n: sorted(v["defaults"]) for n, v in found.variables.items()}, "unseen": found.unseen}))
`;
const result = z.object({
  variables: z.record(z.string(), z.array(z.string())),
  unseen: z.array(z.string()),
});

/** What the reader finds in Python files, by their names. */
function readsOf(files: Readonly<Record<string, string>>) {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  const scripts = projectFile("scripts/app-contract");
  const output = execFileSync("python3", ["-B", "-c", PROGRAM, scripts, folder], {
    encoding: "utf8",
  });
  return result.parse(JSON.parse(output));
}

/** Nothing but this program needs a Python here. */
const withPython = spawnSync("python3", ["--version"]).status === 0 ? test : test.skip;

withPython.each([
  ["os.environ.get", 'import os\nos.environ.get("A", "1")', { A: ["1"] }],
  ["a subscript", 'import os\nos.environ["A"]', { A: [] }],
  ["os.getenv with a number", 'import os\nos.getenv("A", str(5))', { A: ["5"] }],
  ["getenv by another name", 'from os import getenv as g\ng("A", False)', { A: ["false"] }],
  ["environ by another name", 'from os import environ as e\ne.get("A")', { A: [] }],
  ["a question whether it is there", 'import os\n"A" in os.environ', { A: [] }],
  ["setdefault", 'import os\nos.environ.setdefault("A", "x")', { A: ["x"] }],
  ["a copy", 'import os\n(os.environ.copy()).get("A")', { A: [] }],
  ["a loop over names", 'import os\nfor k in ("A", "B"):\n    os.environ.get(k)', { A: [], B: [] }],
  [
    "an option of click",
    'import click\n@click.option("--a", envvar="A", default="d")\ndef f(): pass',
    { A: ["d"] },
  ],
])("a variable read by %s is found", (_form, text, variables) => {
  expect(readsOf({ "a.py": text })).toEqual({ variables, unseen: [] });
});

withPython("a parser's callers in other files are found, through a parser of parsers, too", () => {
  const parser = `import os
class Parser:
    @staticmethod
    def number(key, default):
        return int(os.environ.get(key, str(default)))
    @staticmethod
    def later(key, default):
        return lambda: Parser.number(key, default)
`;
  const user = 'from parser import Parser\nx = Parser.later("A", 7)\ny = Parser.number("B", -1)\n';
  expect(readsOf({ "parser.py": parser, "user.py": user }).variables).toEqual({
    A: ["7"],
    B: ["-1"],
  });
});

withPython("a variable that is only written, or only named in a text, is not read", () => {
  const text = 'import os\n"""os.environ.get("A")"""\nos.environ["B"] = "1"\n';
  expect(readsOf({ "a.py": text })).toEqual({ variables: {}, unseen: [] });
});

withPython("a name that is put together at run time is reported with its place", () => {
  expect(readsOf({ "a.py": 'import os\nx = "T"\nos.getenv(f"A_{x}")' })).toEqual({
    variables: {},
    unseen: ["a.py:3 f'A_{x}'"],
  });
});
