import { GIB } from "../../../environments/nodes/node-resources";
import type { Autoscaler } from "../../../inventory/model";
import { remediesFor, worksOut } from "../../../rules/capacity/changes";
import { type Misfit, withoutMisfits } from "../../../rules/capacity/misfit";
import { misfitsOf } from "../../../rules/capacity/misfits";
import type { PodDemand, Pool, Situation } from "../../../rules/capacity/situation";
import { Random } from "../../../testbed/model/random";
import { awayFrom, nodes, pods, situation } from "../../support/situation";

const kinds = (of: Situation) => misfitsOf(of).map(({ kind }) => kind);
const HPA: Autoscaler = {
  kind: "HorizontalPodAutoscaler",
  namespace: "montage-ai",
  name: "web",
  place: { kind: "cluster", context: "test" },
  target: { kind: "Deployment", name: "web" },
  min: 1,
  max: 9,
  idle: undefined,
  reads: [],
  hpaName: "web",
  madeByKeda: false,
  resourceMetrics: [],
  fallback: undefined,
  pollingInterval: undefined,
  cooldownPeriod: undefined,
  triggers: [],
  scalingModifiers: undefined,
  jobs: undefined,
  behavior: undefined,
};

describe("changes", () => {
  const changesOf = (of: Situation) =>
    misfitsOf(of).map((misfit) =>
      remediesFor(misfit, of, undefined).changes.map(({ text }) => text),
    );

  test("of a sum that is too much are the two smallest, of different kinds", () => {
    expect(changesOf(situation([nodes("a", 1)], [pods("web", { count: 9 })]))).toEqual([
      [
        "lower spec.replicas of Deployment montage-ai/web from 9 to 8",
        "lower requests.cpu of the containers of Deployment montage-ai/web together from 500m to 400m",
      ],
    ]);
  });

  test("add nodes where that is less than to lower requests or replicas", () => {
    const web = pods("web", { count: 3, requests: { cpu: 4000 } });
    expect(changesOf(situation([nodes("a", 2)], [web]))).toEqual([
      ["lower spec.replicas of Deployment montage-ai/web from 3 to 2", "add 1 node like a"],
    ]);
  });

  test("never go below the autoscaler's minimum", () => {
    const web = pods("web", { count: 9, autoscaler: { ...HPA, min: 9 } });
    expect(changesOf(situation([nodes("a", 1)], [web]))).toEqual([
      [
        "lower requests.cpu of the containers of Deployment montage-ai/web together from 500m to 400m",
        "add 1 node like a",
      ],
    ]);
  });

  test("let a pod to a node by its label, or by asking for less", () => {
    const web = pods("web", { place: { nodeSelector: { disk: "ssd" } } });
    expect(changesOf(situation([nodes("a", 1)], [web]))).toEqual([
      [
        "kubectl label node a --overwrite disk=ssd",
        'take nodeSelector disk: "ssd" off Deployment montage-ai/web (then a accepts it)',
      ],
    ]);
  });

  test("tolerate a taint", () => {
    const tainted = nodes("a", 1, { taints: [{ key: "gpu", value: "amd", effect: "NoSchedule" }] });
    expect(changesOf(situation([tainted], [pods("web")]))).toEqual([
      [
        'give Deployment montage-ai/web tolerations: [{ key: "gpu", operator: "Equal", value: "amd", effect: "NoSchedule" }] (then a accepts it)',
      ],
    ]);
  });

  test("never ask for another architecture of a node", () => {
    const web = pods("web", { place: { nodeSelector: { "kubernetes.io/arch": "arm64" } } });
    expect(changesOf(situation([nodes("a", 1)], [web]))).toEqual([
      [
        'take nodeSelector kubernetes.io/arch: "arm64" off Deployment montage-ai/web (then a accepts it)',
      ],
    ]);
  });
});

/** Pools and workloads that are a little too much for them, more often than not. */
function randomSituation(random: Random): Situation {
  const pools = Array.from({ length: random.between(1, 3) }, (_, index): Pool => {
    const count = random.between(1, 3);
    return nodes(`pool-${index}`, count, {
      labels: { role: random.pick(["web", "worker"]) },
      taints: random.chance(0.2) ? [{ key: "gpu", value: "", effect: "NoSchedule" }] : [],
    });
  });
  const demands = Array.from({ length: random.between(1, 5) }, (_, index): PodDemand => {
    const everyNode = random.chance(0.1);
    const name = `w${index}`;
    return pods(name, {
      everyNode,
      count: everyNode ? 0 : random.between(1, 5),
      requests: { cpu: random.between(1, 45) * 100, memory: random.between(1, 18) * (GIB / 2) },
      place: random.chance(0.6)
        ? { nodeSelector: { role: random.pick(["web", "worker", "other"]) } }
        : {},
      antiAffinity: random.chance(0.1) ? awayFrom(name) : [],
    });
  });
  return situation(pools, demands);
}

describe("in random situations", () => {
  const CASES = 300;

  test("every change that is suggested makes the pods fit, by itself", () => {
    let changed = 0;
    for (let seed = 1; seed <= CASES; seed += 1) {
      const of = randomSituation(new Random(seed));
      const misfits = misfitsOf(of);
      for (const misfit of misfits) {
        const only = withoutMisfits(of, others(misfit, misfits));
        const { changes, complete } = remediesFor(misfit, only, undefined);
        for (const { text, apply } of complete ? changes : []) {
          changed += 1;
          expect({ seed, text, left: kinds(apply(only)) }).toEqual({ seed, text, left: [] });
        }
      }
    }
    expect(changed).toBeGreaterThan(CASES);
  });

  test("where no change is enough the first step takes at least this misfit away", () => {
    let steps = 0;
    for (let seed = 1; seed <= CASES; seed += 1) {
      const of = randomSituation(new Random(seed));
      const misfits = misfitsOf(of);
      for (const misfit of misfits) {
        const only = withoutMisfits(of, others(misfit, misfits));
        const { changes, complete } = remediesFor(misfit, only, undefined);
        for (const { text, apply } of complete ? [] : changes) {
          steps += 1;
          const left = kinds(apply(only)).filter((kind) => kind !== "together");
          expect({ seed, text, left }).toEqual({ seed, text, left: [] });
        }
      }
    }
    expect(steps).toBeGreaterThan(0);
  });

  test("a situation that works out has no misfit", () => {
    for (let seed = 1; seed <= CASES; seed += 1) {
      const of = randomSituation(new Random(seed));
      if (worksOut(of)) expect({ seed, misfits: misfitsOf(of) }).toEqual({ seed, misfits: [] });
    }
  });
});

function others(misfit: Misfit, misfits: readonly Misfit[]): readonly Misfit[] {
  return misfits.filter((other) => other !== misfit);
}
