import { issuesWith } from "../../support/issues-with";

test("a protected environment is never told to use the cluster's registry, nor one that another application lacks", () => {
  const registry = { kind: "registry", repository: "clips" };
  const issues = issuesWith("production", { "applications.0.images": { registry } });
  const fixes = issues.map(({ path, fix }) => `${path}: ${fix}`);
  expect(fixes).toEqual([
    expect.stringMatching(
      /^images: add images\.ghcr to montage-ai in environments\/production\.ts/,
    ),
    expect.stringMatching(/^applications\[0\]\.images\.registry: take images\.registry away/),
  ]);
});
