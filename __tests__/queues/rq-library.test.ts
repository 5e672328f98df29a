import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { projectFile } from "../../environments/project";
import { isTextKey } from "../../queues/text-keys";
import { rq } from "../../queues/rq";
import { OPTIONS_WITH_VALUE } from "../../queues/rq/rq-command";
import { madePythonEnvironment } from "../../runtime/python-environment";
import { works } from "../../runtime/process/run-sync";
import { RQ_REQUIREMENTS } from "../../testbed/hosted/python";
import { RQ } from "../../testbed/model/rq";
import { temporaryFolder } from "../support/temporary-folder";

const TRIGGERS = rq.triggers({ name: "worker", queues: ["a"], jobTimeoutSeconds: 60 });
const { habits } = RQ;

/** What the project says of RQ; the tests in Python hold it against the library. */
const ADAPTER = {
  triggers: Object.fromEntries(
    (["waiting", "running", "scheduled"] as const).map((holds) => [
      holds,
      TRIGGERS.filter((trigger) => trigger.holds === holds).map(({ key }) => key),
    ]),
  ),
  oneJob: rq.oneJob?.command(["a"]),
  figures: {
    callbacks: rq.grace.callbacks,
    defaultJobTimeoutSeconds: rq.defaultJobTimeoutSeconds,
    heartbeatSeconds: habits.withoutRedis.ends ? habits.withoutRedis.heartbeatSeconds : undefined,
    cleaningSeconds: habits.cleaningSeconds,
    lookSeconds: habits.lookSeconds,
  },
  optionsWithValue: [...OPTIONS_WITH_VALUE],
  prefixed: ["waiting", "running", "scheduled"].map((holds) => prefixed(holds)),
};

function prefixed(holds: string): string | undefined {
  const keys = rq.prefix?.keys("mine");
  if (keys === undefined) return undefined;
  if (holds === "scheduled") return keys.scheduled?.("a");
  return holds === "running" ? keys.running("a") : keys.waiting("a");
}

const hasRedis = works("redis-server", ["--version"]);

// `npm run local` and the phase rq-versions of the end-to-end test make the environments.
describe.each(Object.values(RQ_REQUIREMENTS))("RQ as %s pins it", (requirements) => {
  const python = hasRedis ? madePythonEnvironment(requirements) : undefined;
  const withRq = python === undefined ? test.skip : test;

  withRq(
    "is what triggers, programs, rules and model take it for (skipped where it or redis-server is missing)",
    () => {
      const seenKeys = path.join(temporaryFolder(), "keys.json");
      const { status, stderr } = spawnSync(
        python ?? "",
        ["-B", projectFile("__tests__/queues/test_rq_library.py")],
        {
          encoding: "utf8",
          env: { ...process.env, ADAPTER: JSON.stringify(ADAPTER), SEEN_KEYS: seenKeys },
        },
      );
      expect(stderr).toMatch(/Ran [1-9]\d* tests/);
      expect({ status, stderr: status === 0 ? "" : stderr }).toEqual({ status: 0, stderr: "" });
      const types = z
        .record(z.string(), z.string())
        .parse(JSON.parse(readFileSync(seenKeys, "utf8")));
      const seen = Object.entries(types);
      const texts = seen.filter(([, type]) => type === "string").map(([key]) => key);
      expect(texts.length).toBeGreaterThan(0);
      expect(texts.filter((key) => !isTextKey(key))).toEqual([]);
      expect(seen.filter(([key, type]) => type !== "string" && isTextKey(key))).toEqual([]);
    },
    300_000,
  );
});
