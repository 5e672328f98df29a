import type { Refusal } from "../../environments/nodes/placement";
import type { Pool, PodDemand, Situation } from "./situation";

/** Something of a situation that does not work out. */
export type Misfit =
  /** The DaemonSets of a pool ask for more than its nodes have. */
  | {
      readonly kind: "daemons";
      readonly demands: readonly PodDemand[];
      readonly pool: Pool;
      readonly resource: string;
      readonly asked: number;
      readonly available: number;
    }
  /** No pool accepts the pods, requests aside. */
  | {
      readonly kind: "refused";
      readonly demands: readonly [PodDemand];
      readonly reasons: readonly { readonly pool: Pool; readonly refusals: readonly Refusal[] }[];
    }
  /** Pools accept the pods, but one of them is too large for a node; or all of them, where volumes hold them together. */
  | {
      readonly kind: "too-large";
      /** One; or several, or all pods of one, that a volume holds on one node. */
      readonly demands: readonly PodDemand[];
      readonly oneNode: boolean;
      /** Of each pool that accepts them what is short; empty: no pool accepts all of them. */
      readonly short: readonly {
        readonly pool: Pool;
        readonly resources: readonly ShortResource[];
      }[];
    }
  /** All of them together do not fit into the pools that they can go to: proven. */
  | {
      readonly kind: "together";
      readonly demands: readonly PodDemand[];
      readonly pools: readonly Pool[];
      /** Undefined: shown by trying every placement, or nodes are what is short. */
      readonly resource: string | undefined;
      /** What is compared: an amount of the resource, or pods; undefined: every placement was tried. */
      readonly unit: "amount" | "pods" | undefined;
      readonly asked: number;
      readonly available: number;
    }
  /** No placement was found, none was proven impossible. */
  | {
      readonly kind: "unproven";
      readonly demands: readonly PodDemand[];
      readonly pools: readonly Pool[];
    };

/** A resource of which a pod asks more than a node has left beside its DaemonSets. */
export interface ShortResource {
  readonly resource: string;
  readonly requested: number;
  readonly available: number;
}

/** The situation without the pods that misfits are about. */
export function withoutMisfits(situation: Situation, misfits: readonly Misfit[]): Situation {
  const left = new Set<PodDemand>(misfits.flatMap(({ demands }) => demands));
  return { ...situation, demands: situation.demands.filter((demand) => !left.has(demand)) };
}
