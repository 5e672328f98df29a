import { z } from "zod";

/**
 * Most characters of an environment's name, so that with a prefix it is still the name of an
 * EFS file system, which has 64 at most
 * (https://docs.aws.amazon.com/efs/latest/ug/API_CreateFileSystem.html). A
 * workspace, `fluxibri-<name>-node-pools`, has 90.
 */
export const MOST_CHARACTERS = 53;

/** Stacks of their own that no environment may be taken for. */
const TAKEN: readonly string[] = ["terraform-cloud"];

/**
 * Name of an environment: stem of its files, and part of stacks, workspaces,
 * resources of Terraform and AWS. Begins with a letter, as what Terraform names
 * after it must.
 */
export const environmentName = z
  .string()
  .max(MOST_CHARACTERS)
  .regex(
    /^[a-z]([-a-z0-9]*[a-z0-9])?$/,
    "must be a DNS label that begins with a letter: a-z, 0-9 and '-'",
  )
  .refine((name) => !TAKEN.includes(name), "is the name of a stack that belongs to no environment")
  .brand<"EnvironmentName">();
