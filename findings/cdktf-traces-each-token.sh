#!/usr/bin/env bash
# CDKTF: does an app with `stackTraces: false` leave out the stack traces of its tokens?
#
# Expected: it does, as it leaves them out of the metadata; without a trace to write none is taken.
# Seen (cdktf 0.21.0, constructs 10.7.2): each token takes a stack trace of any depth when it is made,
# with the option or without. It is read only in the text of an error. What maps traces to sources,
# as jest does, then works for each line of each of them.
#
# Needs bash and Node 20 or newer with npm, on Linux or macOS. Takes a quarter of a minute.
# Ends with 1 when something else is seen.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts cdktf@0.21.0 constructs@10.7.2

cat >count.cjs <<'PROGRAM'
const { App, Fn, Lazy, TerraformOutput, TerraformStack } = require("cdktf");
const { captureStackTrace } = Error;

let unlimited = 0;
Error.captureStackTrace = (...args) => {
  if (Error.stackTraceLimit > 1000) unlimited += 1;
  return captureStackTrace(...args);
};

const taken = (stackTraces) => {
  unlimited = 0;
  const stack = new TerraformStack(new App({ stackTraces, outdir: "out" }), `stack-${stackTraces}`);
  for (let each = 0; each < 10; each += 1) {
    const value = Lazy.stringValue({ produce: () => "text" });
    new TerraformOutput(stack, `output-${each}`, { value: Fn.upper(value) });
  }
  return unlimited;
};

const [on, off] = [taken(true), taken(false)];
console.log(`stackTraces true: ${on >= 20 ? "one for each token" : on}, false: ${off === on ? "as many" : off}`);
PROGRAM

seen=$(node count.cjs)
echo "cdktf 0.21.0, constructs 10.7.2, Node $(node --version | tr -d v); traces without a limit, 20 tokens"
echo "  expected: stackTraces true: one for each token, false: 0"
echo "  seen:     $seen"
if [ "$seen" != "stackTraces true: one for each token, false: as many" ]; then
  echo "This is no longer what was seen." >&2
  exit 1
fi
