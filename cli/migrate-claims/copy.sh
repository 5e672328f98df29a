#!/bin/sh
# Copies the files of one volume to another. It may be killed at any time and
# started again: a file gets its name only when its checksum is that of its
# source, so what has its name is not copied again.
#
#   sh copy.sh first FROM TO   while the files are in use; what changes meanwhile is left
#   sh copy.sh final FROM TO   while nobody writes: takes the rest over, removes what is gone
#                              from FROM, and compares both trees by the checksums of all files
#
# Variables: SOURCE_ID (what FROM is; TO must not be the copy of anything else),
# REPORT (file for the result, one line of JSON; standard output has it too).
#
# Status: 0 done; 1 some files could not be copied, or the trees differ; 2 wrong
# usage; 3 refused, because TO holds files that this script did not put there.
#
# Needs no more than busybox has. Kept: contents, names, times, permissions, symbolic
# links, empty folders. Not kept: owners (the pods' user owns all), hard links (each
# becomes a file), extended attributes, sockets and pipes (they hold no data).
set -eu
export LC_ALL=C

NAME=.fluxibri-copy
NEWLINE='
'

# A path in one line, so that no name can look like two.
escaped() {
  case $1 in
    *\\* | *"$NEWLINE"*)
      printf '%s\n' "$1" | sed -e ':a' -e '$!{' -e 'N' -e 'ba' -e '}' -e 's/\\/\\\\/g' -e 's/\n/\\n/g'
      ;;
    *) printf '%s\n' "$1" ;;
  esac
}

# Through standard input: sha256sum writes odd names in a way of its own.
checksum() {
  sum=$(sha256sum <"$1") && printf '%s' "${sum%% *}"
}

permissions() {
  bits=000$(stat -c %a "$1")
  printf '%s' "${bits#"${bits%???}"}"
}

is_folder() { [ -d "$1" ] && [ ! -L "$1" ]; }
is_file() { [ -f "$1" ] && [ ! -L "$1" ]; }
is_there() { [ -e "$1" ] || [ -L "$1" ]; }

# Also what lies in folders that nobody may write to.
discard() {
  is_there "$1" || return 0
  if is_folder "$1"; then chmod -R u+rwx "$1"; fi
  rm -rf "$1"
}

fail() {
  printf 'failed: %s: %s\n' "$(escaped "$1")" "$2" >&2
  count failed 1
}

# Counts are lines of a file: every batch of files is a process of its own.
count() { printf '%s %s\n' "$1" "$2" >>"$STATE/counts"; }
counted() { awk -v what="$1" '$1 == what { sum += $2 } END { printf "%.0f", sum }' "$STATE/counts"; }

# ---- one kind of entry each, called by find with a batch of paths ----

folders() {
  for path; do
    target=$TO/$path
    is_folder "$target" || rm -f "$target"
    is_folder "$target" || mkdir "$target" || fail "$path" "cannot be made"
    # Open until all is in it; the last step gives it the permissions of its source.
    [ -w "$target" ] || chmod u+rwx "$target" || fail "$path" "cannot be opened"
  done
}

is_same() {
  is_file "$2" || return 1
  [ "$(stat -c '%s %Y' "$1")" = "$(stat -c '%s %Y' "$2")" ] || return 1
  [ "$COMPARE" = times ] || [ "$(checksum "$1")" = "$(checksum "$2")" ]
}

# 0 copied, 1 cannot be read or written, 2 changed meanwhile.
copied() {
  partial=$STATE/partial.$$
  before=$(checksum "$1") || return 1
  rm -f "$partial"
  cp -p "$1" "$partial" || return 1
  [ "$(checksum "$partial")" = "$before" ] || return 2
  if is_folder "$2" || [ -L "$2" ]; then discard "$2"; fi
  mv -f "$partial" "$2"
}

files() {
  done=0 copies=0 bytes=0 same=0 changed=0
  for path; do
    source=$FROM/$path target=$TO/$path status=0
    done=$((done + 1))
    if is_same "$source" "$target" 2>/dev/null; then
      same=$((same + 1))
      # Permissions can change without the content.
      [ "$(permissions "$source")" = "$(permissions "$target")" ] ||
        chmod "$(permissions "$source")" "$target" || [ ! -e "$source" ] ||
        fail "$path" "its permissions cannot be set"
    else
      copied "$source" "$target" || status=$?
      if [ "$status" = 0 ]; then
        copies=$((copies + 1))
        bytes=$((bytes + $(stat -c %s "$target")))
      elif [ "$PASS" = first ] && { [ "$status" = 2 ] || [ ! -e "$source" ]; }; then
        changed=$((changed + 1))
      elif [ "$status" = 2 ]; then
        fail "$path" "changes while it is copied"
      else
        fail "$path" "cannot be copied"
      fi
    fi
    [ $((done % 200)) != 0 ] || progress "$(($(counted files) + done))"
  done
  count files "$done"
  count copied "$copies"
  count bytes "$bytes"
  count same "$same"
  count changed "$changed"
  progress "$(counted files)"
}

progress() { printf '%s pass: %s of %s files\n' "$PASS" "$1" "$TOTAL"; }

links() {
  for path; do
    source=$FROM/$path target=$TO/$path
    [ -L "$target" ] && [ "$(readlink "$source" && echo x)" = "$(readlink "$target" && echo x)" ] && continue
    discard "$target"
    cp -P "$source" "$target" || [ ! -L "$source" ] || fail "$path" "cannot be linked"
  done
}

