import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { projectFile } from "../../environments/project";
import {
  forget,
  isAlive,
  processesOf,
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

test("processes of a testbed are those of its holder's group that have its folder", async () => {
  // A second command keeps the shell from becoming the first.
  const script = "sleep 60; true";
  const start = (folder: string) =>
    spawn("sh", ["-c", script, folder], { detached: true, stdio: "ignore" });
  const own = start(testbedFolder("local"));
  const other = start(testbedFolder("other"));
  try {
    expect(processesOf(own.pid ?? 0, "local")).toEqual([own.pid]);
    expect(processesOf(own.pid ?? 0, "other")).toEqual([]);
    expect(processesOf(other.pid ?? 0, "local")).toEqual([]);
  } finally {
    for (const { pid } of [own, other]) if (pid !== undefined) process.kill(-pid, "SIGKILL");
    await Promise.all([own, other].map((child) => once(child, "exit")));
  }
  expect(processesOf(own.pid ?? 0, "local")).toEqual([]);
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
