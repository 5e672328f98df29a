import type { AddonInput, ApplicationFacts, EksFacts } from "../addons/kit/input";
import { workersOf } from "./applications";
import { MANAGED_REDIS_PORT } from "./facts/managed-redis";
import { terminationGraceSeconds } from "./facts/termination-grace";
import { roleLabel } from "./labels";
import { expanderPriorities } from "./nodes/expander-priorities";
import { devicePluginConfigName } from "./nodes/gpu-nodes";
import type {
  ApplicationSpec,
  EksCluster,
  EnvironmentSpec,
  GpuSharing,
  StorageSpec,
} from "./schema";
import { secretReaders } from "./secret-readers";
import { installs } from "./switched";

/** Namespace of what serves the whole cluster; it exists in every cluster. */
const SYSTEM_NAMESPACE = "kube-system";

/** What the add-ons of an environment follow from: the only place where they meet its data. */
export function addonInput(spec: EnvironmentSpec): AddonInput {
  const { platform, cluster, vault } = spec;
  const { metricsStorage } = platform;
  return {
    environment: spec.name,
    cluster: {
      kind: cluster.kind,
      ...(cluster.kind === "eks"
        ? // Web nodes are in each zone, and stay.
          { eks: eksFacts(spec, cluster), steadyNodes: { [roleLabel("web")]: "true" } }
        : {}),
    },
    highAvailability: platform.highAvailability,
    crdsOnUninstall: platform.crdsOnUninstall,
    namespaces: { ...platform.namespaces, system: SYSTEM_NAMESPACE },
    prometheus: installs(spec, "kube-prometheus-stack"),
    prometheusAdapter: installs(spec, "prometheus-adapter"),
    metrics: {
      retentionDays: platform.metricsRetentionDays,
      ...(metricsStorage === undefined ? {} : { volume: metricsStorage }),
    },
    alertReceivers: alertReceivers(spec),
    vaultServer: vault?.server,
    secretReaders: secretReaders(spec),
    longestGraceSeconds: Math.max(
      ...workersOf(spec).map(({ application: { queue }, worker }) =>
        terminationGraceSeconds(queue, worker.jobTimeoutSeconds),
      ),
    ),
    applications: spec.applications.map(applicationFacts),
    cephClusters: cephClusters(spec.storage),
  };
}

function applicationFacts({ name, namespace, redis }: ApplicationSpec): ApplicationFacts {
  return {
    name,
    namespace,
    redis:
      redis.kind === "managed"
        ? { kind: "managed", port: MANAGED_REDIS_PORT }
        : { kind: "existing", host: redis.host, port: redis.port },
    redisHasPassword: (redis.reader?.password ?? redis.password) !== undefined,
  };
}

function eksFacts(spec: EnvironmentSpec, cluster: EksCluster): EksFacts {
  const sharings: readonly GpuSharing[] = [
    { sharing: "whole" },
    ...cluster.pools.flatMap(({ gpu }) => gpu ?? []),
  ];
  return {
    name: cluster.name,
    region: cluster.region,
    kubernetesVersion: cluster.kubernetesVersion,
    cutsGpus: cluster.pools.some(({ gpu }) => gpu?.sharing === "mig"),
    expanderPriorities: expanderPriorities(spec, cluster),
    gpuSharings: sharings.map((sharing) => ({ name: devicePluginConfigName(sharing), sharing })),
  };
}

/** The URL of a webhook is in Vault: it may be of a machine inside. The others are services on the internet. */
function alertReceivers({ alerts }: EnvironmentSpec): AddonInput["alertReceivers"] {
  if (alerts === undefined) return undefined;
  const inside = alerts.receivers.some(({ kind }) => kind === "webhook" || kind === "heartbeat");
  return inside ? "anywhere" : "on-the-internet";
}

function cephClusters(storage: StorageSpec): AddonInput["cephClusters"] {
  return storage.kind === "cephfs" ? [{ id: storage.clusterId, monitors: storage.monitors }] : [];
}
