import { z } from "zod";
import { blocks, type StackJson } from "./synth";
import { manifests, settings } from "./workload";

/** Variables of one pod of the app. */
export interface AppPod {
  readonly pod: string;
  readonly names: readonly string[];
  /** Literal values, the settings among them. */
  readonly values: Readonly<Record<string, string>>;
}

const variable = z.object({ name: z.string(), value: z.string().optional() });
/** As the provider writes it, and as Kubernetes does. */
const container = z
  .object({
    env: z.array(variable).default([]),
    env_from: z.array(z.unknown()).optional(),
    envFrom: z.array(z.unknown()).optional(),
  })
  .transform(({ env, env_from, envFrom }) => ({ env, loads: env_from ?? envFrom }));
const metadata = z.object({ name: z.string() });
const deployment = z.object({
  metadata,
  spec: z.object({
    template: z.object({ spec: z.object({ container: z.array(container) }) }),
  }),
});
const scaledJob = z.object({
  metadata,
  spec: z.object({
    jobTargetRef: z.object({
      template: z.object({ spec: z.object({ containers: z.array(container) }) }),
    }),
  }),
});

/** Every pod that loads the app's settings: web and the workers, whatever makes them. */
export function appPods(stack: StackJson): readonly AppPod[] {
  const shared = settings(stack);
  const pods = [
    ...blocks(stack, "kubernetes_deployment_v1").map((block) => {
      const { metadata: at, spec } = deployment.parse(block);
      return { pod: at.name, containers: spec.template.spec.container };
    }),
    ...manifests(stack, "ScaledJob").map((manifest) => {
      const { metadata: at, spec } = scaledJob.parse(manifest);
      return { pod: at.name, containers: spec.jobTargetRef.template.spec.containers };
    }),
  ];
  return pods.flatMap(({ pod, containers }) =>
    containers
      .filter(({ loads }) => loads !== undefined)
      .map(({ env }) => ({
        pod,
        names: [...Object.keys(shared), ...env.map(({ name }) => name)],
        values: {
          ...shared,
          ...Object.fromEntries(
            env.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])),
          ),
        },
      })),
  );
}
