import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { V1Pod } from "@kubernetes/client-node";
import type { ClusterClient } from "../../runtime/cluster-client";
import type { ServiceNames } from "../service-names";
import { BROKER, celeryEnvironment } from "./celery-worker";
import type { HostedProgram } from "./hosted-pods";
import { firstContainer, podEnvironment } from "./pod-environment";
import { podToken } from "./pod-token";

/** Name by which figures of the keeper are asked for. */
export const DELETION_COST = "deletion cost";

const PROGRAM = "keep_deletion_cost.py";

export interface HostedKeeperProps {
  /** Folder of the testbed. */
  readonly folder: string;
  /** `https://127.0.0.1:PORT` of the API server. */
  readonly server: string;
  /** Interpreter that has redis. */
  readonly python: string;
  /** Makes the one that has celery, for keepers that ask its workers. */
  readonly celery: () => Promise<string>;
  readonly client: ClusterClient;
  readonly names: ServiceNames;
}

/** The keeper of the deletion cost, as its ConfigMap has it, with its pod's own service account. */
export function hostedDeletionCost(props: HostedKeeperProps): HostedProgram {
  return {
    name: DELETION_COST,
    matches: (pod) => programOf(pod) !== undefined,
    command: async (pod) => {
      const { hostname, port } = new URL(props.server);
      const variables = await podEnvironment(pod, props.client, props.names);
      const asksCelery = BROKER in variables;
      return {
        program: asksCelery ? await props.celery() : props.python,
        args: [await writeProgram(pod, props)],
        env: {
          ...(asksCelery ? celeryEnvironment(variables, props.names) : variables),
          KUBERNETES_SERVICE_HOST: hostname,
          KUBERNETES_SERVICE_PORT: port,
          SERVICE_ACCOUNT: await writeServiceAccount(pod, props),
          LOOKED_FILE: path.join(folderOf(pod, props.folder), "looked"),
        },
      };
    },
  };
}

function programOf(pod: V1Pod): string | undefined {
  return pod.spec?.containers[0]?.command?.find((word) => word.endsWith(`/${PROGRAM}`));
}

/** The program, among the files that the container finds in its volume. */
async function writeProgram(pod: V1Pod, { client, folder }: HostedKeeperProps): Promise<string> {
  const file = programOf(pod) ?? "";
  const mount = firstContainer(pod).volumeMounts?.find(
    ({ mountPath }) => mountPath === path.dirname(file),
  );
  const volume = pod.spec?.volumes?.find(({ name }) => name === mount?.name);
  const map = await client.core.readNamespacedConfigMap({
    name: volume?.configMap?.name ?? "",
    namespace: pod.metadata?.namespace ?? "",
  });
  const own = folderOf(pod, folder);
  for (const [name, text] of Object.entries(map.data ?? {})) {
    writeFileSync(path.join(own, name), text);
  }
  return path.join(own, PROGRAM);
}

/** What a container finds below /var/run/secrets. */
async function writeServiceAccount(pod: V1Pod, { client, folder }: HostedKeeperProps) {
  const own = folderOf(pod, folder);
  copyFileSync(path.join(folder, "pki", "ca.crt"), path.join(own, "ca.crt"));
  writeFileSync(path.join(own, "token"), await podToken(pod, client), { mode: 0o600 });
  return own;
}

function folderOf(pod: V1Pod, folder: string): string {
  const own = path.join(folder, "deletion-cost", pod.metadata?.name ?? "");
  mkdirSync(own, { recursive: true });
  return own;
}
