import { MANAGED_REDIS_NAME } from "../../environments/facts/managed-redis";
import type { ApplicationSpec } from "../../environments/schema";
import {
  scaledJobName,
  scaledObjectName,
  webName,
  workerDeploymentName,
} from "../../environments/workload-names";
import { DELETION_COST_KEEPER } from "../deletion-cost/deletion-cost";
import { IMAGE_PROBE } from "../image-probe/image-probe";
import { QUEUE_METRICS } from "../queue-metrics/queue-metrics";
import type { GuardedKind } from "./guarded-resources";

/**
 * Names of an application stack's objects of the guarded kinds, from the data: what is
 * written into a policy must be known before any of them is made.
 *
 * @param there which of the platform's parts there are: KEDA scales workers, Prometheus
 * reads exporters of the application
 */
export function ownedNames(
  { name: application, web: front, workers, services, redis }: ApplicationSpec,
  { keda, prometheus }: { readonly keda: boolean; readonly prometheus: boolean },
): Readonly<Record<GuardedKind, readonly string[]>> {
  const web = front === undefined ? [] : [webName(application)];
  const asJobs = keda ? workers.filter(({ scaling }) => scaling.kind === "job") : [];
  const deployed = workers.filter((worker) => !asJobs.includes(worker));
  const deployments = deployed.map(({ name }) => workerDeploymentName(application, name));
  const jobs = asJobs.map(({ name }) => scaledJobName(application, name));
  const keeper = keda && deployed.length > 0 ? [DELETION_COST_KEEPER] : [];
  const exporters = prometheus ? [QUEUE_METRICS, IMAGE_PROBE] : [];
  return {
    Deployment: [
      ...web,
      ...deployments,
      ...keeper,
      ...exporters,
      ...services.map(({ name }) => name),
    ],
    StatefulSet: redis.kind === "managed" ? [MANAGED_REDIS_NAME] : [],
    ScaledObject: keda ? deployments.map(scaledObjectName) : [],
    ScaledJob: jobs,
    HorizontalPodAutoscaler: web,
    PodDisruptionBudget: [...web, ...deployments, ...jobs],
  };
}
