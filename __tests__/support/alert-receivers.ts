import { Testing } from "cdktf";
import { z } from "zod";
import type { AlertReceiverSpec } from "../../environments/schema";
import { SecretsStack } from "../../stacks/secrets-stack";
import { montageAiAlone } from "./applications";
import { changedSpec } from "./changed-spec";
import { blocks, specOf, type StackJson } from "./synth";

/** Staging's secrets stack with these receivers; undefined: without the alerts block. */
export function stackWith(receivers: readonly AlertReceiverSpec[] | undefined): StackJson {
  const spec = changedSpec(montageAiAlone(specOf("staging")), {
    alerts: receivers && { receivers },
  });
  const stack = new SecretsStack(Testing.app(), spec, {
    platform: {
      namespaces: { "montage-ai": "montage-ai" },
      externalSecrets: { namespace: "external-secrets" },
      prometheus: { namespace: "monitoring", url: "http://prometheus" },
    },
  });
  return JSON.parse(JSON.stringify(stack.toTerraform()));
}

/** The custom resources of a kind. */
export function ofKind(stack: StackJson, kind: string): readonly object[] {
  return blocks(stack, "kubernetes_manifest")
    .map((block) => z.looseObject({ kind: z.string() }).parse(block["manifest"]))
    .filter((manifest) => manifest.kind === kind);
}

const matchers = z
  .array(z.strictObject({ name: z.string(), matchType: z.enum(["=", "=~"]), value: z.string() }))
  .default([]);
const inner = z.looseObject({ receiver: z.string(), matchers });
const config = z.object({
  metadata: z.object({ name: z.string(), namespace: z.string() }),
  spec: z.object({
    route: inner.extend({ routes: z.array(inner).default([]) }),
    receivers: z.array(z.looseObject({ name: z.string() })),
  }),
});

/** The AlertmanagerConfigs of these receivers. */
export function configs(receivers: readonly AlertReceiverSpec[]) {
  return ofKind(stackWith(receivers), "AlertmanagerConfig").map((found) => config.parse(found));
}

/** Labels of an alert. */
export type Labels = Readonly<Record<string, string>>;

/**
 * Where Alertmanager sends an alert: down the first route that takes it.
 * https://prometheus.io/docs/alerting/latest/configuration/#route
 */
export function toldOf(labels: Labels, { spec }: z.output<typeof config>): string | undefined {
  if (!takes(spec.route, labels)) return undefined;
  return (spec.route.routes.find((route) => takes(route, labels)) ?? spec.route).receiver;
}

/** A label that is not there counts as empty; regular expressions are anchored. */
function takes(route: Pick<z.output<typeof inner>, "matchers">, labels: Labels): boolean {
  return route.matchers.every(({ name, matchType, value }) => {
    const found = labels[name] ?? "";
    return matchType === "=" ? found === value : new RegExp(`^(?:${value})$`).test(found);
  });
}
