import { existsSync } from "node:fs";
import { projectFile } from "../../environments/project";
import { parseKey, QUEUE_ADAPTERS, QUEUE_NAMES } from "../../queues";

const WORKER = { name: "w", queues: ["a", "b-c"], jobTimeoutSeconds: 60 };

test("the names that data may have are those of the adapters", () => {
  expect([...QUEUE_NAMES].sort()).toEqual(Object.keys(QUEUE_ADAPTERS).sort());
});

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

  test("has its part of the programs", () => {
    expect(existsSync(projectFile(adapter.program))).toBe(true);
  });
});

test("a key tells its library, or nothing where any program may have it", () => {
  expect(parseKey("rq:wip:default")).toEqual({ holds: "running", queue: "default" });
  expect(parseKey("rq:queue:default:intermediate")).toMatchObject({ holds: "hand-off" });
  expect(parseKey("unacked")).toEqual({ holds: "running", queue: undefined });
  expect(parseKey("jobs:timeline")).toBeUndefined();
});
