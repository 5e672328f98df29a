import type { EnvironmentSpec } from "../../environments/schema";
import { BuildsAhead } from "../../inventory/manifests/builds-ahead";
import { byOrder, foldersOf, readManifests, type Unit } from "../../inventory/manifests";
import { isEmpty } from "../../inventory/reading";
import { type FoundAlone, foundAcross, foundAlone } from "../../rules";
import { Beside, type FolderPart, keptOf } from "../../rules/engine/beside";
import type { Checked } from "../synthesis/checked";

/** A unit of a folder and what the rules say of it. */
export interface JudgedUnit extends Pick<Checked, "name" | "rules" | "problems"> {
  /** No object of it was read. */
  readonly empty: boolean;
}

interface HalfJudged extends Omit<Unit, "reading">, Omit<JudgedUnit, "rules"> {
  readonly part: FolderPart;
  readonly found: FoundAlone;
}

/**
 * Judges a folder of no environment while it is read: of a unit that has been
 * judged by itself only what others are held against is kept.
 */
export async function judgeByFolder(folder: string): Promise<readonly JudgedUnit[]> {
  const known: FolderPart[] = [];
  const half: HalfJudged[] = [];
  const folders = foldersOf(folder);
  const builds = new BuildsAhead(folders.flatMap(({ kustomizations }) => kustomizations));
  for (const { kustomizations, read } of folders) {
    const units = read(await builds.take(kustomizations));
    const parts = units.map((unit) => ({ folder: unit.folder, inventory: unit.reading.inventory }));
    const all = [...known, ...parts];
    for (const [index, { reading, ...unit }] of units.entries()) {
      const { inventory, problems } = reading;
      const part = parts[index] ?? { folder: unit.folder, inventory };
      const found = foundAlone(inventory, undefined, { beside: new Beside(part, all) });
      const kept = { folder: unit.folder, inventory: keptOf(inventory) };
      known.push(kept);
      half.push({ ...unit, problems, empty: isEmpty(reading), part: kept, found });
    }
  }
  return half.sort(byOrder).map(({ name, problems, empty, part, found }) => ({
    name,
    problems,
    empty,
    rules: foundAcross(found, part.inventory, new Beside(part, known)),
  }));
}

/** Judges a folder as applied beside an environment's stacks. */
export async function judgeWithin(
  spec: EnvironmentSpec,
  folder: string,
): Promise<readonly JudgedUnit[]> {
  const units = readManifests(folder);
  // Only here: cdktf takes longer to load than all the rest.
  const { CheckSurroundings } = await import("./surroundings");
  const around = new CheckSurroundings(spec);
  const parts = units.map(({ folder: part, reading: { inventory } }) => ({
    folder: part,
    inventory,
  }));
  return units.map(({ name, reading }, index) => {
    const { inventory, problems } = reading;
    const beside = new Beside(parts[index] ?? { folder: ".", inventory }, parts);
    return { name, problems, empty: isEmpty(reading), rules: around.judge(inventory, beside) };
  });
}
