import { z } from "zod";
import { AUTOSCALER_TAGS } from "../../environments/nodes/autoscaler-tag-keys";
import type { EksCluster } from "../../environments/schema";
import type { AskAws } from "./aws";

/** A managed node group as EKS has it. */
export interface LiveGroup {
  readonly name: string;
  /** E.g. `ACTIVE`, `CREATE_FAILED`, `DEGRADED`. */
  readonly status: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly desired: number;
  /** Whether it carries the tags of the environment and those that only this project gives node groups. */
  readonly hasOurTags: boolean;
  readonly autoScalingGroup: string | undefined;
  readonly issues: readonly HealthIssue[];
}

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_Issue.html */
export interface HealthIssue {
  readonly code: string;
  readonly message: string;
  readonly resourceIds: readonly string[];
}

const list = z.object({ nodegroups: z.array(z.string()) });
/** The aws CLI writes times as text, the API as seconds. */
const time = z.union([z.string(), z.number().transform((seconds) => seconds * 1000)]);
const described = z.object({
  nodegroup: z.object({
    nodegroupName: z.string(),
    status: z.string(),
    createdAt: time.transform((value) => new Date(value).getTime()),
    scalingConfig: z.object({ desiredSize: z.int().default(0) }).default({ desiredSize: 0 }),
    tags: z.record(z.string(), z.string()).default({}),
    resources: z
      .object({ autoScalingGroups: z.array(z.object({ name: z.string() })).default([]) })
      .default({ autoScalingGroups: [] }),
    health: z
      .object({
        issues: z
          .array(
            z.object({
              code: z.string().default("unknown"),
              message: z.string().default(""),
              resourceIds: z.array(z.string()).default([]),
            }),
          )
          .default([]),
      })
      .default({ issues: [] }),
  }),
});

/** All node groups of a cluster; text: why they were not read. */
export async function readNodeGroups(
  { name, region, tags }: EksCluster,
  ask: AskAws,
): Promise<readonly LiveGroup[] | string> {
  const place = ["--cluster-name", name, "--region", region, "--output", "json"];
  const listed = await asked(list, ["eks", "list-nodegroups", ...place], ask);
  if (typeof listed === "string") return listed;
  const groups: LiveGroup[] = [];
  for (const group of listed.nodegroups) {
    const args = ["eks", "describe-nodegroup", "--nodegroup-name", group, ...place];
    const answer = await asked(described, args, ask);
    if (typeof answer === "string") {
      // Gone since it was listed.
      if (answer.includes("ResourceNotFoundException")) continue;
      return answer;
    }
    const { nodegroup } = answer;
    groups.push({
      name: nodegroup.nodegroupName,
      status: nodegroup.status,
      createdAt: nodegroup.createdAt,
      desired: nodegroup.scalingConfig.desiredSize,
      hasOurTags: areOurs(nodegroup.tags, tags),
      autoScalingGroup: nodegroup.resources.autoScalingGroups[0]?.name,
      issues: nodegroup.health.issues,
    });
  }
  return groups;
}

/** `cluster.tags` alone may be on groups of others; resource tags are put on node groups here only. */
function areOurs(
  tags: Readonly<Record<string, string>>,
  wanted: Readonly<Record<string, string>>,
): boolean {
  return (
    Object.entries(wanted).every(([key, value]) => tags[key] === value) &&
    Object.keys(tags).some((key) => key.startsWith(AUTOSCALER_TAGS.resource))
  );
}

async function asked<S extends z.ZodType>(
  schema: S,
  args: readonly string[],
  ask: AskAws,
): Promise<z.output<S> | string> {
  const answer = await ask(args);
  if ("failure" in answer) return answer.failure;
  const { data } = schema.safeParse(answer.json);
  return (
    data ?? `the aws CLI answered ${args.slice(0, 2).join(" ")} in a form that is not known here`
  );
}
