const scaleTargetRef = { apiVersion: "apps/v1", kind: "Deployment", name: "worker" };
const metadata = { name: "worker", namespace: "app" };

/** An HPA and a ScaledObject for one Deployment: the incident, as small as it gets. */
export const HPA = {
  apiVersion: "autoscaling/v2",
  kind: "HorizontalPodAutoscaler",
  metadata,
  spec: { minReplicas: 1, maxReplicas: 4, scaleTargetRef },
};

/** See `HPA`. */
export const SCALED_OBJECT = {
  apiVersion: "keda.sh/v1alpha1",
  kind: "ScaledObject",
  metadata,
  spec: {
    scaleTargetRef,
    triggers: [
      {
        type: "prometheus",
        metadata: {
          serverAddress: "http://prometheus.app.svc:9090",
          query: "jobs",
          threshold: "1",
        },
      },
    ],
  },
};

/** See `HPA`: what both of them scale. */
export const DEPLOYMENT = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata,
  spec: { template: { spec: { containers: [{ name: "worker", image: "worker:1" }] } } },
};
