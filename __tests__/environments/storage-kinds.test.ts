import { decisions } from "../../cli/new-environment/decisions";
import { storageChoices, storageFacts } from "../../environments/schema/storage-kinds";
import { issuesWith } from "../support/issues-with";
import { specOf } from "../support/synth";

test("a fix names the kinds of storage that the cluster can have", () => {
  expect(storageChoices("eks")).toBe('"efs", "nfs", "cephfs" or "node-local"');
  expect(storageChoices("k3s")).toBe('"nfs", "cephfs" or "node-local"');
  expect(storageChoices("k3s", { shared: true })).toBe('"nfs" or "cephfs"');
});

test("storage that the cluster cannot mount is refused, with those that it can", () => {
  const { storage } = specOf("production");
  const issues = issuesWith("staging", { storage });
  expect(issues).toContainEqual(
    expect.objectContaining({
      path: "storage.kind",
      message: "EFS is mounted from an AWS network; this cluster is k3s",
      fix: 'use "nfs", "cephfs" or "node-local"',
    }),
  );
});

test("storage of one node is a fallback; its fix leaves out what the cluster cannot have", () => {
  const { storage } = specOf("local");
  const [issue] = issuesWith("staging", { storage });
  expect(issue).toMatchObject({ path: "storage.kind" });
  expect(issue?.fix).toMatch(/^use "nfs" or "cephfs"; on a single-node cluster/);
});

test("what a new environment has to decide of its storage follows from the kind", () => {
  const spec = specOf("staging");
  expect(decisions(spec, []).join("\n")).toMatch(/must export .* to its nodes \(no_root_squash\)/);
  expect(storageFacts("efs").toDecide(specOf("production").storage)).toEqual([]);
});

test.each([
  ["efs", ["name"]],
  ["nfs", ["share"]],
  ["cephfs", []],
] as const)("no two environments share these values of %s", (kind, keys) => {
  expect(storageFacts(kind).unique ?? []).toEqual(keys);
});
