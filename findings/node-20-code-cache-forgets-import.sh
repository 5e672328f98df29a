#!/usr/bin/env bash
# Node: does code that V8 read from its cache import as code does that V8 compiled?
#
# Expected: it does. The same vm.Script with the same importModuleDynamically
# (vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER) is made both times, and Node accepts the cached data.
# Seen: Node 20.20.2 accepts the cache, and import() in it rejects with
# ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING, as if the option were not given. Node 22.23.3 imports.
#
# Needs bash and Node 20 or newer with npm, on Linux or macOS. Takes one to three minutes.
# Ends with 1 when something else is seen.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

cat >script.mjs <<'EOF'
import { readFileSync, writeFileSync } from "node:fs";
import vm from "node:vm";

const text = '() => import("node:path").then(() => "imports", ({ code }) => code)';
const make = (cachedData) =>
  new vm.Script(text, {
    cachedData,
    importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });

if (process.argv[2] === "compiled") {
  const script = make();
  writeFileSync("cache", script.createCachedData());
  console.log(await script.runInThisContext()());
} else {
  const script = make(readFileSync("cache"));
  if (script.cachedDataRejected) throw new Error("the cache is rejected");
  console.log(await script.runInThisContext()());
}
EOF

of() {
  mkdir "$1"
  (cd "$1" && npm init --yes && npm install --silent --no-audit --no-fund "node@$1") >/dev/null
  node=$(find "$PWD/$1/node_modules" -path "*/bin/node" -type f -perm -u+x | xargs ls -S | head -n 1)
  compiled=$("$node" --no-warnings script.mjs compiled)
  cached=$("$node" --no-warnings script.mjs cached)
  echo "Node $("$node" --version | tr -d v): compiled $compiled, from the cache $cached"
}

expected="Node 20.20.2: compiled imports, from the cache imports
Node 22.23.3: compiled imports, from the cache imports"
seen="$(of 20.20.2)
$(of 22.23.3)"
echo "expected:"
echo "$expected"
echo "seen:"
echo "$seen"
if [ "$seen" != "${expected/from the cache imports/from the cache ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING}" ]; then
  echo "This is no longer what was seen." >&2
  exit 1
fi
