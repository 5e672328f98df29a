import { z } from "zod";
import { type JsonObject, narrow } from "../json";
import { flag, listOf, maybe, text } from "../kubernetes/schemas";
import { describePlace, type Place } from "../model";

/** Blocks of one name: a list in a plan, the block itself where a stack has only one. */
function blocksOf<S extends z.ZodType>(block: S) {
  return z
    .union([z.array(block), block.transform((one) => [one])])
    .nullish()
    .transform((blocks) => blocks ?? []);
}

const helm = z.lazy(() =>
  z.object({
    release_name: text,
    values: text,
    value_files: listOf(z.string()),
    file_parameter: blocksOf(z.object({ name: text })),
    parameter: blocksOf(z.object({ name: z.string(), value: text, force_string: flag })),
  }),
);
const source = z.lazy(() =>
  z.object({
    repo_url: z.string(),
    chart: text,
    target_revision: text,
    helm: blocksOf(helm),
  }),
);

/** https://github.com/argoproj-labs/terraform-provider-argocd/blob/master/docs/resources/application.md */
const schema = z.lazy(() =>
  z.object({
    metadata: blocksOf(
      z.object({
        name: text,
        namespace: text,
        annotations: maybe(z.record(z.string(), z.string())),
      }),
    ),
    spec: blocksOf(
      z.object({ source: blocksOf(source), destination: blocksOf(z.object({ namespace: text })) }),
    ),
  }),
);

/** Argo CD's own: where the provider puts an application that names none. */
const NAMESPACE = "argocd";

/**
 * The Application that an argocd_application applies, as far as it installs charts.
 *
 * @throws InventoryError when the resource does not have that shape
 */
export function applicationOfBlock(block: JsonObject, place: Place): JsonObject {
  const found = narrow(schema, block, describePlace(place));
  const [{ name, namespace, annotations } = {}] = found.metadata;
  const [{ source: sources, destination: [destination] } = { source: [], destination: [] }] =
    found.spec;
  return {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Application",
    metadata: {
      name: name ?? "",
      namespace: namespace ?? NAMESPACE,
      ...(annotations && { annotations }),
    },
    spec: {
      destination: { namespace: destination?.namespace },
      sources: sources.map(sourceOf),
    },
  };
}

function sourceOf({ repo_url, chart, target_revision, helm: [options] }: z.output<typeof source>) {
  return {
    repoURL: repo_url,
    chart,
    targetRevision: target_revision,
    ...(options === undefined ? {} : { helm: helmOf(options) }),
  };
}

function helmOf(options: z.output<typeof helm>) {
  return {
    releaseName: options.release_name,
    values: options.values,
    valueFiles: options.value_files,
    fileParameters: options.file_parameter,
    parameters: options.parameter.map(({ name, value, force_string: forceString }) => ({
      name,
      value,
      forceString,
    })),
  };
}
