import type { Construct } from "constructs";
import type { EnvironmentSpec } from "../environments/schema";
import { imageSource } from "../environments/switched";
import { KEDA_OPERATOR_ACCOUNT } from "../addons/keda";
import { userOf } from "../modules/admission-policy/admission-policy";
import { ImageProbe, type ImageProbeProps } from "../modules/image-probe/image-probe";
import { ownedNames } from "../modules/ownership/owned-names";
import { OwnershipGuard } from "../modules/ownership/ownership-guard";
import type { PlatformOutputs } from "./platform-stack";

/** Looks whether a new node could pull the images. Nobody would read it without Prometheus. */
export function probeImages(
  scope: Construct,
  spec: EnvironmentSpec,
  { prometheus, registry }: PlatformOutputs,
  pods: Pick<ImageProbeProps, "runtime" | "images">,
): void {
  if (prometheus === undefined) return;
  new ImageProbe(scope, "image-probe", {
    ...pods,
    source: imageSource(spec),
    registryNamespace: registry?.namespace,
    prometheusNamespace: prometheus.namespace,
  });
}

/** Keeps others from what the stack owns: the app's own manifests have objects of the same names. */
export function guardOwnership(
  scope: Construct,
  spec: EnvironmentSpec,
  { keda, prometheus, workloadNamespace }: PlatformOutputs,
): void {
  new OwnershipGuard(scope, "ownership", {
    namespace: workloadNamespace,
    environment: spec.name,
    owned: ownedNames(spec, { keda: keda !== undefined, prometheus: prometheus !== undefined }),
    kedaOperator: keda && userOf(keda.namespace, KEDA_OPERATOR_ACCOUNT),
  });
}
