import { environmentName } from "../../environments";
import { validate } from "../../environments/validate";
import { changedSpec } from "../support/changed-spec";
import { specOf } from "../support/synth";

/** Issues in the state of staging, whose runs are on an agent, when it is changed. */
function issuesWith(state: Readonly<Record<string, unknown>>) {
  const changes = Object.entries(state).map(([key, value]) => [`state.${key}`, value]);
  const result = validate(
    environmentName("staging"),
    changedSpec(specOf("staging"), Object.fromEntries(changes)),
  );
  return (result.ok ? [] : result.issues).map(({ path, message }) => `${path}: ${message}`);
}

test("runs on an agent need the name of its pool", () => {
  expect(issuesWith({ agentPool: undefined })).toEqual([
    "state.agentPool: no pool to take an agent from",
  ]);
});

test("a pool is refused where nothing runs on an agent", () => {
  expect(issuesWith({ executionMode: "local", runs: undefined })).toEqual([
    "state.agentPool: local execution uses no agent",
  ]);
});

test("local execution has nothing that Terraform Cloud could queue or assess", () => {
  expect(issuesWith({ executionMode: "local", agentPool: undefined })).toEqual([
    "state.runs: Terraform runs on the caller's machine: Terraform Cloud queues nothing",
  ]);
  expect(issuesWith({ executionMode: "local", agentPool: undefined, runs: undefined })).toEqual([]);
});

test.each(["1.11", "~> 1.11.0", "latest"])("%s pins no Terraform", (terraformVersion) => {
  expect(issuesWith({ terraformVersion })).toEqual([
    "state.terraformVersion: must be an exact version, e.g. 1.11.4",
  ]);
});

test("a server without projects has none in the data", () => {
  expect(issuesWith({ project: undefined })).toEqual([]);
});
