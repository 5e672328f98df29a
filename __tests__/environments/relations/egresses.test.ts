import { issuesWith } from "../../support/issues-with";

const EGRESS = {
  name: "llm",
  to: { kind: "namespace", namespace: "llama-box-system" },
  ports: [4000],
};
const egresses = (...found: readonly object[]) =>
  issuesWith("staging", { "applications.0.egresses": found });

describe("egresses", () => {
  test.each([
    ["the pods of a namespace", EGRESS],
    [
      "some of its pods",
      { ...EGRESS, to: { ...EGRESS.to, podLabels: { "app.kubernetes.io/name": "litellm" } } },
    ],
    ["addresses", { ...EGRESS, to: { kind: "addresses", cidrs: ["10.20.0.0/16"] } }],
    ["a host", { ...EGRESS, from: ["web"], to: { kind: "host", host: "api.example.com" } }],
  ])("%s is valid", (_title, egress) => {
    // Nothing else than the egress is looked at here: what is not reached is a rule's affair.
    expect(egresses(egress)).toEqual([]);
  });

  test.each([
    ["an address as a host", { to: { kind: "host", host: "10.0.0.5" } }, "egresses[0].to.host"],
    [
      "an address without a range",
      { to: { kind: "addresses", cidrs: ["10.0.0.5"] } },
      "egresses[0].to.cidrs[0]",
    ],
    [
      "a label that Kubernetes refuses",
      { to: { ...EGRESS.to, podLabels: { "a b": "c" } } },
      "egresses[0].to.podLabels.a b",
    ],
    ["no port", { ports: [] }, "egresses[0].ports"],
    ["an unknown target", { to: { kind: "service", name: "llm" } }, "egresses[0].to.kind"],
    ["pods that are not there", { from: ["webb"] }, "egresses[0].from[0]"],
    [
      "the app's own namespace",
      { to: { kind: "namespace", namespace: "montage-ai" } },
      "egresses[0].to.namespace",
    ],
  ])("%s is refused with its place", (_title, change, path) => {
    expect(egresses({ ...EGRESS, ...change })).toMatchObject([{ path: `applications[0].${path}` }]);
  });

  test("two of one name are refused", () => {
    expect(egresses(EGRESS, EGRESS)).toMatchObject([
      { path: "applications[0].egresses[1].name", fix: "give each egress its own name" },
    ]);
  });
});
