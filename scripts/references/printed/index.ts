import { KUBECTL } from "./kubectl";
import { OTHERS } from "./others";
import type { Where } from "./where";

export type { Where } from "./where";

/** Every command that a message of doctor, deploy, plan, rollback and migrate-claims prints, and where it is run. */
export const PRINTED: Readonly<Record<string, Where>> = { ...KUBECTL, ...OTHERS };

/** Values that are put into a command. */
const VALUES: readonly string[] = ["…", "ENV", "--"];

/** Whether a command, as it was printed, is one of a shape: it has the shape's words in their order. */
export function isOfShape(command: string, shape: string): boolean {
  const words = command.replaceAll("'", "").split(" ");
  return shape
    .split(" ")
    .filter((word) => !VALUES.includes(word))
    .every((word) => {
      const at = words.indexOf(word);
      words.splice(0, at + 1);
      return at >= 0;
    });
}

/** Shapes that a breakage is said to run. */
export function shapesOfBreakage(name: string): readonly string[] {
  return Object.entries(PRINTED).flatMap(([shape, where]) =>
    where.by === "breakage" && where.name === name ? [shape] : [],
  );
}
