import { aws } from "./aws";
import type { Phase } from "../phase";
import { acceptance } from "./acceptance";
import { appRights } from "./app-rights";
import { breakages } from "./breakages";
import { burst } from "./burst";
import { secondApplication } from "./second-application";
import { cephfs } from "./cephfs";
import { chartPin } from "./chart-pin";
import { controlPlane } from "./control-plane";
import { crash } from "./crash";
import { crdRemoved } from "./crd-removed";
import { deletionCostGuard } from "./deletion-cost-guard";
import { deploy } from "./deploy";
import { destroy } from "./destroy";
import { doctor } from "./doctor";
import { doctorLarge } from "./doctor-large";
import { doctorHealthy } from "./doctor-healthy";
import { drift } from "./drift";
import { foreignHpa } from "./foreign-hpa";
import { idleFirst } from "./idle-first";
import { imageSource } from "./image-source";
import { interruptedApply } from "./interrupted-apply";
import { kedaOffAndOn } from "./keda-off-and-on";
import { liveRules } from "./live-rules";
import { migrateClaims } from "./migrate-claims";
import { nodeBoundVolume } from "./node-bound-volume";
import { onePodPerJob } from "./one-pod-per-job";
import { ownership } from "./ownership";
import { planRole } from "./plan-role";
import { planAndDeploy } from "./plan-and-deploy";
import { printedCommands } from "./printed-commands";
import { registry } from "./registry";
import { replacePool } from "./replace-pool";
import { rollback } from "./rollback";
import { rqVersions } from "./rq-versions";
import { scaleFromZero } from "./scale-from-zero";
import { schedulerAgreement } from "./scheduler-agreement";
import { scalingWatch } from "./scaling-watch";
import { secondPlan } from "./second-plan";
import { sideBySide } from "./side-by-side";
import { workersFromZero } from "./workers-from-zero";
import { terraformCloud } from "./terraform-cloud";

/** The phases, in the order they are run: later ones need what earlier ones made. */
export const PHASES: readonly Phase[] = [
  controlPlane,
  crash,
  sideBySide,
  scaleFromZero,
  schedulerAgreement,
  doctorHealthy,
  cephfs,
  deploy,
  secondPlan,
  liveRules,
  foreignHpa,
  ownership,
  deletionCostGuard,
  registry,
  appRights,
  planRole,
  nodeBoundVolume,
  doctor,
  breakages,
  doctorLarge,
  drift,
  burst,
  acceptance,
  rqVersions,
  scalingWatch,
  idleFirst,
  replacePool,
  workersFromZero,
  onePodPerJob,
  secondApplication,
  kedaOffAndOn,
  chartPin,
  crdRemoved,
  printedCommands,
  rollback,
  interruptedApply,
  imageSource,
  destroy,
  planAndDeploy,
  migrateClaims,
  terraformCloud,
  aws,
];
