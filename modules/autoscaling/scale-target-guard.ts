import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import { Manifest } from "@cdktf/provider-kubernetes/lib/manifest";
import { Construct } from "constructs";
import {
  admissionPolicy,
  admissionPolicyBinding,
  userOf,
} from "../admission-policy/admission-policy";
import { standardLabels } from "../labels";

/** Name of the policy and of its binding, in the whole cluster. */
const NAME = "one-autoscaler.fluxibri.ai";
const PARAMETERS_NAME = "scale-targets";
const LABELS = standardLabels("scale-target-guard", "keda");

/** A Deployment that a ScaledObject owns. */
export interface GuardedTarget {
  readonly deploymentName: string;
  readonly scaledObjectName: string;
}

export interface ScaleTargetGuardProps {
  /** Namespaces whose HorizontalPodAutoscalers are judged. */
  readonly namespaces: readonly string[];
  /** What ScaledObjects of those namespaces own; a Deployment is called after its application. */
  readonly targets: readonly GuardedTarget[];
  /** KEDA's operator: it makes the one HPA that each target may have. */
  readonly operator: { readonly namespace: string; readonly serviceAccountName: string };
}

/**
 * Refuses an HPA on a Deployment that a ScaledObject owns. KEDA's own webhook
 * refuses only the other order, a ScaledObject where an HPA already is.
 *
 * KEDA is recognized by its identity: labels and owners can be written by any client. What
 * leaves the target as it is passes, so that metadata of KEDA's HPAs can be
 * written and finalizers can go.
 */
export class ScaleTargetGuard extends Construct {
  constructor(scope: Construct, id: string, props: ScaleTargetGuardProps) {
    super(scope, id);
    const parameters = new ConfigMapV1(this, "parameters", {
      metadata: { name: PARAMETERS_NAME, namespace: props.operator.namespace, labels: LABELS },
      data: Object.fromEntries(
        props.targets.map((target) => [
          `Deployment.${target.deploymentName}`,
          target.scaledObjectName,
        ]),
      ),
    });
    const policy = new Manifest(this, "policy", { manifest: policyOf(props) });
    new Manifest(this, "binding", {
      manifest: bindingOf(props, parameters),
      // Without a policy and parameters it guards nothing.
      dependsOn: [policy, parameters],
    });
  }
}

function policyOf({ operator }: ScaleTargetGuardProps) {
  const keda = userOf(operator.namespace, operator.serviceAccountName);
  return admissionPolicy({
    name: NAME,
    labels: LABELS,
    paramKind: { apiVersion: "v1", kind: "ConfigMap" },
    judges: {
      apiGroup: "autoscaling",
      // Also judges an HPA that is written as autoscaling/v1.
      apiVersion: "v2",
      resource: "horizontalpodautoscalers",
      operations: ["CREATE", "UPDATE"],
      scope: "Namespaced",
    },
    matchConditions: [
      { name: "not-keda", expression: `request.userInfo.username != "${keda}"` },
      {
        name: "new-target",
        expression:
          "oldObject == null || object.spec.scaleTargetRef.kind != oldObject.spec.scaleTargetRef.kind || object.spec.scaleTargetRef.name != oldObject.spec.scaleTargetRef.name",
      },
    ],
    variables: [
      {
        name: "target",
        expression: 'object.spec.scaleTargetRef.kind + "." + object.spec.scaleTargetRef.name',
      },
    ],
    validations: [
      {
        expression: "!has(params.data) || !(variables.target in params.data)",
        message: "a ScaledObject already scales this target",
        messageExpression:
          '"ScaledObject " + request.namespace + "/" + params.data[variables.target] + " already scales " + object.spec.scaleTargetRef.kind + " " + object.spec.scaleTargetRef.name + ": two autoscalers undo each other. To scale by another metric, add a trigger to the ScaledObject in place of this HPA"',
      },
    ],
  });
}

function bindingOf({ namespaces, operator }: ScaleTargetGuardProps, parameters: ConfigMapV1) {
  return admissionPolicyBinding({
    name: NAME,
    labels: LABELS,
    namespaces,
    paramRef: {
      name: parameters.metadata.name,
      namespace: operator.namespace,
      // Deny would refuse every HPA of the namespace, KEDA's own included: conditions are asked after the parameters.
      parameterNotFoundAction: "Allow",
    },
  });
}
