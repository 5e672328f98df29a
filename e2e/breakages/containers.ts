import { PatchStrategy, setHeaderOptions } from "@kubernetes/client-node";
import type { ClusterClient } from "../../runtime/cluster-client";
import { runningPod } from "./as-kubelet";
import { type AnyObject, BROKEN, type Breakage, IMAGE, podOf } from "./breakage";

const PRIVATE = "ghcr.io/owner/private:1";
const AUTHORIZE = `failed to pull and unpack image "${PRIVATE}": failed to resolve reference "${PRIVATE}": failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://ghcr.io/token?service=ghcr.io: 401 Unauthorized`;

/** The end of a log, as a kubelet writes it for terminationMessagePolicy FallbackToLogsOnError. */
const TRACEBACK = [
  "Traceback (most recent call last):",
  '  File "/app/src/config.py", line 25, in <module>',
  "    from src.parser import Parser",
  "ModuleNotFoundError: No module named 'src'",
  "",
].join("\n");

/**
 * What a kubelet would write. The testbed's nodes pull and run nothing, so the
 * status of the container is put there by hand, with the words of containerd.
 */
export const containerBreakages: readonly Breakage[] = [
  pull("no-credentials", PRIVATE, AUTHORIZE, "image-unauthorized", /names no pull secret/),
  {
    ...pull(
      "wrong-type",
      PRIVATE,
      AUTHORIZE,
      "image-unauthorized",
      /pull secret pull \(made .* ago\) is of type Opaque/,
      { imagePullSecrets: [{ name: "pull" }] },
    ),
    objects: [
      secret(),
      podOf("wrong-type", { imagePullSecrets: [{ name: "pull" }] }, { image: PRIVATE }),
    ],
  },
  pull(
    "cluster-name",
    "registry.registry.svc:5000/app:1",
    'failed to do request: Head "https://registry.registry.svc:5000/v2/app/manifests/1": dial tcp: lookup registry.registry.svc: no such host',
    "image-name-not-resolved",
    /a name of the cluster's DNS/,
  ),
  pull(
    "no-tag",
    "127.0.0.1:30500/app:gone",
    'failed to resolve reference "127.0.0.1:30500/app:gone": 127.0.0.1:30500/app:gone: not found',
    "image-not-found",
    /no such image or tag/,
  ),
  pull(
    "refused",
    "127.0.0.1:30999/app:1",
    'failed to do request: Head "http://127.0.0.1:30999/v2/app/manifests/1": dial tcp 127.0.0.1:30999: connect: connection refused',
    "image-registry-unreachable",
    /nothing answers/,
  ),
  container(
    "crashing",
    {
      restartCount: 7,
      state: { waiting: { reason: "CrashLoopBackOff", message: "back-off 5m0s restarting" } },
      lastState: { terminated: { reason: "Error", exitCode: 127 } },
    },
    "container-crash-loop",
    /exit code 127 \(there is no such command\)/,
  ),
  container(
    "importing",
    {
      restartCount: 7,
      state: { waiting: { reason: "CrashLoopBackOff", message: "back-off 5m0s restarting" } },
      lastState: {
        terminated: { reason: "Error", exitCode: 1, message: TRACEBACK },
      },
    },
    "container-crash-loop",
    /ModuleNotFoundError: No module named 'src' \(\/app\/src\/config\.py:25\)/,
  ),
  container(
    "hungry",
    {
      restartCount: 2,
      state: { running: {} },
      lastState: { terminated: { reason: "OOMKilled", exitCode: 137 } },
    },
    "container-out-of-memory",
    /used more memory/,
  ),
  container(
    "unconfigured",
    {
      restartCount: 0,
      state: {
        waiting: { reason: "CreateContainerConfigError", message: 'secret "gone" not found' },
      },
    },
    "container-not-created",
    /secret gone is not in namespace/,
  ),
];

function pull(
  name: string,
  image: string,
  words: string,
  id: string,
  cause: RegExp,
  spec: object = {},
): Breakage {
  const message = `Back-off pulling image "${image}": ErrImagePull: ${words}`;
  const status = { restartCount: 0, state: { waiting: { reason: "ImagePullBackOff", message } } };
  return { ...container(name, status, id, cause, image), objects: [podOf(name, spec, { image })] };
}

function container(
  name: string,
  status: object,
  id: string,
  cause: RegExp,
  image = IMAGE,
): Breakage {
  return {
    objects: [podOf(name, {}, { image })],
    then: (client) =>
      asKubelet(client, name, { name: "a", image, imageID: "", ready: false, ...status }),
    id,
    object: `Pod ${BROKEN}/${name}`,
    cause,
  };
}

async function asKubelet(client: ClusterClient, name: string, status: object): Promise<void> {
  await runningPod(client, BROKEN, name);
  await client.core.patchNamespacedPodStatus(
    { name, namespace: BROKEN, body: { status: { containerStatuses: [status] } } },
    setHeaderOptions("Content-Type", PatchStrategy.MergePatch),
  );
}

function secret(): AnyObject {
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "pull", namespace: BROKEN },
    type: "Opaque",
    stringData: { user: "nobody" },
  };
}
