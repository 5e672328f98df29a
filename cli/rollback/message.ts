import type { EnvironmentName } from "../../environments/schema";
import type { SwitchChange } from "./wanted-switches";

/** Characters that a commit's subject has room for. */
const SUBJECT_LENGTH = 72;

/** Message of the commit: what is different afterwards, and how it came about. */
export function commitMessage(
  environment: EnvironmentName,
  changes: readonly SwitchChange[],
  called: string,
): string {
  const all = `${environment}: ${changes.map(inShort).join(", ")}`;
  const subject =
    all.length <= SUBJECT_LENGTH ? all : `${environment}: ${changes.length} switches changed`;
  return `${subject}\n\n${changes.map(inFull).join("\n")}\n\nMade by: ${called}\n`;
}

function inShort({ path, to }: SwitchChange): string {
  const chart = /^chartVersions\.(.+)$/.exec(path)?.[1];
  if (chart !== undefined) return `chart ${chart} ${to}`;
  const application = /^imageTags\.(.+)$/.exec(path)?.[1];
  if (application !== undefined) return `${application} ${to}`;
  switch (path) {
    case "images":
      return `images from ${to === "ghcr" ? "GHCR" : to === "external" ? "outside" : "the registry"}`;
    case "addons.keda":
      return `KEDA ${to === true ? "on" : "off"}`;
    default:
      return `${path} ${to}`;
  }
}

function inFull({ path, from, to }: SwitchChange): string {
  return `${path}: ${from} -> ${to}`;
}
