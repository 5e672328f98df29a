import { z } from "zod";

const stackJson = z.looseObject({
  terraform: z.looseObject({ required_providers: z.record(z.string(), z.unknown()) }),
  provider: z.record(z.string(), z.unknown()),
  resource: z.record(z.string(), z.unknown()),
  output: z.record(z.string(), z.unknown()).default({}),
});

/**
 * A stack without what goes to the cluster's API server: the StorageClass, which
 * the end-to-end test on the testbed proves.
 */
export function awsPartOf(json: unknown): object {
  const stack = stackJson.parse(json);
  const aws = (values: Record<string, unknown>) =>
    Object.fromEntries(
      Object.entries(values).filter(([name]) => name === "aws" || name.startsWith("aws_")),
    );
  const resource = aws(stack.resource);
  const lost = Object.keys(stack.resource).filter((type) => !(type in resource));
  const kept = Object.entries(stack.output).filter(
    ([, value]) => !lost.some((type) => JSON.stringify(value).includes(`${type}.`)),
  );
  return {
    data: stack["data"],
    terraform: {
      ...stack.terraform,
      required_providers: aws(stack.terraform.required_providers),
    },
    provider: aws(stack.provider),
    resource,
    // An empty object is no block to Terraform.
    ...(kept.length === 0 ? {} : { output: Object.fromEntries(kept) }),
  };
}

const types = z.object({
  resource: z.record(z.string(), z.unknown()),
  data: z.record(z.string(), z.unknown()).default({}),
});

/** Types of resources and data sources of stacks. */
export function typesOf(stacks: readonly unknown[]): ReadonlySet<string> {
  return new Set(
    stacks.flatMap((json) => {
      const { resource, data } = types.parse(json);
      return [...Object.keys(resource), ...Object.keys(data)];
    }),
  );
}

const pins = z.object({
  terraform: z.object({
    required_providers: z.object({ aws: z.object({ version: z.string() }) }),
  }),
});

/** Version of the aws provider that a stack asks for. */
export function pinnedAws(json: unknown): string {
  return pins.parse(json).terraform.required_providers.aws.version;
}
