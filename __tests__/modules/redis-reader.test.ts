import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readerRights, READER_PASSWORD } from "../../modules/redis/reader";
import { freePorts } from "../../testbed/addresses";
import { changedSpec } from "../support/changed-spec";
import { issuesWith } from "../support/issues-with";
import { blocks, specOf } from "../support/synth";
import { temporaryFolder } from "../support/temporary-folder";
import { manifests, podOf, workloadOf } from "../support/workload";
import { sendsPassword } from "../support/sends-password";

const WITH_READER = {
  "applications.0.redis.password": { secretName: "redis-login", key: "app" },
  "applications.0.redis.reader": {
    username: "reader",
    password: { secretName: "redis-login", key: "reader" },
  },
  ...sendsPassword("production"),
};
const REFERENCE = { secret_key_ref: { name: "redis-login", key: "reader" } };

describe.each(["production", "staging"])("a user that only reads, in %s", (name) => {
  const stack = workloadOf(changedSpec(specOf(name), WITH_READER));

  test("is valid", () => {
    expect(issuesWith(name, WITH_READER)).toEqual([]);
  });

  test("is how the keeper and the exporter log in, and web and workers do not", () => {
    for (const pod of ["deletion-cost", "queue-metrics"]) {
      const env = podOf(stack, pod).container[0]?.env;
      expect(env).toContainEqual({ name: "REDIS_USERNAME", value: "reader" });
      expect(env).toContainEqual({ name: "REDIS_PASSWORD", value_from: REFERENCE });
    }
    for (const pod of ["montage-ai-web", "montage-ai-worker"]) {
      expect(JSON.stringify(podOf(stack, pod))).not.toMatch(/REDIS_USERNAME|"key":"reader"/);
    }
  });

  test("is how KEDA logs in, for every trigger", () => {
    for (const authentication of manifests(stack, "TriggerAuthentication")) {
      expect(authentication).toMatchObject({
        spec: { secretTargetRef: [{ parameter: "password", name: "redis-login", key: "reader" }] },
      });
    }
    const scalers = manifests(stack, "ScaledObject");
    expect(scalers).toHaveLength(2);
    for (const scaler of scalers) {
      expect(JSON.stringify(scaler).match(/"username":"reader"/g)?.length).toBe(
        JSON.stringify(scaler).match(/"listName"/g)?.length,
      );
    }
  });
});

test("our own Redis makes the user, its password in a variable", () => {
  const server = blocks(
    workloadOf(changedSpec(specOf("production"), WITH_READER)),
    "kubernetes_stateful_set_v1",
  );
  expect(JSON.stringify(server)).toContain('"--user","reader","on",">$(REDIS_READER_PASSWORD)"');
  expect(JSON.stringify(server)).toContain('"name":"REDIS_READER_PASSWORD"');
});

test.each(["production", "staging"])(
  "without a password of the default user it bounds nothing, and %s is refused",
  (name) => {
    const { "applications.0.redis.reader": reader } = WITH_READER;
    expect(issuesWith(name, { "applications.0.redis.reader": reader })).toMatchObject([
      { path: "applications[0].redis.reader", message: expect.stringContaining("bounds nothing") },
    ]);
  },
);

test("the default user is no reader", () => {
  const reader = { username: "default", password: { secretName: "a", key: "b" } };
  expect(
    issuesWith("production", { ...WITH_READER, "applications.0.redis.reader": reader }),
  ).toMatchObject([{ path: "applications[0].redis.reader.username" }]);
});

const hasRedis = spawnSync("redis-server", ["--version"]).status === 0;
(hasRedis ? describe : describe.skip)("what a real Redis lets it do", () => {
  const words = { app: "made-up-app", reader: "made-up-reader" };
  let port = 0;
  let server: ReturnType<typeof spawn>;

  beforeAll(async () => {
    [port = 0] = await freePorts(1);
    const rights = readerRights("reader", ["rq:*"]).map((word) =>
      word.replace(`$(${READER_PASSWORD})`, words.reader),
    );
    server = spawn(
      "redis-server",
      [
        ...[
          "--port",
          String(port),
          "--bind",
          "127.0.0.1",
          "--save",
          "",
          "--dir",
          temporaryFolder(),
        ],
        ...["--requirepass", words.app, "--user", ...rights],
      ],
      { stdio: "ignore" },
    );
    while (redis("default", "PING") !== "PONG") {
      if (server.exitCode !== null) throw new Error("redis-server did not start");
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    redis("default", "RPUSH", "rq:queue:default", "one");
    redis("default", "SET", "other", "secret");
  });
  afterAll(async () => {
    const ended = once(server, "exit");
    server.kill();
    await ended;
  });

  function redis(user: "default" | "reader", ...command: readonly string[]): string {
    const password = user === "default" ? words.app : words.reader;
    const login = ["--user", user, "--pass", password, "--no-auth-warning"];
    return spawnSync("redis-cli", ["-p", String(port), ...login, ...command], {
      encoding: "utf8",
    }).stdout.trim();
  }

  // As KEDA's scaler counts: https://github.com/kedacore/keda/blob/v2.20.2/pkg/scalers/redis_scaler.go
  const COUNT =
    "if redis.call('type', KEYS[1]).ok == 'list' then return redis.call('llen', KEYS[1]) end";

  test.each([
    ["a script that counts, as KEDA's", ["EVAL", COUNT, "1", "rq:queue:default"], "1"],
    ["the lengths of queues", ["LLEN", "rq:queue:default"], "1"],
    ["sets of running jobs", ["ZCARD", "rq:wip:default"], "0"],
    ["a hash of a worker", ["HMGET", "rq:worker:x", "state"], ""],
    ["a search for workers", ["SCAN", "0", "MATCH", "rq:worker:*"], "0"],
    ["the number of listeners", ["PUBSUB", "NUMSUB", "job_updates"], "job_updates\n0"],
    ["PING", ["PING"], "PONG"],
  ])("%s is answered", (_title, command, answer) => {
    expect(redis("reader", ...command)).toBe(answer);
  });

  test("the exporter sees who is connected", () => {
    expect(redis("reader", "CLIENT", "LIST")).toContain("user=reader");
  });

  test.each([
    [["RPUSH", "rq:queue:default", "job"]],
    [["EVAL", "return redis.call('rpush', KEYS[1], 'job')", "1", "rq:queue:default"]],
    [["DEL", "rq:queue:default"]],
    [["GET", "other"]],
    [["PUBLISH", "rq:pubsub:x", "stop"]],
    [["CONFIG", "GET", "requirepass"]],
    [["CLIENT", "KILL", "TYPE", "normal"]],
    [["FLUSHALL"]],
    [["KEYS", "*"]],
    [["ACL", "LIST"]],
  ])("%j is refused", (command) => {
    expect(redis("reader", ...command)).toMatch(/NOPERM|can't run this command|no permissions/i);
    expect(redis("default", "LLEN", "rq:queue:default")).toBe("1");
  });

  test("a connection that leaves its login behind may do nothing", () => {
    const input = `AUTH reader ${words.reader}\nRESET\nLLEN rq:queue:default\n`;
    const { stdout } = spawnSync("redis-cli", ["-p", String(port), "--no-auth-warning"], {
      encoding: "utf8",
      input,
    });
    expect(stdout).toContain("NOAUTH");
  });
});
