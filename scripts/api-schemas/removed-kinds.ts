import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** When a version of a kind is no longer served, and what is in its place. */
export interface Removal {
  /** Minor version, e.g. `1.25`. */
  readonly from: string;
  readonly use?: string;
}

const METHOD =
  /func \(in \*(\w+)\) APILifecycle(Removed|Replacement)\(\)[^{]*\{\s*return ([^\n]*)\n/g;

/** `apps/v1beta1 Deployment` and so on, with what Kubernetes' own code says of its end. */
export function removedKinds(api: string): readonly (readonly [string, Removal])[] {
  const files = readdirSync(api, { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => file.endsWith("zz_generated.prerelease-lifecycle.go"))
    .flatMap((file) => {
      const folder = path.join(api, path.dirname(file));
      const version = path.basename(folder);
      const [, group = ""] = /GroupName = "([^"]*)"/.exec(registered(folder)) ?? [];
      const said = new Map<string, { from?: string; use?: string }>();
      for (const [, kind = "", what, value = ""] of readFileSync(
        path.join(api, file),
        "utf8",
      ).matchAll(METHOD)) {
        const each = said.get(kind) ?? {};
        said.set(
          kind,
          what === "Removed"
            ? { ...each, from: value.replace(", ", ".") }
            : { ...each, use: kindIn(value) },
        );
      }
      return [...said].flatMap(([kind, { from, use }]) =>
        from === undefined || kind.endsWith("List")
          ? []
          : [
              [
                `${group}/${version} ${kind}`,
                { from, ...(use === undefined ? {} : { use }) },
              ] as const,
            ],
      );
    });
}

function registered(folder: string): string {
  return readFileSync(path.join(folder, "register.go"), "utf8");
}

function kindIn(value: string): string {
  const [, group, version, kind] =
    /Group: "([^"]*)", Version: "([^"]*)", Kind: "([^"]*)"/.exec(value) ?? [];
  // Of IngressClass it names the list.
  return `${group}/${version} ${kind?.replace(/List$/, "")}`;
}
