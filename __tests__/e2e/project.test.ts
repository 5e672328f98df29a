import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { onKubernetes, versionInData } from "../../e2e/kubernetes-in-data";
import { Project } from "../../e2e/project";
import { projectFile } from "../../environments/project";
import { specOf } from "../support/synth";
import { temporaryFolder } from "../support/temporary-folder";

// What is copied is git's answer: no file at all.
jest.mock("../../runtime/process/run-sync", () => ({
  runSync: () => ({ ok: true, stdout: "" }),
}));

let project: Project;
const file = () => path.join(project.folder, "charts.yaml");

beforeEach(() => {
  project = new Project(temporaryFolder(), () => {});
  writeFileSync(file(), "keda: 2.20.2\nother: 1.0.0\nmore: 1.0.0\n");
});

test("an edit replaces one text and nothing else", () => {
  project.edit("charts.yaml", "keda: 2.20.2", "keda: 2.20.1");
  expect(readFileSync(file(), "utf8")).toBe("keda: 2.20.1\nother: 1.0.0\nmore: 1.0.0\n");
});

test("a replacement is taken literally", () => {
  project.edit("charts.yaml", "2.20.2", "$&$1");
  expect(readFileSync(file(), "utf8")).toContain("keda: $&$1\n");
});

test.each(["2.20.3", "1.0.0"])("a text that is not there exactly once is refused: %s", (text) => {
  expect(() => project.edit("charts.yaml", text, "x")).toThrow(
    new Error(`charts.yaml holds "${text}" not exactly once`),
  );
  expect(readFileSync(file(), "utf8")).toBe("keda: 2.20.2\nother: 1.0.0\nmore: 1.0.0\n");
});

test("the data can be on another Kubernetes from the beginning", () => {
  const spec = specOf("local");
  const { file: name, from, to } = versionInData(spec, "1.37");
  expect(readFileSync(projectFile(name), "utf8").split(from)).toHaveLength(2);
  expect(to).toBe('kubernetesVersion: "1.37"');
  expect(onKubernetes(spec, "1.37").cluster.kubernetesVersion).toBe("1.37");
});
