import { isObject } from "../../inventory/json";
import { nodeGroupTimeouts } from "../../modules/node-pools/eks-node-group-timeouts";
import { blocks, specOf, synthesize } from "../support/synth";

const json = synthesize(specOf("production"))["node-pools"];

// Each node takes up to 20 minutes; the provider's hour is over before the fourth has followed.
test("a run waits for as long as an update of all nodes may take, one after another", () => {
  expect(nodeGroupTimeouts(24, 1)).toEqual({ update: "480m", delete: "90m" });
  expect(nodeGroupTimeouts(24, 3)).toEqual({ update: "160m", delete: "90m" });
  expect(nodeGroupTimeouts(1, 1)).toEqual({ update: "60m", delete: "90m" });
  const groups = blocks(json, "aws_eks_node_group");
  expect(groups.length).toBeGreaterThan(3);
  for (const { timeouts, scaling_config, update_config } of groups) {
    const most = isObject(scaling_config) ? Number(scaling_config["max_size"]) : NaN;
    const atATime = isObject(update_config) ? Number(update_config["max_unavailable"]) : NaN;
    expect(timeouts).toEqual(nodeGroupTimeouts(most, atATime));
  }
});

test("render nodes have the throughput of the data, others what every volume has", () => {
  const ebs = (name: string) =>
    JSON.stringify(
      blocks(json, "aws_launch_template").find(
        ({ name_prefix }) => name_prefix === `fluxibri-production-${name}-`,
      ),
    );
  expect(ebs("cpu-worker")).toContain('"throughput":250');
  expect(ebs("web")).toContain('"volume_type":"gp3"');
  expect(ebs("web")).not.toContain("throughput");
});
