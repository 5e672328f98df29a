import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Place } from "../../inventory/model";
import type { Source } from "../checked";
import { callerFolder } from "./caller";

/** Where synthesis puts a stack. */
const OUTDIR = "cdktf.out";

/** A place as a SARIF location; a cluster has no file, only the object in it. */
export function locationOf(place: Place, source: Source, object?: string) {
  const file = fileOf(place, source);
  const logical = [
    ...(place.kind === "terraform"
      ? [
          {
            fullyQualifiedName: `${place.stack}.${place.address}`,
            name: place.address,
            kind: "resource",
          },
        ]
      : []),
    ...(object === undefined ? [] : [{ fullyQualifiedName: object, kind: "object" }]),
  ];
  return {
    ...(file === undefined
      ? {}
      : {
          physicalLocation: {
            artifactLocation: { uri: uriOf(file) },
            region: { startLine: place.kind === "file" ? place.line : 1 },
          },
        }),
    ...(logical.length === 0 ? {} : { logicalLocations: logical }),
  };
}

/** File of a place, from where the program runs. */
function fileOf(place: Place, source: Source): string | undefined {
  switch (place.kind) {
    case "file":
      return place.file;
    case "terraform":
      // A plan's stack has the name of its file.
      return source === "plan"
        ? place.stack
        : path.join(OUTDIR, "stacks", place.stack, "cdk.tf.json");
    case "cluster":
      return undefined;
    default:
      return place satisfies never;
  }
}

/** Relative to where the check was called, as code scanning wants it of the repository; outside of it in full. */
function uriOf(file: string): string {
  const absolute = path.resolve(file);
  const relative = path.relative(callerFolder(), absolute);
  if (relative.startsWith("..") || path.isAbsolute(relative)) return pathToFileURL(absolute).href;
  return relative.split(path.sep).map(encodeURIComponent).join("/");
}
