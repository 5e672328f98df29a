import { Manifest } from "@cdktf/provider-kubernetes/lib/manifest";
import { Construct } from "constructs";
import {
  admissionPolicy,
  admissionPolicyBinding,
  type AdmissionPolicyProps,
  userOf,
} from "../admission-policy/admission-policy";
import { jobValidations } from "./job-validations";
import type { SubmittedJobs } from "./submitted-jobs";

export interface JobGuardProps extends SubmittedJobs {
  readonly namespace: string;
  /** Of the policies. */
  readonly ownLabels: Readonly<Record<string, string>>;
  /** The account that is watched. */
  readonly serviceAccountName: string;
}

/**
 * Bounds what the app's account may submit. A role can't say that: an account that may create Jobs
 * may run any image, under any account of the namespace, with any of its Secrets.
 */
export class JobGuard extends Construct {
  constructor(scope: Construct, id: string, props: JobGuardProps) {
    super(scope, id);
    this.guard("jobs", props, {
      judges: {
        apiGroup: "batch",
        apiVersion: "v1",
        resource: "jobs",
        operations: ["CREATE", "UPDATE", "DELETE"],
        scope: "Namespaced",
      },
      variables: [
        // A deletion is judged by what is deleted.
        { name: "job", expression: "object == null ? oldObject : object" },
        { name: "template", expression: "variables.job.spec.template" },
        { name: "pod", expression: "variables.template.spec" },
        {
          name: "containers",
          expression: "variables.pod.containers + variables.pod.?initContainers.orValue([])",
        },
      ],
      validations: jobValidations(props),
    });
    const { configMapPrefix } = props;
    // Without it the account has no right to a ConfigMap.
    if (configMapPrefix === undefined) return;
    this.guard("configmaps", props, {
      judges: {
        apiGroup: "",
        apiVersion: "v1",
        resource: "configmaps",
        operations: ["CREATE", "UPDATE", "DELETE"],
        scope: "Namespaced",
      },
      validations: [
        {
          expression: `(object == null ? oldObject : object).metadata.name.startsWith("${configMapPrefix}")`,
          message: `this account may make ConfigMaps named ${configMapPrefix}* only: the others hold settings and programs`,
        },
      ],
    });
  }

  private guard(
    resource: string,
    { namespace, serviceAccountName, ownLabels: labels }: JobGuardProps,
    policy: Omit<AdmissionPolicyProps, "name" | "labels" | "matchConditions">,
  ): void {
    const user = userOf(namespace, serviceAccountName);
    // One policy for each namespace: the policy itself is the cluster's.
    const identity = { name: `app-${resource}.${namespace}.fluxibri.ai`, labels };
    const made = new Manifest(this, resource, {
      manifest: admissionPolicy({
        ...identity,
        ...policy,
        matchConditions: [{ name: "app", expression: `request.userInfo.username == "${user}"` }],
      }),
    });
    new Manifest(this, `${resource}-binding`, {
      manifest: admissionPolicyBinding({ ...identity, namespaces: [namespace] }),
      dependsOn: [made],
    });
  }
}
