import { applicationIn, applicationOption } from "../../environments/applications";
import type { ContainerEnd, ContainerState, LivePod } from "../../inventory/live";
import { groupBy } from "../../inventory/group-by";
import { isFailedImport, type LastWords, lastWords } from "./last-words";
import {
  asArgument,
  type Diagnoser,
  type Diagnosis,
  diagnosis,
  eventsOf,
  type Examination,
  kubectl,
  oneLine,
  rootOwner,
} from "./examination";

/** Restarts that are no chance. */
const MANY_RESTARTS = 3;
/** A container that has been well since then is. */
const LONG_AGO_MS = 60 * 60_000;

/** Containers that do not start, or not for long; once for each workload and container. */
export const failingContainers: Diagnoser = (examination) => {
  const found = examination.live.pods
    .filter(({ deleting }) => deleting === undefined)
    .flatMap((pod) =>
      pod.containers.flatMap((container) => {
        const explained = explain(pod, container, examination);
        return explained === undefined ? [] : [{ pod, container, explained }];
      }),
    );
  const groups = groupBy(found, ({ pod, container, explained }) => {
    const { kind, name } = rootOwner(examination, pod);
    return [pod.namespace, kind, name, container.name, explained.id].join(" ");
  });
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { cause } = first.explained;
    const more = group.length - 1;
    return [{ ...first.explained, cause: more === 0 ? cause : `${cause} (and ${more} more pods)` }];
  });
};

function explain(
  pod: LivePod,
  container: ContainerState,
  examination: Examination,
): Diagnosis | undefined {
  const { waiting, terminated, last, restarts } = container;
  if (/^Create(Container|PodSandbox)/.test(waiting?.reason ?? "")) {
    return notCreated(pod, container, examination);
  }
  // One that ran to its end is no failure; one that is running again was.
  const end = terminated !== undefined && terminated.exitCode !== 0 ? terminated : last;
  if (end?.reason === "OOMKilled" && !(container.ready && isLongAgo(end, examination))) {
    const { limits, requests } = limitsOf(pod, container);
    return diagnosis(pod, {
      id: "container-out-of-memory",
      cause: `container ${container.name} was killed: it used more memory than its limit of ${limits ?? requests ?? "the node's memory"}, ${restarts} restarts`,
      evidence: [
        `OOMKilled: exit code ${end.exitCode ?? "unknown"} ${lastWords(end.message).line ?? ""}`.trim(),
      ],
      fix: "raise the limit in the environment's data, or let the job use less",
      command: raiseLimit(pod, container, limits, examination),
    });
  }
  if (!isCrashLooping(container)) return undefined;
  const words = lastWords(logOf(pod, container, examination) ?? end?.message ?? "");
  return diagnosis(pod, {
    id: "container-crash-loop",
    cause: `container ${container.name} ends again and again: ${restarts} restarts, last ${end === undefined ? "unknown" : `${end.reason || "end"} with exit code ${end.exitCode ?? "unknown"}${meaning(end.exitCode)}`}${raised(words)}`,
    evidence: [
      ...(waiting === undefined ? [] : [`${waiting.reason}: ${oneLine(waiting.message)}`]),
      ...(words.line === undefined ? [] : [`its log ends with: ${words.line}`]),
      ...eventsOf(examination, pod, /^(Unhealthy|BackOff|Killing)$/).slice(0, 1),
    ],
    fix: isFailedImport(words)
      ? anotherImage(pod, container, examination)
      : "its last log says why",
    command: kubectl(
      examination,
      pod.namespace,
      ...["logs", pod.name, "-c", container.name, "--previous", "--tail=50"],
    ),
  });
}

/** Whether a container ends again and again, and is not well now. */
export function isCrashLooping({ waiting, restarts, ready }: ContainerState): boolean {
  return waiting?.reason === "CrashLoopBackOff" || (restarts >= MANY_RESTARTS && !ready);
}

/** What was read of its last run; replicas say the same, so the log of one of them will do. */
function logOf(
  { namespace, name }: LivePod,
  container: ContainerState,
  { crashLogs }: Examination,
): string | undefined {
  return crashLogs.find(
    (log) => log.namespace === namespace && log.pod === name && log.container === container.name,
  )?.text;
}

/** `: ModuleNotFoundError: No module named 'src' (/app/src/config.py:25)` */
function raised({ exception, place }: LastWords): string {
  if (exception === undefined) return "";
  return `: ${exception}${place === undefined ? "" : ` (${place})`}`;
}

/** The program asks for a part of itself that its image has not: no restart and no setting brings it. */
function anotherImage(pod: LivePod, { image }: ContainerState, { spec }: Examination): string {
  const what = `image ${image || "of the container"} does not start: deploy one that does`;
  const application = spec && applicationIn(spec, pod.namespace ?? "");
  if (spec === undefined || application === undefined) return what;
  const option = applicationOption(spec, application.namespace);
  return `${what}, npm run rollback -- ${spec.name} --image-tag TAG${option}`;
}

function isLongAgo({ finished }: ContainerEnd, { now }: Examination): boolean {
  return finished !== undefined && now - finished > LONG_AGO_MS;
}

/** https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/kubelet/kuberuntime/kuberuntime_container.go */
function notCreated(
  pod: LivePod,
  { name, waiting }: ContainerState,
  examination: Examination,
): Diagnosis {
  const { reason, message } = waiting ?? { reason: "", message: "" };
  const [, kind, object] = /(secret|configmap) "([^"]+)" not found/.exec(message) ?? [];
  const known =
    kind === undefined
      ? "its configuration is wrong"
      : `${kind} ${object ?? ""} is not in namespace ${pod.namespace}`;
  const command =
    kind === undefined
      ? kubectl(examination, pod.namespace, "describe", "pod", pod.name)
      : kubectl(examination, pod.namespace, "get", kind);
  return diagnosis(pod, {
    id: "container-not-created",
    cause: `container ${name} cannot be made: ${known}`,
    evidence: [`${reason}: ${oneLine(message)}`],
    fix:
      kind === undefined
        ? "the message names it"
        : `make it, or correct the name; the pod goes on by itself`,
    command,
  });
}

function limitsOf({ template }: LivePod, { name }: ContainerState) {
  const found = template.containers.find((container) => container.name === name);
  return { limits: found?.limits["memory"], requests: found?.requests["memory"] };
}

/** The limit of a pod cannot change, that of its workload can. */
function raiseLimit(
  pod: LivePod,
  { name }: ContainerState,
  limit: string | undefined,
  examination: Examination,
): string {
  const owner = rootOwner(examination, pod);
  const memory = doubled(limit);
  if (memory === undefined || owner.kind === "Pod") {
    return kubectl(examination, pod.namespace, "describe", "pod", pod.name);
  }
  return kubectl(
    examination,
    pod.namespace,
    ...["set", "resources", asArgument(owner), "-c", name, `--limits=memory=${memory}`],
  );
}

/** Twice as much, where it is a plain number with a unit. */
function doubled(quantity: string | undefined): string | undefined {
  const [, number, unit] = /^(\d+)([A-Za-z]*)$/.exec(quantity ?? "") ?? [];
  return number === undefined ? undefined : `${Number(number) * 2}${unit ?? ""}`;
}

function meaning(exitCode: number | undefined): string {
  switch (exitCode) {
    case 126:
      return " (the command cannot be run)";
    case 127:
      return " (there is no such command)";
    case 137:
      return " (killed)";
    case 143:
      return " (ended by SIGTERM)";
    default:
      return "";
  }
}
