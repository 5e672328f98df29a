import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Place } from "../../inventory/model";
import type { Source } from "../synthesis/checked";
import { callerFolder } from "../../runtime/caller";

/** Where synthesis puts a stack. */
const OUTDIR = "cdktf.out";

/**
 * A place as a SARIF location. Code scanning refuses a log with a result that
 * has no file; what is in a cluster gets a path that tells where it is.
 */
export function locationOf(place: Place, source: Source, object?: string) {
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
    physicalLocation: {
      artifactLocation: { uri: uriOf(place, source, object) },
      region: { startLine: place.kind === "file" ? (place.line ?? 1) : 1 },
    },
    ...(logical.length === 0 ? {} : { logicalLocations: logical }),
  };
}

function uriOf(place: Place, source: Source, object: string | undefined): string {
  switch (place.kind) {
    case "file":
      return uriOfFile(place.file);
    case "terraform":
      // A plan's stack has the name of its file.
      return uriOfFile(
        source === "plan" ? place.stack : path.join(OUTDIR, "stacks", place.stack, "cdk.tf.json"),
      );
    case "cluster":
      return ["cluster", place.context, ...(object?.split(/[ /]/) ?? [])]
        .map(encodeURIComponent)
        .join("/");
    default:
      return place satisfies never;
  }
}

/** Relative to where the check was called, as code scanning wants it of the repository; outside of it in full. */
function uriOfFile(file: string): string {
  const absolute = path.resolve(file);
  const relative = path.relative(callerFolder(), absolute);
  if (relative.startsWith("..") || path.isAbsolute(relative)) return pathToFileURL(absolute).href;
  return relative.split(path.sep).map(encodeURIComponent).join("/");
}
