import { z } from "zod";
import { narrowObject, type ReadObject } from "../kubernetes/object";
import { podTemplate } from "../kubernetes/pod";
import { count, flag, listOf, maybe, text } from "../kubernetes/schemas";
import type { ContainerEnd, ContainerState, Controller, LivePod } from "./model";
import { conditions, liveObject, metadata, namespacedObject, time } from "./schemas";

const end = maybe(z.object({ reason: text, message: text, exitCode: count, finishedAt: time }));
const statuses = listOf(
  z.object({
    name: z.string(),
    image: text,
    ready: flag,
    restartCount: count,
    state: maybe(
      z.object({ waiting: end, terminated: end, running: maybe(z.object({ startedAt: time })) }),
    ),
    lastState: maybe(z.object({ terminated: end })),
  }),
);
const pod = z.object({
  metadata,
  spec: z.object({
    nodeName: text,
    schedulerName: text,
    schedulingGates: listOf(z.object({ name: z.string() })),
    readinessGates: listOf(z.object({ conditionType: z.string() })),
    resourceClaims: listOf(z.object({ name: z.string(), resourceClaimName: text })),
  }),
  status: maybe(
    z.object({
      phase: text,
      reason: text,
      message: text,
      conditions,
      resourceClaimStatuses: listOf(z.object({ name: z.string(), resourceClaimName: text })),
      containerStatuses: statuses,
      initContainerStatuses: statuses,
    }),
  ),
});

export function readPod(read: ReadObject): LivePod {
  const { metadata: meta, spec, status } = narrowObject(pod, read);
  const template = narrowObject(podTemplate, read);
  return {
    ...namespacedObject("Pod", meta),
    phase: status?.phase ?? "",
    node: spec.nodeName === "" ? undefined : spec.nodeName,
    schedulerName: spec.schedulerName ?? "default-scheduler",
    schedulingGates: spec.schedulingGates.map(({ name }) => name),
    readinessGates: spec.readinessGates.map(({ conditionType }) => conditionType),
    deviceClaims: spec.resourceClaims.flatMap(
      ({ name, resourceClaimName }) =>
        resourceClaimName ??
        status?.resourceClaimStatuses.find((made) => made.name === name)?.resourceClaimName ??
        [],
    ),
    reason: status?.reason ?? "",
    message: status?.message ?? "",
    grace: template.terminationGracePeriodSeconds,
    template,
    containers: [
      ...(status?.initContainerStatuses ?? []).map((container) => stateOf(container, true)),
      ...(status?.containerStatuses ?? []).map((container) => stateOf(container, false)),
    ],
    conditions: status?.conditions ?? [],
  };
}

function stateOf(
  { name, image, ready, restartCount, state, lastState }: z.output<typeof statuses>[number],
  init: boolean,
): ContainerState {
  return {
    name,
    image: image ?? "",
    init,
    ready: ready ?? false,
    restarts: restartCount ?? 0,
    running: state?.running?.startedAt,
    waiting: state?.waiting && endOf(state.waiting),
    terminated: state?.terminated && endOf(state.terminated),
    last: lastState?.terminated && endOf(lastState.terminated),
  };
}

function endOf({
  reason = "",
  message = "",
  exitCode,
  finishedAt,
}: NonNullable<z.output<typeof end>>): ContainerEnd {
  return { reason, message, exitCode, finished: finishedAt };
}

const controller = z.object({
  metadata,
  spec: z.object({
    replicas: count,
    parallelism: count,
    paused: flag,
    suspend: flag,
  }),
  status: maybe(
    z.object({
      observedGeneration: count,
      replicas: count,
      readyReplicas: count,
      desiredNumberScheduled: count,
      currentNumberScheduled: count,
      numberReady: count,
      active: count,
      ready: count,
      conditions,
    }),
  ),
});

export function readController(kind: string, read: ReadObject): Controller {
  const { metadata: meta, spec, status } = narrowObject(controller, read);
  const ended = (status?.conditions ?? []).some(
    ({ type, status: value }) => /^(Complete|Failed|Suspended)$/.test(type) && value === "True",
  );
  const desired = status?.desiredNumberScheduled ?? spec.replicas ?? spec.parallelism ?? 1;
  return {
    ...namespacedObject(kind, meta),
    // A CronJob makes Jobs, and these make pods.
    desired: ended || kind === "CronJob" ? 0 : desired,
    current: status?.currentNumberScheduled ?? status?.replicas ?? status?.active ?? 0,
    ready: status?.numberReady ?? status?.readyReplicas ?? status?.ready ?? 0,
    conditions: status?.conditions ?? [],
    generation: meta.generation,
    observed: status?.observedGeneration,
    wanted: spec.replicas,
    paused: spec.paused ?? false,
    suspended: spec.suspend ?? false,
  };
}

const named = z.object({ metadata });

/** An object of which only its name and its deletion are asked. */
export function readNamed(kind: string, read: ReadObject) {
  return liveObject(kind, narrowObject(named, read).metadata);
}
