#!/usr/bin/env bash
# distribution/distribution (registry): what does `garbage-collect --delete-untagged` do in a repository
# to which images were only ever pushed by digest?
#
# Expected: either the manifest counts as untagged, is announced and goes, link and all, as one
# whose tag was deleted does; or the repository is left alone.
# Seen (3.1.2): "0 manifests eligible for deletion", but the manifest's content and its layers are
# deleted, and the manifest's link stays: the repository lists an image that nobody can pull, and a
# dry run does not say so. With one tag anywhere in the repository it is as expected.
#
# Needs bash, curl, sha256sum and Go 1.26 or newer, on Linux. The first build takes some minutes.
# Ends with 1 when something else is seen.
set -euo pipefail
version=v3.1.2
port=${PORT:-15917}
folder=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server"; rm -rf "$folder"' EXIT
cd "$folder"
GOBIN="$folder" GOFLAGS=-mod=mod go install "github.com/distribution/distribution/v3/cmd/registry@$version" 2>build.log ||
  { cat build.log >&2; exit 1; }
export OTEL_TRACES_EXPORTER=none

cat >config.yml <<YAML
version: 0.1
log: { level: error }
http: { addr: 127.0.0.1:$port }
storage: { filesystem: { rootdirectory: $folder/data } }
YAML
./registry serve config.yml >server.log 2>&1 &
server=$!
url=http://127.0.0.1:$port
curl --silent --retry 50 --retry-connrefused --retry-delay 1 "$url/v2/" >/dev/null

digest() { printf 'sha256:%s' "$(sha256sum "$1" | cut -d' ' -f1)"; }
upload() { # repository file
  local location
  location=$(curl --silent --include --request POST "$url/v2/$1/blobs/uploads/" | tr -d '\r' | sed -n 's/^[Ll]ocation: //p')
  curl --silent --fail --output /dev/null --request PUT --header 'Content-Type: application/octet-stream' \
    --data-binary "@$2" "$location&digest=$(digest "$2")"
}
type=application/vnd.oci.image.manifest.v1+json
push() { # repository name, in the file manifest.json
  curl --silent --fail --output /dev/null --request PUT --header "Content-Type: $type" \
    --data-binary @manifest.json "$url/v2/$1/manifests/$2"
}
status() { curl --silent --output /dev/null --write-out '%{http_code}' --header "Accept: $type" "$url/v2/$1/manifests/$2"; }
sweep() { ./registry garbage-collect --delete-untagged config.yml 2>/dev/null | sed -n 's/.* and \([0-9]* manifests\) eligible.*/\1/p'; }
link() { # repository digest
  [ -e "data/docker/registry/v2/repositories/$1/_manifests/revisions/sha256/${2#sha256:}/link" ] && echo "link stays" || echo "link gone"
}
image() { # content: makes manifest.json and its configuration
  printf '{"os":"linux","architecture":"amd64","config":{"Labels":{"is":"%s"}}}' "$1" >config.json
  printf '{"schemaVersion":2,"mediaType":"%s","config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"%s","size":%d},"layers":[]}' \
    "$type" "$(digest config.json)" "$(wc -c <config.json)" >manifest.json
}

observe() { # repository: a manifest by digest alone, in a repository with or without a tag
  local name
  image "$1 untagged"
  name=$(digest manifest.json)
  upload "$1" config.json
  push "$1" "$name"
  printf '%s announced, %s, pull %s' "$(sweep)" "$(link "$1" "$name")" "$(status "$1" "$name")"
}
alone=$(observe alone)
image tagged
upload beside config.json
push beside tag
beside=$(observe beside)

echo "registry $version"
echo "  expected: without a tag: 1 manifests announced, link gone, pull 404; with one: 1 manifests announced, link gone, pull 404"
echo "  seen:     without a tag: $alone; with one: $beside"
[ "$alone; $beside" = "0 manifests announced, link stays, pull 404; 1 manifests announced, link gone, pull 404" ] ||
  { echo "This is no longer what was seen." >&2; exit 1; }
