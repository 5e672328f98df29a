import { queueTrigger } from "../../../rules/queue-trigger";
import { foundIn } from "../manifests";

export const ADDRESS = "address: redis.app.svc.cluster.local:6379";

/** A Deployment whose one container is given in YAML. */
export const worker = (container: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: worker, namespace: app }
spec: { template: { spec: { containers: [{ name: worker, ${container} }] } } }
---`;

export const DEFAULT_WORKER = worker("env: [{ name: WORKER_QUEUES, value: default }]");

/** A ScaledObject of that Deployment: members of its spec, then triggers as flow mappings. */
export const scaledObject = (members: string, ...triggers: readonly string[]) => `
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: { name: worker, namespace: app }
spec: { scaleTargetRef: { name: worker }, ${members} triggers: [${triggers.join(", ")}] }
`;

export const redis = (metadata: string, name?: string) =>
  `{ type: redis, ${name === undefined ? "" : `name: ${name}, `}metadata: { ${metadata} } }`;
export const counts = (key: string, name?: string) => redis(`${ADDRESS}, listName: "${key}"`, name);

export const SUM =
  "advanced: { scalingModifiers: { formula: queued + 4 * running, target: '4' } },";
export const BOTH = [counts("rq:queue:default", "queued"), counts("rq:wip:default", "running")];
export const ONE = "minReplicaCount: 1,";

export function found(yaml: string, options?: Parameters<typeof foundIn>[2]): readonly string[] {
  return foundIn(queueTrigger, yaml, options).map((line) =>
    line.replace("ScaledObject app/worker: ", ""),
  );
}
