import { ENVIRONMENT_NAMES } from "../../environments/schema";
import { cgpu } from "../../applications/montage-ai";
import { amountOf } from "../../environments/quantity";
import { readSynthesized } from "../../inventory/synthesized";
import { specOf, synthesize } from "../support/synth";
import { withApplication } from "../support/applications";

describe.each(ENVIRONMENT_NAMES)("pods of ours in %s", (name) => {
  const stacks = Object.entries(synthesize(withCgpu(name)));
  const inventory = readSynthesized(stacks.map(([stack, json]) => ({ name: stack, json })));
  const containers = inventory.workloads.flatMap((workload) =>
    workload.pod.containers.map((container) => ({ workload, container })),
  );

  it("name requests and limits of CPU, memory and the node's disk in every container", () => {
    const silent = containers.flatMap(({ workload, container: { name: own, requests, limits } }) =>
      ["cpu", "memory", "ephemeral-storage"].flatMap((resource) =>
        requests[resource] === undefined || limits[resource] === undefined
          ? [`${workload.name}/${own}: ${resource}`]
          : [],
      ),
    );
    expect(containers.length).toBeGreaterThan(5);
    expect(silent).toEqual([]);
  });

  it("ask for no more than their limits", () => {
    const above = containers.flatMap(({ container: { name: own, requests, limits } }) =>
      Object.entries(requests).flatMap(([resource, text]) =>
        amountOf(resource, text) <= amountOf(resource, limits[resource] ?? "0") ? [] : [own],
      ),
    );
    expect(above).toEqual([]);
  });
});

/** The proxy is off today, and its pods are ours as well. */
function withCgpu(name: string) {
  const spec = specOf(name);
  return withApplication(spec, { services: [cgpu.service], homeFiles: [cgpu.login] });
}
