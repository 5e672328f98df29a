import { z } from "zod";
import { ConfigurationError } from "../../environments/errors";
import type { EnvironmentSpec } from "../../environments/schema";
import { isObject } from "../json";
import { READ_KINDS, type ReadObject } from "../kubernetes";
import { type ReadingProblem, readForeignObjects, type Reading } from "../reading";
import { discover, type ServedKind, type WantedKind } from "./discovery";
import { type ClusterAddress, type Get, kubectlGet } from "../../runtime/kubectl";
import { whenUnanswered } from "../../runtime/reach-cluster";

export type { WantedKind } from "./discovery";
export {
  type Answer,
  type ClusterAddress,
  type Get,
  type GetText,
  kubectlGet,
  kubectlGetText,
} from "../../runtime/kubectl";

/** Objects per request, as kubectl asks for them. */
const PAGE = 500;
/** Each request is a kubectl of its own. */
const PARALLEL = 4;

const list = z.object({
  metadata: z.object({ continue: z.string().optional() }).default({}),
  items: z.array(z.custom<Record<string, unknown>>(isObject)).default([]),
});

/** Objects of a cluster, and what of them could not be read. */
export interface ClusterObjects {
  readonly objects: readonly ReadObject[];
  readonly problems: readonly ReadingProblem[];
  /** Kinds of which some or all objects could not be read. */
  readonly unreadKinds: ReadonlySet<string>;
  /** Kinds that were asked for and that the API server does not have. */
  readonly unservedKinds: ReadonlySet<string>;
}

/**
 * The inventory of a cluster as it is now. Kinds that it does not serve are
 * skipped; those that may not be read are problems.
 *
 * @param get @default kubectl get --raw
 * @param spec whose cluster it is, for what to do where there is no kubeconfig
 * @throws ConfigurationError when the cluster does not answer
 */
export async function readCluster(
  access: ClusterAddress,
  get: Get = kubectlGet(access),
  spec?: EnvironmentSpec,
): Promise<Reading> {
  const { objects, problems } = await readObjects(access, READ_KINDS, get, spec);
  const reading = readForeignObjects(objects);
  return { ...reading, problems: [...problems, ...reading.problems] };
}

/**
 * The objects of some kinds, as the API server has them.
 *
 * @throws ConfigurationError when the cluster does not answer
 */
export async function readObjects(
  access: ClusterAddress,
  kinds: readonly WantedKind[],
  get: Get,
  spec?: EnvironmentSpec,
): Promise<ClusterObjects> {
  const groups = await get("/apis");
  if ("failure" in groups) throw unreachable(access, groups.failure, spec);
  const place = { kind: "cluster", context: access.context } as const;
  const { served, failures, unreadKinds } = await discover(groups.json, kinds, get);
  const lists = await inTurns(served.flatMap(queriesOf), async (query) => ({
    kind: query.kind,
    ...(await readAll(query, get)),
  }));
  const refused = lists.flatMap(({ kind, failure }) => (failure === undefined ? [] : [kind]));
  return {
    objects: lists.flatMap(({ objects }) => objects.map((object) => ({ object, place }))),
    problems: [...failures, ...lists.flatMap(({ failure }) => failure ?? [])].map((message) => ({
      place,
      message,
    })),
    unreadKinds: new Set([...unreadKinds, ...refused]),
    unservedKinds: new Set(
      kinds
        .map(({ kind }) => kind)
        .filter(
          (kind) => !unreadKinds.includes(kind) && !served.some((each) => each.kind === kind),
        ),
    ),
  };
}

/** One list of a kind. */
interface Query extends ServedKind {
  /** Undefined: all objects. */
  readonly fieldSelector: string | undefined;
}

function queriesOf(served: ServedKind): readonly Query[] {
  return (served.wanted.fieldSelectors ?? [undefined]).map((fieldSelector) => ({
    ...served,
    fieldSelector,
  }));
}

interface ObjectList {
  readonly objects: readonly Record<string, unknown>[];
  readonly failure?: string;
}

/** Page by page; items of a list leave out their kind. */
async function readAll(query: Query, get: Get): Promise<ObjectList> {
  const { kind, apiVersion, path, fieldSelector, wanted } = query;
  const selector =
    fieldSelector === undefined ? "" : `&fieldSelector=${encodeURIComponent(fieldSelector)}`;
  const objects: Record<string, unknown>[] = [];
  let next: string | undefined = "";
  for (let pages = 0; next !== undefined; pages += 1) {
    if (pages === wanted.mostPages) {
      return { objects, failure: `only the first ${objects.length} ${kind} objects were read` };
    }
    const page: string = next === "" ? "" : `&continue=${encodeURIComponent(next)}`;
    const answer = await get(`${path}?limit=${PAGE}${selector}${page}`);
    if ("failure" in answer) {
      return { objects, failure: `${kind} objects could not be read: ${answer.failure}` };
    }
    const { items, metadata } = list.parse(answer.json);
    for (const item of items) objects.push({ ...item, apiVersion, kind });
    next = metadata.continue === "" ? undefined : metadata.continue;
  }
  return { objects };
}

/** Results in the order of the items, a few at a time. */
async function inTurns<T, R>(items: readonly T[], read: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let start = 0; start < items.length; start += PARALLEL) {
    results.push(...(await Promise.all(items.slice(start, start + PARALLEL).map(read))));
  }
  return results;
}

function unreachable(
  { kubeconfig, context }: ClusterAddress,
  failure: string,
  spec: EnvironmentSpec | undefined,
): ConfigurationError {
  const file = kubeconfig ?? "kubectl's own kubeconfig";
  const option = kubeconfig === undefined ? "" : `--kubeconfig ${kubeconfig} `;
  return new ConfigurationError([
    {
      file,
      path: "contexts",
      value: context,
      message: `the cluster does not answer: ${failure}`,
      fix: whenUnanswered(
        spec,
        spec === undefined ? "" : failure,
        `name a context of kubectl ${option}config get-contexts, and see that kubectl ${option}--context ${context} get nodes answers`,
      ),
    },
  ]);
}
