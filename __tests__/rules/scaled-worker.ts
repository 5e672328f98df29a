/** A Deployment that fixes its replicas. */
export const DEPLOYMENT = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: worker, namespace: app }
spec: { replicas: 3, template: { spec: { containers: [{ name: worker }] } } }
`;

/** Scales it. */
export const SCALED_OBJECT = `
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: { name: worker, namespace: app }
spec:
  scaleTargetRef: { name: worker }
  minReplicaCount: 1
  triggers: [{ type: redis, metadata: { address: "redis.app:6379", listName: "rq:queue:default" } }]
`;
