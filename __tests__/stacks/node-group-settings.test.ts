import { blocks, specOf, synthesize } from "../support/synth";

const json = synthesize(specOf("production"))["node-pools"];

test("a run waits for as long as an update of all nodes may take, one after another", () => {
  const timeouts = Object.fromEntries(
    blocks(json, "aws_eks_node_group").map((group) => [
      String(group["node_group_name_prefix"]),
      group["timeouts"],
    ]),
  );
  // 24 nodes of at most 20 minutes each; the provider's hour is too short from the fourth on.
  expect(timeouts["cpu-worker-"]).toEqual({ update: "480m", delete: "90m" });
  expect(timeouts["gpu-mig-"]).toEqual({ update: "60m", delete: "90m" });
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
