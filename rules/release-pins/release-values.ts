import { isMapping, type Values } from "../../addons/kit/values";
import { environmentFile } from "../../environments/environment-file";
import { shownValue } from "../../environments/errors";
import type { EnvironmentSpec } from "../../environments/schema";
import type { HelmRelease } from "../../inventory/model";
import { RELEASE_PINS } from "./release-versions";
import { type Finding, findingAt } from "../engine/rule";

/** Characters of a value that a message has room for. */
const MOST_CHARACTERS = 60;

/** Values that an environment has over those of the project, at every run: what others have is not looked at. */
export function ownValues(
  release: HelmRelease,
  { name, platform }: EnvironmentSpec,
): readonly Finding[] {
  const all: Readonly<Record<string, Values>> = platform.chartValues ?? {};
  const own = Object.hasOwn(all, release.chart) ? all[release.chart] : undefined;
  const values = own === undefined ? [] : shownLeaves(own);
  if (values.length === 0) return [];
  const path = `platform.chartValues.${release.chart}`;
  const file = environmentFile(name, ["platform"]);
  return [
    {
      ...findingAt(release, {
        rule: RELEASE_PINS,
        severity: "warning",
        message: `has values of its own over those of the project: ${values.join(", ")}`,
        fix: `where every environment has or shall have them, move them from ${path} to the object of ${release.chart} in addons/`,
      }),
      accepted: `${path} in ${file}`,
    },
  ];
}

function shownLeaves(values: Values, above = ""): readonly string[] {
  return Object.entries(values).flatMap(([key, value]) => {
    const path = above === "" ? key : `${above}.${key}`;
    if (isMapping(value)) return shownLeaves(value, path);
    const text =
      value === null ? "taken away" : JSON.stringify(shownValue({ file: "", path, value }));
    const cut = text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
    return [`${path} ${cut}`];
  });
}
