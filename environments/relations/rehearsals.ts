import { ENVIRONMENT_NAMES, isEnvironmentName } from "../files/names";
import { rehearsedNames } from "../rehearsals";
import type { Mismatch, Relation } from "./relation";
import { closest } from "../suggest";

const rehearsesAnother: Relation = {
  needs: ["name", "rehearses"],
  check: (spec) =>
    rehearsedNames(spec).flatMap((rehearsed, index): readonly Mismatch[] => {
      const path = typeof spec.rehearses === "string" ? ["rehearses"] : ["rehearses", index];
      if (rehearsed === spec.name) {
        return [{ path, message: "is this environment itself", fix: "name another, or remove it" }];
      }
      if (isEnvironmentName(rehearsed)) return [];
      const guess = closest(rehearsed, ENVIRONMENT_NAMES);
      const known = ENVIRONMENT_NAMES.join(", ");
      return [
        {
          path,
          message: "unknown environment",
          fix: `use ${guess === undefined ? known : `"${guess}" (known: ${known})`}`,
        },
      ];
    }),
};

export const rehearsalRelations: readonly Relation[] = [rehearsesAnother];
