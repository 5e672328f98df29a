import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { projectFile } from "../../environments/project";
import {
  forget,
  isAlive,
  readRegistration,
  type Registration,
  testbedFolder,
  writeRegistration,
} from "../../testbed/registration";
import { temporaryFolder } from "../support/temporary-folder";

jest.mock("../../environments/project");

const project = temporaryFolder();
jest.mocked(projectFile).mockImplementation((file) => path.join(project, file));

const ready: Registration = {
  phase: "ready",
  pid: 1,
  pids: [2, 3],
  kubeconfig: "admin.kubeconfig",
  server: "https://127.0.0.1:6443",
  scaling: true,
  events: ["node base-1 comes"],
  failure: "",
};

afterEach(() => forget("local"));

test("what the holder writes is what a later command reads, and nothing is left beside it", () => {
  writeRegistration("local", { ...ready, phase: "starting" });
  writeRegistration("local", ready);
  expect(readRegistration("local")).toEqual(ready);
  expect(readdirSync(path.join(project, ".testbed/local"))).toEqual(["testbed.json"]);
});

test("a testbed that was never started has none, and names do not mix", () => {
  writeRegistration("local", ready);
  expect(readRegistration("other")).toBeUndefined();
});

test("a registration that is none is refused with what is missing", () => {
  writeRegistration("local", ready);
  writeFileSync(path.join(project, ".testbed/local/testbed.json"), '{"phase":"up"}');
  expect(() => readRegistration("local")).toThrow(/phase[^]*pids/);
});

test("a forgotten testbed leaves nothing, other testbeds stay", () => {
  writeRegistration("local", ready);
  writeRegistration("other", ready);
  mkdirSync(testbedFolder("local"));
  forget("local");
  expect(existsSync(path.join(project, ".testbed/local"))).toBe(false);
  expect(readRegistration("other")).toEqual(ready);
});

test("a process is alive only as long as it is the program that it was", () => {
  expect(isAlive(process.pid, "node")).toBe(true);
  expect(isAlive(process.pid, "testbed/hold.ts")).toBe(false);
  expect(isAlive(2 ** 30, "node")).toBe(false);
});
