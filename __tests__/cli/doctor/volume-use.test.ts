import { describeUse } from "../../../cli/doctor/platform/registry";
import { readVolumeUse } from "../../../cli/doctor/volume-use";
import { examinationOf, recorded } from "../../support/doctor";

const examination = examinationOf(recorded("registry"));
const claim = { kind: "PersistentVolumeClaim", namespace: "registry", name: "registry" };
const GIB = 2 ** 30;

const summary = (volume: object) => ({
  json: {
    pods: [
      { volume: [{ name: "scratch", usedBytes: 1 }] },
      { volume: [{ pvcRef: { name: "other", namespace: "app" }, usedBytes: 1, capacityBytes: 2 }] },
      { volume: [{ pvcRef: { name: "registry", namespace: "registry" }, ...volume }] },
    ],
  },
});
const read = (answer: { readonly json: unknown } | { readonly failure: string }) =>
  readVolumeUse(examination.live, () => Promise.resolve(answer));

describe("how full the registry's volume is", () => {
  test("is what the kubelet of its node says, of that claim alone", async () => {
    const volumeUse = await read(summary({ usedBytes: 5 * GIB, capacityBytes: 20 * GIB }));
    expect(volumeUse).toEqual([{ claim, used: 5 * GIB, capacity: 20 * GIB }]);
    expect(describeUse(claim, { ...examination, volumeUse })).toBe(
      "registry 20Gi, 25 % of 20.0 GiB used",
    );
  });

  test("is the node's disk where the volume is a folder of it", async () => {
    const volumeUse = await read(summary({ usedBytes: 50 * GIB, capacityBytes: 200 * GIB }));
    expect(describeUse(claim, { ...examination, volumeUse })).toBe(
      "registry 20Gi, 25 % of 200.0 GiB used (the disk under it, shared with others)",
    );
  });

  test.each([
    ["a refusal", { failure: "forbidden" }],
    ["an answer of another shape", { json: { pods: "none" } }],
    ["a kubelet that does not measure it", summary({})],
  ])("is unknown after %s, and that is said", async (_, answer) => {
    expect(await read(answer)).toEqual([]);
    expect(describeUse(claim, examination)).toBe("registry 20Gi, use unknown (no kubelet says it)");
  });
});
