import type { Relation } from "./relations/relation";
import { alertRelations } from "./relations/alerts";
import { applicationRelations } from "./relations/application";
import { applicationListRelations } from "./relations/applications";
import { appSecretRelations } from "./relations/app-secrets";
import { egressRelations } from "./relations/egresses";
import { redisSenderRelations } from "./relations/redis-senders";
import { capacityRelations } from "./relations/nodes";
import { chartValueRelations } from "./relations/chart-values";
import { claimRelations } from "./relations/claims";
import { fallbackRelations } from "./relations/fallbacks";
import { imageRelations } from "./relations/images";
import { ingressRelations } from "./relations/ingress";
import { kubeProxyRelations } from "./relations/kube-proxy";
import { platformRelations } from "./relations/platform";
import { serviceRelations } from "./relations/services";
import { submissionRelations } from "./relations/submission";
import { terraformCloudRelations } from "./relations/terraform-cloud";
import { queueKindRelations } from "./relations/queue-kinds";
import { rehearsalRelations } from "./relations/rehearsals";
import { variableRelations } from "./relations/variables";
import { sharedRedisRelations } from "./relations/shared-redis";
import { workerQueueRelations } from "./relations/worker-queues";

/** Every condition between parts of an environment. */
export const RELATIONS: readonly Relation[] = [
  ...rehearsalRelations,
  ...fallbackRelations,
  ...imageRelations,
  ...kubeProxyRelations,
  ...platformRelations,
  ...chartValueRelations,
  ...alertRelations,
  ...terraformCloudRelations,
  ...applicationListRelations,
  ...sharedRedisRelations,
  ...applicationRelations,
  ...variableRelations,
  ...serviceRelations,
  ...submissionRelations,
  ...workerQueueRelations,
  ...queueKindRelations,
  ...egressRelations,
  ...redisSenderRelations,
  ...ingressRelations,
  ...appSecretRelations,
  ...claimRelations,
  ...capacityRelations,
];
