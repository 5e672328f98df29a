import { z } from "zod";
import {
  ENVIRONMENT_NAMES,
  type EnvironmentSpec,
  type TerraformCloudState,
} from "../../environments/schema";
import { madeStackNames } from "../../environments/stack-names";
import {
  describedStack,
  WORKSPACE_PREFIX,
  workspaceName,
} from "../../modules/terraform-state/workspaces";
import type { Api } from "../../runtime/terraform/cloud-api";
import type { LeftStack } from "./left-stacks";

/** What is read of a page of workspaces. */
const pageSchema = z.object({
  data: z.array(
    z.object({
      attributes: z.object({
        name: z.string(),
        description: z.string().nullish(),
        // Managed resources in its current state.
        "resource-count": z.number().nullish(),
      }),
    }),
  ),
  meta: z
    .object({ pagination: z.object({ "next-page": z.number().nullish() }).optional() })
    .optional(),
});
type Workspace = z.output<typeof pageSchema>["data"][number]["attributes"];

/** Most that the server gives: https://developer.hashicorp.com/terraform/cloud-docs/api-docs#pagination */
const PAGE_SIZE = 100;

/**
 * Stacks whose workspace still holds resources, and that the data names no more: those of this
 * environment, and those of environments that are not in the data at all. What the token may not
 * see is not among them.
 *
 * @param environments of the data: the name of one may begin that of another. @default all
 * @throws TerraformCloudError, ZodError or an error of the network when the list cannot be read
 */
export async function leftWorkspaces(
  spec: EnvironmentSpec,
  { organization }: Pick<TerraformCloudState, "organization">,
  api: Pick<Api, "call">,
  environments: readonly string[] = ENVIRONMENT_NAMES,
): Promise<readonly LeftStack[]> {
  const made = new Set(madeStackNames(spec).map((stack) => workspaceName(spec.name, stack)));
  const left = (await workspacesOf(organization, api)).flatMap((workspace) => {
    const { name, "resource-count": resources } = workspace;
    if (resources === 0 || made.has(name)) return [];
    const owner = ownerOf(workspace, environments);
    if (owner === undefined) return [];
    const isOthers = owner.environment !== spec.name && environments.includes(owner.environment);
    if (isOthers) return [];
    return [
      {
        id: `${owner.environment}-${owner.stack}`,
        name: owner.stack,
        kind: "terraform-cloud" as const,
        state: `${organization}/${name}`,
        resources: resources ?? undefined,
      },
    ];
  });
  return left.toSorted((one, other) => (one.id < other.id ? -1 : 1));
}

/**
 * The stack that a workspace is of; undefined: it is not ours. The description decides, which the
 * stack `terraform-cloud` writes. A workspace that Terraform made by itself, while it looked for
 * the state, has none: then the name does, and the longest environment of the data that fits.
 */
function ownerOf({ name, description }: Workspace, environments: readonly string[]) {
  if (description) {
    const described = describedStack(description);
    const isOurs =
      described !== undefined && workspaceName(described.environment, described.stack) === name;
    return isOurs ? described : undefined;
  }
  const [environment] = environments
    .filter((each) => name.startsWith(workspaceName(each, "")))
    .toSorted((one, other) => other.length - one.length);
  if (environment === undefined) return undefined;
  return { environment, stack: name.slice(workspaceName(environment, "").length) };
}

/** https://developer.hashicorp.com/terraform/cloud-docs/api-docs/workspaces#list-workspaces */
async function workspacesOf(
  organization: string,
  api: Pick<Api, "call">,
): Promise<readonly Workspace[]> {
  const found: Workspace[] = [];
  let next: number | null | undefined = 1;
  while (next) {
    const query = new URLSearchParams({
      "search[wildcard-name]": `${WORKSPACE_PREFIX}*`,
      "page[number]": String(next),
      "page[size]": String(PAGE_SIZE),
    });
    const path = `organizations/${encodeURIComponent(organization)}/workspaces?${query.toString()}`;
    const { data, meta } = pageSchema.parse(await api.call("GET", path));
    // A server that does not know the search gives all.
    found.push(
      ...data
        .map(({ attributes }) => attributes)
        .filter(({ name }) => name.startsWith(WORKSPACE_PREFIX)),
    );
    const following = meta?.pagination?.["next-page"];
    next = following && following > next ? following : undefined;
  }
  return found;
}
