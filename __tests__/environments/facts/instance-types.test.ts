import { GPUS } from "../../../environments/facts/gpus";
import { gpuOf, INSTANCE_TYPES } from "../../../environments/facts/instance-types";

/** https://docs.aws.amazon.com/ec2/latest/instancetypes/ac.html (accelerator specifications) */
test.each<[string, string, number, number]>([
  ["g4dn.xlarge", "T4", 1, 16],
  ["g5.4xlarge", "A10G", 1, 24],
  ["g6.4xlarge", "L4", 1, 24],
  ["g6.12xlarge", "L4", 4, 24],
  ["g6e.4xlarge", "L40S", 1, 48],
  ["p4d.24xlarge", "A100-40", 8, 40],
  ["p4de.24xlarge", "A100-80", 8, 80],
  ["p5.4xlarge", "H100-80", 1, 80],
  ["p5.48xlarge", "H100-80", 8, 80],
  ["g7e.2xlarge", "RTX-PRO-6000", 1, 96],
  ["g7e.12xlarge", "RTX-PRO-6000", 2, 96],
  ["p5en.48xlarge", "H200", 8, 141],
  ["p6-b200.48xlarge", "B200", 8, 180],
  ["p6-b300.48xlarge", "B300", 8, 268],
])("%s has the documented GPUs: %s, %i of them, of %i GiB", (type, model, count, memoryGiB) => {
  const gpu = gpuOf(type);
  expect(gpu).toMatchObject({ model, count });
  expect(gpu && GPUS[gpu.model].memoryGiB).toBe(memoryGiB);
});

test("a larger type of a family is never cheaper: a digit of the price table is not lost", () => {
  for (const [type, { vcpu, hourlyUsd }] of Object.entries(INSTANCE_TYPES)) {
    const family = type.replace(/\..*/, "");
    for (const [other, facts] of Object.entries(INSTANCE_TYPES)) {
      if (other.replace(/\..*/, "") === family && facts.vcpu > vcpu) {
        expect([other, facts.hourlyUsd > hourlyUsd]).toEqual([other, true]);
      }
    }
  }
});
