#!/usr/bin/env bash
# Kustomize: what becomes of words that YAML 1.1 takes for numbers and booleans?
#
# Expected: what the file says stays as it is (0755), or all strings that the API asks for are quoted.
# Seen (kustomize 5.5.0, as in kubectl 1.32): `yes` is quoted, in annotations and in arguments. An
# argument 0755 comes out as the number 493, and 1.10 as 1.1: the written text is lost, and the API
# server refuses the pod, whose arguments are strings.
#
# Needs bash and Go 1.22 or newer, on Linux or macOS. Takes about a minute.
# Ends with 1 when something else is seen.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

cat >kustomization.yaml <<'YAML'
resources: [pod.yaml]
YAML
cat >pod.yaml <<'YAML'
apiVersion: v1
kind: Pod
metadata:
  name: a
  annotations: { answer: yes }
spec:
  containers:
    - { name: a, image: b, args: [yes, 0755, 1.10] }
YAML

go run sigs.k8s.io/kustomize/kustomize/v5@v5.5.0 build . >built.yaml 2>go.log || { cat go.log; exit 1; }
seen=$(sed -n -e 's/^ *answer: //p' -e '/args:/,/image:/s/^ *- *\(args:\)\{0,1\} *//p' built.yaml | tr -s '\n' ' ' | sed 's/ *$//')
echo "kustomize 5.5.0"
echo '  expected: "yes" "yes" "0755" "1.10"'
echo "  seen:     $seen"
[[ $seen == '"yes" "yes" 493 1.1' ]]
