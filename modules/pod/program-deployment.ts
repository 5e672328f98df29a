import {
  DeploymentV1,
  type DeploymentV1SpecTemplateSpecContainer,
  type DeploymentV1SpecTemplateSpecVolume,
} from "@cdktf/provider-kubernetes/lib/deployment-v1";
import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import type { Resources } from "../../environments/schema";
import { selectorLabels, standardLabels } from "../labels";
import { pullSecrets, type AppRuntime } from "./app-runtime";
import { withDisk } from "./disk";
import { placementByRole } from "./placement";
import { type PythonProgram, pythonProgram } from "./python-program";
import { containerSecurityContext, podSecurityContext } from "./security-context";
import { ENDS_WITH_LOG } from "./wait-for-redis";

export interface ProgramDeploymentProps {
  /** Of the Deployment and of the program's ConfigMap; the component of its pod. */
  readonly name: string;
  /** File of the project, with the path from its top. */
  readonly file: string;
  /** Files that the program imports, by the name that it knows them by. @default none */
  readonly modules?: Readonly<Record<string, string>>;
  readonly runtime: AppRuntime;
  /** What the container has beside image, command and security context. */
  readonly container: Omit<DeploymentV1SpecTemplateSpecContainer, "volumeMount" | "resources"> & {
    readonly resources: Resources;
  };
  /** Volumes beside the program, each with its mount. @default none */
  readonly volumes?: readonly ProgramVolume[];
  /** Annotations of the pod beside the program's checksum. @default none */
  readonly annotations?: Record<string, string>;
  /** Whose token the pod gets. @default none */
  readonly serviceAccountName?: string;
  /** What must be there first, beside the namespace's guards. @default nothing */
  readonly dependsOn?: readonly ITerraformDependable[];
}

interface ProgramVolume {
  readonly volume: DeploymentV1SpecTemplateSpecVolume;
  readonly mount: PythonProgram["mount"] | { readonly name: string; readonly mountPath: string };
}

/**
 * A pod of the app's image, on nodes for web, that runs one Python program of ours.
 * One at most, also in a rollout: two would say or do everything twice. Terraform does
 * not wait for it, because the app works without it: an alert says when it is away.
 */
export function programDeployment(
  scope: Construct,
  id: string,
  { runtime, name, volumes = [], serviceAccountName, ...props }: ProgramDeploymentProps,
): DeploymentV1 {
  const { application, namespace } = runtime;
  const labels = standardLabels(name, name, application);
  const program = pythonProgram(scope, {
    ...{ name, namespace, labels },
    ...{ file: props.file, modules: props.modules },
  });
  return new DeploymentV1(scope, id, {
    dependsOn: [...runtime.guards, ...(props.dependsOn ?? [])],
    metadata: { name, namespace, labels },
    spec: {
      replicas: "1",
      revisionHistoryLimit: 3,
      selector: { matchLabels: selectorLabels(name, name) },
      strategy: { type: "Recreate" },
      template: {
        metadata: { labels, annotations: { ...program.annotations, ...props.annotations } },
        spec: {
          serviceAccountName,
          automountServiceAccountToken: serviceAccountName !== undefined,
          enableServiceLinks: false,
          securityContext: podSecurityContext(runtime.user),
          imagePullSecrets: pullSecrets(runtime),
          ...placementByRole(runtime.nodes, "web"),
          container: [
            {
              image: runtime.image,
              imagePullPolicy: "IfNotPresent",
              command: program.command,
              terminationMessagePolicy: ENDS_WITH_LOG,
              securityContext: containerSecurityContext(true),
              ...props.container,
              resources: withDisk(props.container.resources, { volumes }),
              volumeMount: [program.mount, ...volumes.map(({ mount }) => mount)],
            },
          ],
          volume: [program.volume, ...volumes.map(({ volume }) => volume)],
        },
      },
    },
    waitForRollout: false,
  });
}
