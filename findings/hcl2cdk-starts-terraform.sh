#!/usr/bin/env bash
# CDKTF's converter of HCL: is it loaded without starting a program?
#
# Expected: it is; a library of functions starts nothing before one of them is called.
# Seen (@cdktf/hcl2cdk 0.21.0): to load it runs `terraform version -json`, whichever terraform is in
# PATH. The CDKTF CLI loads it for each of its commands, `synth` and `--version` too.
#
# Needs bash and Node 20 or newer with npm, on Linux or macOS. Takes half a minute.
# Ends with 1 when something else is seen.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export CHECKPOINT_DISABLE=1

npm init --yes >/dev/null
# jsii-pacmak is loaded as well and stands among no dependencies; the CLI brings it.
npm install --silent --no-audit --no-fund --ignore-scripts @cdktf/hcl2cdk@0.21.0 jsii-pacmak@1.112.0

mkdir bin
cat >bin/terraform <<'PROGRAM'
#!/bin/sh
echo "$@" >>"$CALLS"
echo '{"terraform_version":"1.11.4"}'
PROGRAM
chmod +x bin/terraform
touch calls

CALLS="$folder/calls" PATH="$folder/bin:$PATH" node -e 'require("@cdktf/hcl2cdk")'

seen=$(tr '\n' ';' <calls)
echo "@cdktf/hcl2cdk 0.21.0, Node $(node --version | tr -d v); calls of terraform while it is loaded"
echo "  expected: none"
echo "  seen:     ${seen:-none}"
if [ "$seen" != "version -json;" ]; then
  echo "This is no longer what was seen." >&2
  exit 1
fi
