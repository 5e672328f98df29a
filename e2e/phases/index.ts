import type { Phase } from "../phase";
import { burst } from "./burst";
import { chartPin } from "./chart-pin";
import { controlPlane } from "./control-plane";
import { crash } from "./crash";
import { deploy } from "./deploy";
import { destroy } from "./destroy";
import { foreignHpa } from "./foreign-hpa";
import { imageSource } from "./image-source";
import { interruptedApply } from "./interrupted-apply";
import { kedaOffAndOn } from "./keda-off-and-on";
import { liveRules } from "./live-rules";
import { nodeBoundVolume } from "./node-bound-volume";
import { planAndDeploy } from "./plan-and-deploy";
import { scaleFromZero } from "./scale-from-zero";
import { schedulerAgreement } from "./scheduler-agreement";
import { secondPlan } from "./second-plan";
import { sideBySide } from "./side-by-side";
import { terraformCloud } from "./terraform-cloud";

/** The phases, in the order they are run: later ones need what earlier ones made. */
export const PHASES: readonly Phase[] = [
  controlPlane,
  crash,
  sideBySide,
  scaleFromZero,
  schedulerAgreement,
  deploy,
  secondPlan,
  liveRules,
  foreignHpa,
  nodeBoundVolume,
  burst,
  kedaOffAndOn,
  chartPin,
  interruptedApply,
  imageSource,
  destroy,
  planAndDeploy,
  terraformCloud,
];
