import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { clusterAccess } from "../../runtime/cluster-access";
import { specOf } from "../support/synth";

const folder = mkdtempSync(path.join(tmpdir(), "context-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("an environment of kind kubeconfig has the current context, as its deploy has; with none it is asked for", () => {
  const kubeconfig = path.join(folder, "config");
  const context = { name: "lab", context: { cluster: "lab", user: "lab" } };
  const write = (current: string) =>
    writeFileSync(
      kubeconfig,
      JSON.stringify({
        apiVersion: "v1",
        kind: "Config",
        contexts: [context],
        "current-context": current,
      }),
    );
  write("lab");
  const given = { kubeconfig, context: undefined };
  expect(clusterAccess(given, specOf("local")).context).toBe("lab");
  expect(() => clusterAccess(given, specOf("production"))).toThrow("names no cluster");
  write("");
  expect(() => clusterAccess(given, specOf("local"))).toThrow("names no cluster");
});
