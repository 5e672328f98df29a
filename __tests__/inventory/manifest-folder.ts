import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { readManifests } from "../../inventory/manifests";
import { describePlace, type Inventory } from "../../inventory/model";

/** The folder of the test that runs; empty before each. */
export let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "manifests-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

export const refuses = () => ({ failure: "no such file" });

export function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
}

/** Per unit: its objects and its problems, with places inside the folder. */
export function units(kustomize: Parameters<typeof readManifests>[1] = refuses) {
  const where = (text: string) => text.replaceAll(`${folder}/`, "");
  return readManifests(folder, kustomize).map(({ name, reading }) => ({
    name,
    objects: entriesOf(reading.inventory)
      .map((entry) => ("place" in entry ? entry : entry.owner))
      .map(({ kind, namespace, name: called, place }) =>
        where(`${kind} ${namespace ?? "-"}/${called} ${describePlace(place)}`),
      ),
    problems: reading.problems.map(({ place, message }) =>
      where(`${describePlace(place)} ${message}`),
    ),
  }));
}

/** All that has a list of its own: in these two everything may be once more. */
function entriesOf(inventory: Inventory) {
  return Object.values({ ...inventory, contents: [], customResources: [] }).flat();
}

export const claim = (name: string) =>
  `apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: ${name}}\nspec: {}\n`;
