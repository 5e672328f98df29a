import assert from "node:assert/strict";
import { z } from "zod";
import { projectFile } from "../../environments/project";
import { run } from "../../runtime/process/run";
import { ensurePython, RQ_REQUIREMENTS } from "../../testbed/hosted/python";
import type { Phase } from "../phase";

const TESTS = "__tests__/queues/rq-library.test.ts";

const results = z.object({ numPassedTests: z.int(), numPendingTests: z.int() });

/** The unit test skips a version that is not on the machine; here both are had first. */
export const rqVersions: Phase = {
  name: "rq-versions",
  title: "RQ 2 and 3 are what triggers, keeper, metrics, rules and model take them for",
  run: async ({ say }) => {
    for (const requirements of Object.values(RQ_REQUIREMENTS)) {
      await ensurePython(say, requirements);
    }
    const jest = projectFile("node_modules/jest/bin/jest.js");
    const ended = await run({
      program: process.execPath,
      args: [jest, projectFile(TESTS), "--json"],
      cwd: projectFile("."),
    });
    if (!ended.ok) throw ended.failure(`run npm run unit -- ${TESTS}`);
    const { numPassedTests, numPendingTests } = results.parse(JSON.parse(ended.stdout));
    assert.equal(numPendingTests, 0, "versions that were left out");
    return `${numPassedTests} versions, each with a redis-server of its own`;
  },
};
