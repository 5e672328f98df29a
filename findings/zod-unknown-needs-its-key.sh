#!/usr/bin/env bash
# zod: may a key of z.unknown() be absent?
#
# Expected: z.unknown() takes undefined, so an object without the key is valid, as it was in
# zod 3 and as any optional value is.
# Seen (zod 4.6.7): the object is refused when the key is absent, and taken when it is there
# with the value undefined. JSON has no undefined: a document that leaves the key out is
# invalid, in whatever record or array it stands, and its reader sees no object at all.
#
# Needs bash, Node 20 or newer and npm, on Linux or macOS.
# Ends with 1 when something else is seen.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

cat >observe.mjs <<'JAVASCRIPT'
import { readFileSync } from "node:fs";
import { z } from "zod";
import { z as z3 } from "zod3";

const version = (name) =>
  JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8")).version;
const answers = (zod) => {
  const schema = zod.object({ a: zod.unknown() });
  return [schema, zod.record(zod.string(), schema)]
    .map((one, depth) => [{}, { a: undefined }].map((value) => one.safeParse(depth ? { x: value } : value).success))
    .join(" ");
};
const seen = { 3: answers(z3), 4: answers(z) };
console.log(`zod ${version("zod3")}, zod ${version("zod")}`);
console.log("  valid: key absent, key undefined; the same inside a record");
console.log("  expected: both as true,true true,true");
console.log(`  seen:     zod 3: ${seen[3]}; zod 4: ${seen[4]}`);
process.exit(seen[3] === "true,true true,true" && seen[4] === "false,true false,true" ? 0 : 1);
JAVASCRIPT

npm install --silent --no-audit --no-fund --ignore-scripts zod@4.6.7 zod3@npm:zod@3.25.76
if ! node observe.mjs; then
  echo "This is no longer what was seen." >&2
  exit 1
fi
