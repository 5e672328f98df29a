#!/usr/bin/env bash
# CDKTF CLI: does `cdktf deploy` run on Node 24, as the CLI's other commands do?
#
# Expected: it does. The package declares no highest Node, and --version and deploy --help end with 0.
# Seen (cdktf-cli 0.21.0, @cdktf/node-pty-prebuilt-multiarch 0.10.2, Node 24.21.0): deploy ends in
# "Cannot find module" before it runs its app. The terminal module that it loads then, and only
# then, is compiled for each ABI of Node, the highest 127 (Node 22).
#
# Needs bash and Node 20 or newer with npm, on Linux or macOS. Takes one to three minutes.
# Ends with 1 when something else is seen.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export CHECKPOINT_DISABLE=1 CI=1

npm init --yes >/dev/null
# The packages' own install scripts are what node needs to come at all; the CLI's are not run.
npm install --silent --no-audit --no-fund --ignore-scripts cdktf-cli@0.21.0 cdktf@0.21.0 constructs@10.7.2
mkdir other && cd other
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund node@24.21.0
node=$(find "$PWD/node_modules" -path "*/bin/node" -type f -perm -u+x | xargs ls -S | head -n 1)
cd ..

echo '{"language":"typescript","app":"true","projectId":"p","sendCrashReports":"false"}' >cdktf.json

of() {
  if "$node" node_modules/cdktf-cli/bundle/bin/cdktf "$@" >out 2>&1; then
    echo "ends with 0"
  elif grep -q "Cannot find module.*pty.node" out; then
    echo "finds no terminal module"
  else
    echo "ends with an error of another kind"
  fi
}

seen="--version $(of --version), deploy --help $(of deploy --help), deploy $(of deploy stack --auto-approve)"
echo "cdktf-cli 0.21.0, Node $("$node" --version | tr -d v); an app without stacks"
echo "  expected: --version ends with 0, deploy --help ends with 0, deploy ends with an error of another kind"
echo "  seen:     $seen"
if [ "$seen" != "--version ends with 0, deploy --help ends with 0, deploy finds no terminal module" ]; then
  echo "This is no longer what was seen." >&2
  exit 1
fi
