import { z } from "zod";
import type { Get } from "../../runtime/kubectl";

/** A kind that is asked for. */
export interface WantedKind {
  readonly kind: string;
  /** Empty: the core group. */
  readonly group: string;
  /** Field selectors, each of them a list of its own. @default one list of all objects */
  readonly fieldSelectors?: readonly string[];
  /** Pages of a list that are read at most; what is left is a problem. @default all */
  readonly mostPages?: number;
}

/** A kind that the API server has, and where its objects are listed. */
export interface ServedKind {
  readonly kind: string;
  /** As its objects say it: `v1`, `apps/v1`. */
  readonly apiVersion: string;
  /** Path of the list over all namespaces. */
  readonly path: string;
  readonly wanted: WantedKind;
}

/** What there is to read, and which groups did not say what they have. */
export interface Discovery {
  readonly served: readonly ServedKind[];
  readonly failures: readonly string[];
  /** The wanted kinds of these groups. */
  readonly unreadKinds: readonly string[];
}

const groups = z.object({
  groups: z.array(
    z.object({ name: z.string(), preferredVersion: z.object({ groupVersion: z.string() }) }),
  ),
});
const resources = z.object({
  resources: z.array(z.object({ name: z.string(), kind: z.string(), verbs: z.array(z.string()) })),
});

/** The kinds among those wanted that an API server serves, in its preferred versions. */
export async function discover(
  groupList: unknown,
  wanted: readonly WantedKind[],
  get: Get,
): Promise<Discovery> {
  const known = new Set(wanted.map(({ group }) => group));
  const versions = [
    { group: "", apiVersion: "v1", path: "/api/v1" },
    ...groups
      .parse(groupList)
      .groups.filter(({ name }) => name !== "" && known.has(name))
      .map(({ name, preferredVersion: { groupVersion } }) => ({
        group: name,
        apiVersion: groupVersion,
        path: `/apis/${groupVersion}`,
      })),
  ];
  const answers = await Promise.all(
    versions.map(async (version) => ({ ...version, answer: await get(version.path) })),
  );
  return {
    served: answers.flatMap(({ group, apiVersion, path, answer }) =>
      "failure" in answer
        ? []
        : listedKinds(
            answer.json,
            wanted.filter((each) => each.group === group),
            apiVersion,
            path,
          ),
    ),
    failures: answers.flatMap(({ apiVersion, answer }) =>
      "failure" in answer ? [`${apiVersion} could not be read: ${answer.failure}`] : [],
    ),
    unreadKinds: answers.flatMap(({ group, answer }) =>
      "failure" in answer
        ? wanted.filter((each) => each.group === group).map(({ kind }) => kind)
        : [],
    ),
  };
}

/** Subresources have a slash in their names, and the kind of their parent. */
function listedKinds(
  json: unknown,
  kinds: readonly WantedKind[],
  apiVersion: string,
  path: string,
): readonly ServedKind[] {
  return resources
    .parse(json)
    .resources.filter(({ name, verbs }) => !name.includes("/") && verbs.includes("list"))
    .flatMap(({ name, kind }) =>
      kinds
        .filter((wanted) => wanted.kind === kind)
        .map((wanted) => ({ kind, apiVersion, path: `${path}/${name}`, wanted })),
    );
}
