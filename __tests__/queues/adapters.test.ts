import { isTextKey } from "../../queues/text-keys";
import { spawnSync } from "node:child_process";
import path from "node:path";
import { projectFile } from "../../environments/project";
import { withPython } from "../support/python-tests";
import { parseKey, QUEUE_ADAPTERS, QUEUE_NAMES } from "../../queues";

const WORKER = { name: "w", queues: ["a", "b-c"], jobTimeoutSeconds: 60 };

test("the names that data may have are those of the adapters", () => {
  expect([...QUEUE_NAMES].sort()).toEqual(Object.keys(QUEUE_ADAPTERS).sort());
});

/** Writes the states that a program tells of one queue in an empty Redis. */
const STATES = `
import queue_library
class Redis:
    def pipeline(self, transaction):
        self.answers = []
        return self
    def llen(self, key):
        self.answers.append(0)
    zcard = llen
    def zcount(self, key, least, most):
        self.answers.append(0)
    def hvals(self, key):
        self.answers.append([])
    def execute(self):
        return self.answers
queues = queue_library.Queues(Redis(), {"QUEUES": "a", "RUNNING_KEYS": "k"})
print(*(state for _, state, _ in queues.jobs_by_state()))
`;

describe.each(QUEUE_NAMES)("%s", (name) => {
  const adapter = QUEUE_ADAPTERS[name];

  test("counts waiting and running jobs, and reads its own keys back", () => {
    const counted = adapter.triggers(WORKER);
    expect(new Set(counted.map(({ holds }) => holds))).toEqual(
      new Set(["waiting", "running", ...(name === "rq" ? ["scheduled"] : [])]),
    );
    const command = adapter.command([name, ...adapter.arguments(WORKER)]);
    const keys = command?.keys ?? adapter.keys;
    for (const { key, holds } of counted)
      expect([key, keys.parse(key)?.holds]).toEqual([key, holds]);
  });

  test("lets a reader see each key that is counted", () => {
    const patterns = adapter.readable(WORKER.queues).map((one) => one.replace(/\*$/, ""));
    for (const { key } of adapter.triggers(WORKER)) {
      expect(patterns.some((start) => key.startsWith(start))).toBe(true);
    }
  });

  withPython(
    "names the states that its part of the programs shows (skipped where there is no python3)",
    () => {
      const folder = path.dirname(projectFile(adapter.program));
      const { stdout, stderr } = spawnSync("python3", ["-B", "-c", STATES], {
        cwd: folder,
        encoding: "utf8",
      });
      expect([stderr, stdout.trim().split(" ").sort()]).toEqual(["", [...adapter.states].sort()]);
    },
  );
});

test("a key tells its library, or nothing where any program may have it", () => {
  expect(parseKey("rq:wip:default")).toEqual({ holds: "running", queue: "default" });
  expect(parseKey("rq:queue:default:intermediate")).toMatchObject({ holds: "hand-off" });
  expect(parseKey("unacked")).toEqual({ holds: "running", queue: undefined });
  expect(parseKey("jobs:timeline")).toBeUndefined();
});

test("RQ's note of when a handed-over job was first seen is a text, the list beside it is none", () => {
  expect(isTextKey("rq:queue:default:intermediate:first_seen:8e704167")).toBe(true);
  expect(isTextKey("rq:queue:default:intermediate")).toBe(false);
});
