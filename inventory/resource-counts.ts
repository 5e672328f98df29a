import { z } from "zod";

const stackJson = z.looseObject({
  resource: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
});

/** Number of resources of a synthesized stack by Terraform type. */
export function resourceCounts(json: unknown): Readonly<Record<string, number>> {
  const { resource = {} } = stackJson.parse(json);
  return Object.fromEntries(
    Object.entries(resource).map(([type, blocks]) => [type, Object.keys(blocks).length]),
  );
}
