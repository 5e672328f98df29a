import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { DataAwsEksCluster } from "@cdktf/provider-aws/lib/data-aws-eks-cluster";
import { HelmProvider } from "@cdktf/provider-helm/lib/provider";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { Fn, type TerraformStack } from "cdktf";
import type { ClusterSpec, EksCluster } from "../../environments/schema";

/** Providers that a stack can ask for. */
export type ProviderName = "aws" | "kubernetes" | "helm";

/** What the kubernetes and helm providers both take. */
interface Connection {
  readonly host?: string;
  readonly clusterCaCertificate?: string;
  readonly token?: string;
  readonly configPath?: string;
  readonly configPaths?: string[];
  readonly configContext?: string;
}

/** Ephemeral token of the EKS cluster: asked for in every run, never in plan or state. */
const EKS_TOKEN = "${ephemeral.aws_eks_cluster_auth.cluster.token}";

/**
 * Puts the providers that a stack needs into it, connected to the
 * environment's cluster.
 */
export function addProviders(
  stack: TerraformStack,
  cluster: ClusterSpec,
  providers: readonly ProviderName[],
): void {
  const reachesCluster = providers.includes("kubernetes") || providers.includes("helm");
  if (cluster.kind === "eks") {
    new AwsProvider(stack, "aws", {
      region: cluster.region,
      defaultTags: [{ tags: cluster.tags }],
      // Credentials of another account end the run before it asks or changes anything there.
      allowedAccountIds: cluster.accountId === undefined ? undefined : [cluster.accountId],
    });
  }
  if (!reachesCluster) return;
  const connection = connect(stack, cluster);
  if (providers.includes("kubernetes")) new KubernetesProvider(stack, "kubernetes", connection);
  if (providers.includes("helm")) new HelmProvider(stack, "helm", { kubernetes: connection });
}

function connect(stack: TerraformStack, cluster: ClusterSpec): Connection {
  switch (cluster.kind) {
    case "eks":
      return connectEks(stack, cluster);
    case "k3s":
      return { configPath: cluster.kubeconfigPath, configContext: cluster.context };
    case "kubeconfig":
      return cluster.kubeconfigPaths.length === 1
        ? { configPath: cluster.kubeconfigPaths[0], configContext: cluster.context }
        : { configPaths: cluster.kubeconfigPaths, configContext: cluster.context };
    default:
      return cluster satisfies never;
  }
}

/**
 * Remote workers have no aws CLI, so `exec` authentication fails there. The
 * ephemeral resource needs Terraform 1.10; cdktf has no construct for it.
 */
function connectEks(stack: TerraformStack, cluster: EksCluster): Connection {
  const existing = existingEksCluster(stack, cluster);
  stack.addOverride("ephemeral.aws_eks_cluster_auth.cluster", { name: cluster.name });
  return {
    host: existing.endpoint,
    clusterCaCertificate: Fn.base64decode(existing.certificateAuthority.get(0).data),
    token: EKS_TOKEN,
  };
}

/**
 * The existing EKS cluster as a data source, one per stack. Every plan says when
 * its version is not that of the data; it is a warning, since EKS upgrades
 * clusters by itself at the end of support, and a rollback must still run then.
 */
export function existingEksCluster(stack: TerraformStack, cluster: EksCluster): DataAwsEksCluster {
  const found = stack.node.tryFindChild("eks-cluster");
  if (found instanceof DataAwsEksCluster) return found;
  const existing = new DataAwsEksCluster(stack, "eks-cluster", { name: cluster.name });
  // cdktf has no construct for check blocks.
  stack.addOverride("check.cluster_version", {
    assert: [
      {
        condition: `\${${existing.fqn}.version == "${cluster.kubernetesVersion}"}`,
        error_message: `cluster ${cluster.name} has Kubernetes \${${existing.fqn}.version}, and cluster.kubernetesVersion of the environment's data is ${cluster.kubernetesVersion}: the cluster autoscaler and the nodes are of the data's version. Write the cluster's version there; node groups then follow one after another.`,
      },
    ],
  });
  return existing;
}
