import { withDisk } from "../../modules/pod/disk";
import { claimVolume, emptyDirVolume } from "../../modules/pod/volumes";

const resources = {
  requests: { cpu: "1", memory: "2Gi" },
  limits: { cpu: "2", memory: "4Gi" },
};

describe("the node's disk of a container", () => {
  it("holds its logs, and nothing is said of the other resources", () => {
    expect(withDisk(resources)).toEqual({
      requests: { cpu: "1", memory: "2Gi", "ephemeral-storage": "64Mi" },
      limits: { cpu: "2", memory: "4Gi", "ephemeral-storage": "64Mi" },
    });
  });

  it("holds every emptyDir in full, and no claim", () => {
    const volumes = [
      emptyDirVolume("scratch", "20Gi", "/tmp"),
      emptyDirVolume("looked", "1Mi", "/looked"),
      claimVolume("data", "montage-input", "/data/input"),
    ];
    expect(withDisk(resources, { volumes })).toMatchObject({
      requests: { "ephemeral-storage": `${20 * 1024 + 1 + 64}Mi` },
      limits: { "ephemeral-storage": `${20 * 1024 + 1 + 64}Mi` },
    });
  });

  it("is bounded all the same where it is not reserved", () => {
    const volumes = [emptyDirVolume("scratch", "20Gi", "/tmp")];
    expect(withDisk(resources, { volumes, reserved: false })).toMatchObject({
      requests: { "ephemeral-storage": "64Mi" },
      limits: { "ephemeral-storage": `${20 * 1024 + 64}Mi` },
    });
  });

  it("is written as the API server writes it back", () => {
    const volumes = [emptyDirVolume("scratch", "960Mi", "/tmp")];
    expect(withDisk(resources, { volumes }).limits["ephemeral-storage"]).toBe("1Gi");
  });
});
