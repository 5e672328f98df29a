import { setTimeout as sleep } from "node:timers/promises";
import { type LiveCluster, LIVE_KINDS, readLive } from "../../inventory/live";
import { readObjects } from "../../inventory/cluster";
import type { ClusterAddress, Get } from "../../runtime/kubectl";
import { describe } from "../../inventory/model";
import type { BehindObject } from "./examination";
import { howBehind } from "./platform/control-loops";

/** A controller takes up a change within a second; under load within some. */
const SECOND_LOOK_MS = 5_000;
const KINDS = /^(Deployment|ReplicaSet|StatefulSet|DaemonSet|Pod)$/;

/** Objects that their controller is behind with. */
function behindIn({ controllers, pods }: LiveCluster): readonly BehindObject[] {
  return controllers.flatMap((controller) => {
    const how = howBehind(controller, pods);
    const { kind, namespace, name } = controller;
    return how === undefined ? [] : [{ object: { kind, namespace, name }, how }];
  });
}

/**
 * Objects that stay behind their spec: they are looked at twice, some seconds
 * apart, and only where the first look found any.
 *
 * @param pause @default 5 s
 */
export async function stillBehind(
  live: LiveCluster,
  unread: ReadonlySet<string>,
  access: ClusterAddress,
  get: Get,
  pause: () => Promise<unknown> = () => sleep(SECOND_LOOK_MS),
): Promise<readonly BehindObject[]> {
  if ([...unread].some((kind) => KINDS.test(kind))) return [];
  const first = new Map(behindIn(live).map((each) => [sameness(each), each]));
  if (first.size === 0) return [];
  await pause();
  const kinds = LIVE_KINDS.filter(({ kind }) => KINDS.test(kind));
  const { objects, unreadKinds } = await readObjects(access, kinds, get);
  if (unreadKinds.size > 0) return [];
  return behindIn(readLive(objects).live).filter((each) => first.has(sameness(each)));
}

/** The same change not looked at, the same pod not replaced. */
function sameness({ object, how }: BehindObject): string {
  return `${describe(object)} ${how}`;
}
