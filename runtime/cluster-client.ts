import {
  AppsV1Api,
  CoreV1Api,
  CustomObjectsApi,
  KubeConfig,
  type KubernetesListObject,
  type KubernetesObject,
  KubernetesObjectApi,
  type ListWatch,
  PatchStrategy,
  setHeaderOptions,
  Watch,
} from "@kubernetes/client-node";
import { Following } from "./following";
import { requireContext } from "./kube-context";
import { loadKubeconfig } from "./load-kubeconfig";

/** What names an object for the API. */
export interface ObjectReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /** Absent for objects of the whole cluster. */
  readonly namespace?: string;
}

/** What names a custom resource for the API. */
export interface CustomResourceReference {
  readonly group: string;
  readonly version: string;
  /** Name of the kind in the API's paths, e.g. `externalsecrets`. */
  readonly plural: string;
  readonly name: string;
  /** Absent for objects of the whole cluster. */
  readonly namespace?: string;
}

/** What this project writes stands under this name in `metadata.managedFields`. */
const FIELD_MANAGER = "fluxibri-core";

/** A client of one cluster, with the rights that a kubeconfig gives. */
export class ClusterClient {
  readonly core: CoreV1Api;
  private readonly apps: AppsV1Api;
  private readonly custom: CustomObjectsApi;
  private readonly objects: KubernetesObjectApi;
  private readonly config: KubeConfig;

  /**
   * @param kubeconfig file; undefined: the one that kubectl would take
   * @param context of the kubeconfig; undefined: its current one
   * @param fieldManager name that its writes have in `metadata.managedFields`
   * @throws CommandFailure when the kubeconfig has no such context, ConfigurationError when it is no YAML
   */
  constructor(
    kubeconfig: string | undefined,
    context?: string,
    private readonly fieldManager = FIELD_MANAGER,
  ) {
    this.config = new KubeConfig();
    loadKubeconfig(this.config, kubeconfig);
    if (context !== undefined) {
      requireContext(context, this.config.getContexts());
      this.config.setCurrentContext(context);
    }
    this.core = this.config.makeApiClient(CoreV1Api);
    this.apps = this.config.makeApiClient(AppsV1Api);
    this.custom = this.config.makeApiClient(CustomObjectsApi);
    this.objects = KubernetesObjectApi.makeApiClient(this.config);
  }

  /** Creates an object of any kind. */
  async create(object: KubernetesObject): Promise<void> {
    await this.objects.create(object, undefined, undefined, this.fieldManager);
  }

  /** Undefined when there is no such object. */
  async read<T extends KubernetesObject>(reference: ObjectReference): Promise<T | undefined> {
    const { apiVersion, kind, name, namespace } = reference;
    try {
      return await this.objects.read<T>({
        apiVersion,
        kind,
        metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
      });
    } catch (error) {
      if (statusOf(error) === 404) return undefined;
      throw error;
    }
  }

  /** All objects of a kind, in one namespace or in all. */
  async list<T extends KubernetesObject>(
    apiVersion: string,
    kind: string,
    namespace?: string,
  ): Promise<readonly T[]> {
    return (await this.objects.list<T>(apiVersion, kind, namespace)).items;
  }

  /**
   * Merges into an object (RFC 7396).
   *
   * @param fieldManager another name for `metadata.managedFields`. @default that of the client
   */
  merge(
    reference: ObjectReference,
    change: object,
    fieldManager = this.fieldManager,
  ): Promise<void> {
    return this.patch(reference, change, PatchStrategy.MergePatch, fieldManager);
  }

  /** Sets a Deployment's replicas, through the subresource that autoscalers use as well. */
  async scaleDeployment(namespace: string, name: string, replicas: number): Promise<void> {
    await this.apps.patchNamespacedDeploymentScale(
      { namespace, name, body: { spec: { replicas } }, fieldManager: this.fieldManager },
      setHeaderOptions("Content-Type", PatchStrategy.MergePatch),
    );
  }

  /** Merges into an object of a built-in kind; lists of named items item by item. */
  strategicMerge(reference: ObjectReference, change: object): Promise<void> {
    return this.patch(reference, change, PatchStrategy.StrategicMergePatch);
  }

  private async patch(
    { apiVersion, kind, name, namespace }: ObjectReference,
    change: object,
    strategy: PatchStrategy,
    fieldManager = this.fieldManager,
  ): Promise<void> {
    await this.objects.patch(
      { apiVersion, kind, ...change, metadata: { ...metadataOf(change), name, namespace } },
      undefined,
      undefined,
      fieldManager,
      undefined,
      strategy,
    );
  }

  /** Merges into the status of a custom resource, which its controller would write. */
  async mergeStatus(
    { namespace, ...resource }: CustomResourceReference,
    status: object,
  ): Promise<void> {
    const merge = setHeaderOptions("Content-Type", PatchStrategy.MergePatch);
    const body = { status };
    if (namespace === undefined) {
      await this.custom.patchClusterCustomObjectStatus({ ...resource, body }, merge);
    } else {
      await this.custom.patchNamespacedCustomObjectStatus({ ...resource, namespace, body }, merge);
    }
  }

  /** Merges into the status of a pod, which its kubelet would write. */
  async mergePodStatus(namespace: string, name: string, status: object): Promise<void> {
    const merge = setHeaderOptions("Content-Type", PatchStrategy.MergePatch);
    await this.core.patchNamespacedPodStatus({ namespace, name, body: { status } }, merge);
  }

  /** Merges into the status of an object of a built-in kind, which its controller would write. */
  async strategicMergeStatus({ kind, name }: ObjectReference, status: object): Promise<void> {
    const merge = setHeaderOptions("Content-Type", PatchStrategy.StrategicMergePatch);
    const body = { status };
    if (kind === "Node") await this.core.patchNodeStatus({ name, body }, merge);
    else if (kind === "PersistentVolume") {
      await this.core.patchPersistentVolumeStatus({ name, body }, merge);
    } else throw new Error(`no status of kind ${kind} is written here`);
  }

  /**
   * Deletes an object; one that is gone is no error.
   *
   * @param propagation what becomes of what it owns: the pods of a Job stay without "Background"
   */
  async remove(
    { apiVersion, kind, name, namespace }: ObjectReference,
    propagation?: "Background",
  ): Promise<void> {
    try {
      await this.objects.delete(
        { apiVersion, kind, metadata: { name, namespace } },
        undefined,
        undefined,
        undefined,
        undefined,
        propagation,
      );
    } catch (error) {
      if (statusOf(error) !== 404) throw error;
    }
  }

  /**
   * A list that follows the cluster.
   *
   * @param path of the API, e.g. `/api/v1/pods`
   */
  follow<T extends KubernetesObject>(
    path: string,
    list: () => Promise<KubernetesListObject<T>>,
  ): ListWatch<T> {
    return new Following<T>(path, new Watch(this.config), list);
  }
}

/** HTTP status of a refusal of the API server. */
export function statusOf(error: unknown): number | undefined {
  return typeof error === "object" &&
    error !== null &&
    "code" in error &&
    typeof error.code === "number"
    ? error.code
    : undefined;
}

function metadataOf(change: object): object {
  return "metadata" in change && typeof change.metadata === "object" && change.metadata !== null
    ? change.metadata
    : {};
}