# What the first pass copied and somebody has deleted since.
surplus() {
  for path; do
    is_there "$FROM/$path" && continue
    is_there "$TO/$path" || continue
    chmod u+rwx "$TO/${path%/*}"
    discard "$TO/$path" || fail "$path" "cannot be removed"
    count removed 1
  done
}

# Deepest first: a folder's time changes with what is put into it.
settle() {
  for path; do
    chmod "$(permissions "$FROM/$path")" "$TO/$path" || fail "$path" "its permissions cannot be set"
    touch -r "$FROM/$path" "$TO/$path" 2>/dev/null || :
  done
}

describe() {
  for path; do
    name=$(escaped "$path")
    if [ -L "$path" ]; then
      printf 'link %s -> %s\n' "$name" "$(escaped "$(readlink "$path")")"
    elif [ -d "$path" ]; then
      printf 'folder %s %s\n' "$(permissions "$path")" "$name"
    else
      printf 'file %s %s %s\n' "$(permissions "$path")" "$(checksum "$path" || echo unreadable)" "$name"
    fi
  done
}

# ---- the passes ----

# Every entry of the current folder of a type, but what is ours and the file system's own.
each() {
  type=$1 step=$2
  find . \( -path "./$NAME" -o -path ./lost+found \) -prune -o ! -path . -type "$type" \
    -exec sh "$SELF" --"$step" {} +
}

each_deepest_first() {
  find . -depth ! -path . ! -path "./$NAME" ! -path "./$NAME/*" ! -path ./lost+found \
    ! -path './lost+found/*' "$@" {} +
}

walk() {
  # What find cannot read ends the final pass; in the first, things come and go.
  "$@" || [ "$PASS" = first ] || fail . "cannot be read completely"
}

take_over() {
  cd "$FROM"
  walk each d folders
  walk each f files
  walk each l links
}

manifest() {
  cd "$1"
  {
    each d describe
    each f describe
    each l describe
  } | sort >"$STATE/$2"
}

# Both trees, read again from the first byte to the last.
trees_are_equal() {
  manifest "$FROM" manifest.from
  manifest "$TO" manifest.to
  cmp -s "$STATE/manifest.from" "$STATE/manifest.to"
}

finish() {
  take_over
  cd "$TO"
  walk each_deepest_first -exec sh "$SELF" --surplus
  cd "$FROM"
  walk each_deepest_first -type d -exec sh "$SELF" --settle
}

report() {
  others=$(cd "$FROM" && find . ! -type f ! -type d ! -type l -exec printf x \; | wc -c)
  printf '{"pass":"%s","files":%d,"copied":%d,"bytes":%s,"changed":%d,"removed":%d,"skipped":%d,"failed":%d,"fingerprint":"%s"}\n' \
    "$PASS" "$TOTAL" "$(counted copied)" "$(counted bytes)" "$(counted changed)" \
    "$(counted removed)" "$others" "$(counted failed)" "$1" | tee "$REPORT"
}

refuse() {
  printf 'refused: %s\n' "$1" >&2
  exit 3
}

# TO is empty, or the copy of this very source.
claim_target() {
  if [ -f "$STATE/source" ]; then
    [ "$(cat "$STATE/source")" = "$SOURCE_ID" ] ||
      refuse "$TO is a copy of $(cat "$STATE/source"), not of $SOURCE_ID"
    return
  fi
  strange=$(find "$TO" -mindepth 1 -maxdepth 1 ! -name lost+found ! -name "$NAME" | head -n 1)
  [ -z "$strange" ] || refuse "$TO holds files that are no copy of $SOURCE_ID: $(escaped "$strange")"
  mkdir -p "$STATE"
  printf '%s\n' "$SOURCE_ID" >"$STATE/source.new"
  mv "$STATE/source.new" "$STATE/source"
}

number_of_files() {
  find . \( -path "./$NAME" -o -path ./lost+found \) -prune -o -type f -print0 | tr -dc '\0' | wc -c
}

main() {
  SELF=$(cd "$(dirname "$0")" && pwd)/$(basename "$0")
  FROM=$(cd "$2" && pwd) TO=$(cd "$3" && pwd)
  PASS=$1 STATE=$TO/$NAME COMPARE=times
  SOURCE_ID=${SOURCE_ID:-$FROM} REPORT=${REPORT:-/dev/null}
  export FROM TO STATE PASS COMPARE TOTAL
  claim_target
  rm -f "$STATE"/partial.* "$STATE"/manifest.*
  : >"$STATE/counts"
  cd "$FROM"
  TOTAL=$(($(number_of_files)))
  fingerprint=
  if [ "$PASS" = first ]; then
    take_over
  else
    cd "$TO"
    [ "$TOTAL" != 0 ] || [ "$(number_of_files)" = 0 ] || refuse "$FROM is empty, and its copy is not: is it mounted?"
    finish
    if ! trees_are_equal; then
      # Same size and time, other content.
      COMPARE=content
      finish
      trees_are_equal || fail . "the trees differ; see $NAME/manifest.from and manifest.to"
    fi
    fingerprint=$(checksum "$STATE/manifest.from")
  fi
  sync
  report "$fingerprint"
  [ "$(counted failed)" = 0 ]
}

usage() {
  echo "usage: copy.sh first|final FROM TO; both are folders" >&2
  exit 2
}

case ${1:-} in
  --folders | --files | --links | --surplus | --settle | --describe)
    step=${1#--}
    shift
    "$step" "$@"
    ;;
  first | final)
    if [ $# != 3 ] || [ ! -d "$2" ] || [ ! -d "$3" ]; then usage; fi
    main "$@"
    ;;
  *)
    usage
    ;;
esac
