import { z } from "zod";

/** What CreateNodegroup takes: https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html */
export const createNodegroup = z.object({
  nodegroupName: z.string().min(1).max(63),
  nodeRole: z.string(),
  subnets: z.array(z.string()).min(1),
  scalingConfig: z.object({ minSize: z.int(), maxSize: z.int(), desiredSize: z.int() }),
  launchTemplate: z.object({ id: z.string(), version: z.string().default("1") }),
  instanceTypes: z.array(z.string()).default([]),
  amiType: z.string().default("AL2023_x86_64_STANDARD"),
  capacityType: z.string().default("ON_DEMAND"),
  labels: z.record(z.string(), z.string()).default({}),
  taints: z
    .array(z.object({ key: z.string(), value: z.string().optional(), effect: z.string() }))
    .default([]),
  updateConfig: z.record(z.string(), z.unknown()).default({ maxUnavailable: 1 }),
  nodeRepairConfig: z.record(z.string(), z.unknown()).optional(),
  tags: z.record(z.string(), z.string()).default({}),
  version: z.string().optional(),
  releaseVersion: z.string().optional(),
});
export type CreateNodegroup = z.output<typeof createNodegroup>;

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_UpdateNodegroupConfig.html */
export const updateNodegroupConfig = z.object({
  scalingConfig: z
    .object({
      minSize: z.int().optional(),
      maxSize: z.int().optional(),
      desiredSize: z.int().optional(),
    })
    .optional(),
  labels: z
    .object({
      addOrUpdateLabels: z.record(z.string(), z.string()).default({}),
      removeLabels: z.array(z.string()).default([]),
    })
    .optional(),
  taints: z
    .object({
      addOrUpdateTaints: createNodegroup.shape.taints,
      removeTaints: createNodegroup.shape.taints,
    })
    .optional(),
  updateConfig: z.record(z.string(), z.unknown()).optional(),
  nodeRepairConfig: z.record(z.string(), z.unknown()).optional(),
});

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_UpdateNodegroupVersion.html */
export const updateNodegroupVersion = z.object({
  version: z.string().optional(),
  releaseVersion: z.string().optional(),
  launchTemplate: z
    .object({ id: z.string().optional(), version: z.string().optional() })
    .optional(),
  force: z.boolean().default(false),
});

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateAddon.html */
export const createAddon = z.looseObject({
  addonName: z.string(),
  addonVersion: z.string().optional(),
  tags: z.record(z.string(), z.string()).default({}),
});

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_CreatePodIdentityAssociation.html */
export const createAssociation = z.looseObject({
  namespace: z.string(),
  serviceAccount: z.string(),
  roleArn: z.string(),
  tags: z.record(z.string(), z.string()).default({}),
});
