import { managed, metadata, plan } from "./planned";

test("reads a workload whose annotations only the apply tells; labels, which others select, are a problem", () => {
  const template = [
    {
      metadata: [{ labels: { app: "x" } }],
      spec: [{ container: [{ name: "a", image: "a:1" }] }],
    },
  ];
  const deployment = managed("kubernetes_deployment_v1", { metadata, spec: [{ template }] });
  const unknown = (member: string) =>
    plan(
      [deployment],
      { spec: [{ template: [{ metadata: [{ [member]: { references: ["a.b"] } }] }] }] },
      { spec: [{ template: [{ metadata: [{ [member]: true }] }] }] },
    );
  const { inventory, problems } = unknown("annotations");
  expect(problems).toEqual([]);
  expect(inventory.workloads[0]?.pod.containers).toHaveLength(1);
  expect(unknown("labels").problems).toEqual([
    expect.objectContaining({ message: expect.stringContaining("labels") as unknown }),
  ]);
});
