import { mkdirSync } from "node:fs";
import path from "node:path";
import { loadEnvironment } from "../../environments";
import { localEnvironment } from "./environment";
import { CommandFailure } from "../../runtime/failure";
import { ClusterClient } from "../../runtime/cluster-client";
import type { Progress } from "../../runtime/progress";
import { cdktf } from "./cdktf";
import { unlockReleases } from "../deploy/unlock-releases";

/** A cluster for the local environment, and where its deployment keeps what it needs. */
export interface LocalCluster {
  /** Kubeconfig; absent: the one that kubectl would take. */
  readonly kubeconfig?: string;
  /** Context of the kubeconfig. */
  readonly context: string;
  /** Folder for the synthesized stacks and their state. */
  readonly folder: string;
}

/** Applies every stack of the local environment, in order. */
export async function deployLocal(cluster: LocalCluster, say: Progress): Promise<void> {
  await run("deploy", cluster, say);
}

/** Destroys every stack of the local environment, the last one first. */
export async function destroyLocal(cluster: LocalCluster, say: Progress): Promise<void> {
  await run("destroy", cluster, say);
}

async function run(
  action: "deploy" | "destroy",
  { kubeconfig, context, folder }: LocalCluster,
  say: Progress,
): Promise<void> {
  await unlock(new ClusterClient(kubeconfig, context), context, say);
  mkdirSync(folder, { recursive: true });
  const log = path.join(folder, "cdktf.log");
  const { status, errors } = await cdktf({
    // Providers are locked by no one: `terraform providers lock` asks the registry even where a mirror has them.
    args: [
      action,
      "local-*",
      "--auto-approve",
      "--skip-provider-lock",
      "--output",
      path.join(folder, "cdktf.out"),
    ],
    env: {
      FLUXIBRI_ENVIRONMENTS: "local",
      KUBE_CONTEXT: context,
      ...(kubeconfig === undefined ? {} : { KUBECONFIG: kubeconfig }),
    },
    log,
    onStep: (line) => say(`  ${line}`),
  });
  if (status === 0) return;
  throw new CommandFailure(
    `cdktf ${action} failed:\n${errors}`,
    `see ${log}; after the cause is gone run the same command again: it goes on where it stopped`,
  );
}

/** The first that is asked of the cluster: whether it answers is known afterwards. */
async function unlock(client: ClusterClient, context: string, say: Progress): Promise<void> {
  try {
    await unlockReleases(client, loadEnvironment(localEnvironment(), process.env), say);
  } catch (error) {
    throw new CommandFailure(
      `the cluster of context ${context} does not answer, or not you: ${error instanceof Error ? error.message : String(error)}`,
      `see that kubectl --context ${context} get secrets --all-namespaces answers, then run this again`,
    );
  }
}
