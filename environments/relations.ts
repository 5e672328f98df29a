import type { EnvironmentSpec } from "./schema";
import { alertRelations } from "./relations/alerts";
import { appSecretRelations } from "./relations/app-secrets";
import { egressRelations } from "./relations/egresses";
import { capacityRelations } from "./relations/nodes";
import { claimRelations } from "./relations/claims";
import { fallbackRelations } from "./relations/fallbacks";
import { imageRelations } from "./relations/images";
import { platformRelations } from "./relations/platform";
import { terraformCloudRelations } from "./relations/terraform-cloud";
import { rehearsalRelations } from "./relations/rehearsals";
import { workerQueueRelations } from "./relations/worker-queues";
import { workloadRelations } from "./relations/workload";

/** A value that does not fit another one. */
export interface Mismatch {
  /** Where: keys and indexes from the top of the environment. */
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly fix: string;
}

/** A condition between parts of an environment; runs when all parts it needs are well-formed. */
export interface Relation {
  readonly needs: readonly (keyof EnvironmentSpec)[];
  check(spec: EnvironmentSpec): readonly Mismatch[];
}

/** Every condition between parts of an environment. */
export const RELATIONS: readonly Relation[] = [
  ...rehearsalRelations,
  ...fallbackRelations,
  ...imageRelations,
  ...platformRelations,
  ...alertRelations,
  ...terraformCloudRelations,
  ...workloadRelations,
  ...workerQueueRelations,
  ...egressRelations,
  ...appSecretRelations,
  ...claimRelations,
  ...capacityRelations,
];
