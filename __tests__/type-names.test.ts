import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const FOLDERS = [
  "addons",
  "applications",
  "cli",
  "environments",
  "inventory",
  "masking",
  "modules",
  "rules",
  "runtime",
  "stacks",
  "testbed",
];

/** A construct that makes an object, and the picture of that object in the inventory. */
const ONE_THING_TWICE = ["CustomResource", "Namespace", "PodSecurityLevel"];

test("no two exported types of the product have one name", () => {
  const files = new Map<string, string[]>();
  for (const file of FOLDERS.flatMap(typescriptIn)) {
    const text = readFileSync(file, "utf8");
    const names = [
      ...text.matchAll(/^export (?:abstract )?(?:interface|class|type) (\w+)/gm),
    ].flatMap(([, name]) => name ?? []);
    // A class and an interface that it merges with, or a value and its type, are one thing.
    for (const name of new Set(names)) files.set(name, [...(files.get(name) ?? []), file]);
  }
  expect(files.size).toBeGreaterThan(100);
  const several = [...files].filter(
    ([name, places]) => places.length > 1 && !ONE_THING_TWICE.includes(name),
  );
  expect(several).toEqual([]);
});

function typescriptIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => path.join(folder, file));
}
