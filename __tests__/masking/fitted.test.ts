import { stripVTControlCharacters, styleText } from "node:util";
import fc from "fast-check";
import { fitted } from "../../masking/fitted";

const NAME = "kubernetes_persistent_volume_claim_v1.claims_montage-assets_AF4BE198";
const shown = (lines: readonly string[], columns: number) =>
  fitted(lines.join("\n"), columns).split("\n");

test("a text on a terminal is broken at words, and goes on below its beginning", () => {
  expect(
    shown(
      [
        "warning volume-topology: local PersistentVolumeClaim montage-ai/montage-assets",
        "  says: is shared by two Deployments, but its class keeps it on one node",
        "REPLACES  local-workload claims (forced by its class): takes the data",
        "short",
      ],
      50,
    ),
  ).toEqual([
    "warning volume-topology: local",
    "  PersistentVolumeClaim montage-ai/montage-assets",
    "  says: is shared by two Deployments, but its",
    "        class keeps it on one node",
    "REPLACES  local-workload claims (forced by its",
    "          class): takes the data",
    "short",
  ]);
});

test("a long name stays whole, on a line of its own", () => {
  expect(shown([`  at:   stack local-workload, ${NAME} and its folder`], 40)).toEqual([
    "  at:   stack local-workload,",
    `        ${NAME}`,
    "        and its folder",
  ]);
});

test.each([
  "kubectl -n montage-ai annotate deployment montage-ai-worker fluxibri.ai/accept.capacity='moves in March, at last' --overwrite",
  `kubectl -n a get pods -o jsonpath='{range .items[*]}{.metadata.name} {"x"}' --watch`,
  "npx cdktf deploy production-node-pools --ignore-missing-stack-dependencies",
  "npm run migrate-claims -- production workload --allow-destroy ADDRESS --yes",
  "aws service-quotas request-service-quota-increase --quota-code L-1216C47A --desired-value 508",
])("a command is never broken: %s", (command) => {
  for (const line of [command, `    ${command}`, `  run:   ${command}`]) {
    expect(shown([line], 40)).toEqual([line]);
  }
  expect(shown([`  fix:  do it first: ${command}, then look again whether it holds`], 40)).toEqual([
    "  fix:  do it first:",
    `        ${command},`,
    "        then look again whether it holds",
  ]);
});

test("a sentence goes on after a command", () => {
  expect(
    shown(
      ["fix: npm run mirror -- local --pin, where the registry can be reached; or write it"],
      50,
    ),
  ).toEqual([
    "fix: npm run mirror -- local --pin, where the",
    "     registry can be reached; or write it",
  ]);
});

test.each([
  ["a table's row", `local-workload  ${"x".repeat(30)}  26 of 26  and another one of them`],
  [
    "a line of JSON",
    `    "Action": ["ec2:DescribeInstances", "ec2:DescribeImages", "ec2:RunInstances"],`,
  ],
  ["a line of a difference", `+    "imageTags": { "montage-ai": "d5eade7", "another": "0123abc" }`],
])("%s stays as it is", (_, line) => {
  expect(shown([line], 40)).toEqual([line]);
});

test("a file and a pipe get lines as long as they are", () => {
  const text = `  says: ${"word ".repeat(100)}\n`;
  expect(fitted(text, undefined)).toBe(text);
});

test("colors take no room, and are kept", () => {
  const red = (text: string) => styleText("red", text, { validateStream: false });
  const line = `${red("error")} capacity: ${"word ".repeat(20).trim()}`;
  expect(fitted(line, 40)).toContain(red("error"));
  expect(stripVTControlCharacters(fitted(line, 40))).toBe(
    fitted(stripVTControlCharacters(line), 40),
  );
});

test("no word is lost, and a line is longer than the screen only where one name is", () => {
  const word = fc.stringMatching(/^[A-Za-z0-9./_:,-]{1,70}$/);
  fc.assert(
    fc.property(
      fc.constantFrom("", "  ", "  says: ", "- ", "LEFT      "),
      fc.array(word, { minLength: 1, maxLength: 30 }),
      fc.integer({ min: 30, max: 120 }),
      (beginning, words, columns) => {
        const lines = shown([beginning + words.join(" ")], columns);
        expect(lines.join(" ").split(/\s+/).filter(Boolean)).toEqual(
          (beginning + words.join(" ")).split(/\s+/).filter(Boolean),
        );
        for (const line of lines.filter(({ length }) => length > columns)) {
          expect(line.replace(beginning, "").trim()).not.toMatch(/ /);
        }
      },
    ),
    { numRuns: 300 },
  );
});
