import { readFileSync } from "node:fs";
import path from "node:path";
import { parseAllDocuments } from "yaml";
import type { Examination } from "../../cli/doctor/examination";
import type { EnvironmentSpec } from "../../environments/schema";
import { isObject, type JsonObject } from "../../inventory/json";
import { readLive } from "../../inventory/live";
import type { Inventory } from "../../inventory/model";
import { readForeignObjects } from "../../inventory/reading";

/** When the objects of the fixtures were recorded, in milliseconds since 1970. */
export const RECORDED_AT = Date.parse("2026-11-25T10:00:00Z");

/** Objects as a cluster had them, from a fixture. */
export function recorded(name: string): readonly JsonObject[] {
  const file = path.join("__tests__/fixtures/doctor", `${name}.yaml`);
  return parseAllDocuments(readFileSync(file, "utf8"), { schema: "core" }).flatMap((document) => {
    const object: unknown = document.toJS();
    if (!isObject(object)) throw new Error(`${file} holds something that is no object`);
    return [object];
  });
}

/** An examination of a cluster with these objects. */
export function examinationOf(
  objects: readonly JsonObject[],
  spec?: EnvironmentSpec,
  rest: Partial<Examination> = {},
): Examination {
  const place = { kind: "cluster", context: "c" } as const;
  const read = objects.map((object) => ({ object, place }));
  const { live, problems } = readLive(read);
  const { inventory, problems: misshapen } = readForeignObjects(read);
  const [problem] = [...problems, ...misshapen];
  if (problem !== undefined) throw new Error(problem.message);
  return {
    live,
    inventory,
    spec,
    access: { kubeconfig: undefined, context: "c" },
    now: RECORDED_AT,
    volumeUse: [],
    queueLengths: [],
    openRegistryPorts: [],
    crashLogs: [],
    stillBehind: [],
    unservedKinds: new Set(),
    unreadKinds: new Set(),
    ...rest,
  };
}

/** An examination of a cluster of which only the rules' picture is known. */
export function contextOf(inventory: Inventory, spec: EnvironmentSpec): Examination {
  return { ...examinationOf([], spec), inventory };
}
