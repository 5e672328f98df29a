import { parse } from "yaml";
import { z } from "zod";
import { poolContract } from "../../environments/nodes/pool-contract";
import type { EksCluster } from "../../environments/schema";
import { valuesOf } from "../support/addon-values";
import { a100Pool, eks, pool } from "../support/pools";
import { specOf } from "../support/synth";

describe("NVIDIA's device plugin", () => {
  const shared = pool("gpu", { name: "shared", gpu: { sharing: "time-sliced", replicas: 4 } });
  const cluster = { ...eks(), pools: [...eks().pools, shared, a100Pool()] };

  test("tolerates the GPU taint, and the startup taint, which goes when it has done its work", () => {
    expect(valuesOf("nvidia-device-plugin", specOf("production"))).toMatchObject({
      tolerations: expect.arrayContaining([
        { key: "gpu", operator: "Equal", value: "nvidia", effect: "NoSchedule" },
        { key: "fluxibri.ai/mig-slices-pending", operator: "Exists", effect: "NoSchedule" },
      ]),
    });
  });

  test("has a configuration for each way in which pools share their GPUs", () => {
    expect(configurations(cluster)).toEqual({
      whole: { version: "v1", flags: { migStrategy: "none" } },
      "mig-mixed": { version: "v1", flags: { migStrategy: "mixed" } },
      "mig-single": { version: "v1", flags: { migStrategy: "single" } },
      "time-sliced-4": {
        version: "v1",
        flags: { migStrategy: "none" },
        sharing: {
          timeSlicing: {
            failRequestsGreaterThanOne: true,
            resources: [{ name: "nvidia.com/gpu", replicas: 4 }],
          },
        },
      },
    });
  });

  test.each(cluster.pools.filter(({ gpu }) => gpu !== undefined).map((each) => [each.name, each]))(
    "the configuration that nodes of %s select is there",
    (_name, each) => {
      const selected = poolContract(each).labels["nvidia.com/device-plugin.config"];
      expect(Object.keys(configurations(cluster))).toContain(selected);
    },
  );

  test("nodes that select none are taken for nodes with whole GPUs", () => {
    expect(valuesOf("nvidia-device-plugin", specOf("production"))).toMatchObject({
      config: { default: "whole" },
    });
  });

  function configurations(of: EksCluster): Record<string, unknown> {
    const { config } = z
      .object({ config: z.object({ map: z.record(z.string(), z.string()) }) })
      .parse(valuesOf("nvidia-device-plugin", { ...specOf("production"), cluster: of }));
    return Object.fromEntries(
      Object.entries(config.map).map(([name, text]): [string, unknown] => [name, parse(text)]),
    );
  }
});
