/** Names of an environment's stacks, in the order they are applied. */
export const STACK_NAMES = ["node-pools", "storage", "platform", "secrets", "workload"] as const;
export type StackName = (typeof STACK_NAMES)[number];
