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
    state: maybe(z.object({ waiting: end, terminated: end })),
    lastState: maybe(z.object({ terminated: end })),
  }),
);
const pod = z.object({
  metadata,
  spec: z.object({
    nodeName: text,
    schedulerName: text,
    schedulingGates: listOf(z.object({ name: z.string() })),
  }),
  status: maybe(
    z.object({
      phase: text,
      conditions,
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
  spec: z.object({ replicas: count, parallelism: count }),
  status: maybe(
    z.object({
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
    desired: ended ? 0 : desired,
    current: status?.currentNumberScheduled ?? status?.replicas ?? status?.active ?? 0,
    ready: status?.numberReady ?? status?.readyReplicas ?? status?.ready ?? 0,
    conditions: status?.conditions ?? [],
  };
}

const named = z.object({ metadata });

/** An object of which only its name and its deletion are asked. */
export function readNamed(kind: string, read: ReadObject) {
  return liveObject(kind, narrowObject(named, read).metadata);
}
