import { findingsIn } from "../fixture";

function said(stem: string): readonly string[] {
  return findingsIn("invalid", `volume-topology-${stem}`).map(
    ({ severity, object, message, fix }) => `${severity} ${object}: ${message} | ${fix}`,
  );
}

// Each tried on Kubernetes 1.35.4: what is refused here stays Pending there.
describe("a volume with a claimRef", () => {
  test("is refused where it is reserved for another claim", () => {
    expect(said("reserved-for-another")).toEqual([
      "error PersistentVolumeClaim montage-ai/data: names PersistentVolume data, which is reserved for PersistentVolumeClaim montage-ai/other: the two never bind | claimRef: { namespace: montage-ai, name: data } on PersistentVolume data, or another volumeName",
    ]);
  });

  test("is refused where its claim does not name it and asks for another mode", () => {
    expect(said("reserved-of-another-mode")).toEqual([
      "error PersistentVolumeClaim montage-ai/data: asks for ReadWriteMany, and PersistentVolume data offers ReadWriteOnce: the two never bind | accessModes: [ReadWriteMany] on PersistentVolume data, if its storage can do that",
    ]);
  });

  test("binds its claim whatever the class and the mode, where each names the other", () => {
    expect(findingsIn("valid", "volume-topology-reserved-volume")).toEqual([]);
  });
});
