import { ENVIRONMENT_NAMES } from "../../environments/schema";
import { environmentName } from "../../environments";
import { TerraformOutput, Testing } from "cdktf";
import { validate } from "../../environments/validate";
import type { EnvironmentSpec, StorageSpec } from "../../environments/schema";
import { StorageStack } from "../../stacks/storage-stack";
import { specOf } from "../support/synth";
import { only, storageClass, storageStack } from "../support/storage";

const CEPHFS: StorageSpec = {
  kind: "cephfs",
  className: "montage-cephfs",
  clusterId: "b9127830-b0cc-4e34-aa47-9d1a2e9949a8",
  fsName: "montage",
  monitors: ["10.0.0.1:6789", "10.0.0.2:6789"],
  secret: { name: "csi-cephfs", namespace: "ceph" },
};

describe("NFS", () => {
  const stack = storageStack(specOf("staging"));

  it("keeps the data of a deleted claim and mounts with NFS 4.1", () => {
    const storage = storageClass(stack);
    expect(storage).toMatchObject({
      storage_provisioner: "nfs.csi.k8s.io",
      reclaim_policy: "Retain",
      parameters: {
        server: "nfs.fluxibri.lan",
        share: "/mnt/nfs-montage",
        onDelete: "retain",
      },
    });
    expect(storage["mount_options"]).toContain("nfsvers=4.1");
  });

  it("makes one directory per claim, its variable escaped for Terraform", () => {
    expect(storageClass(stack)["parameters"]).toMatchObject({ subDir: "$${pvc.metadata.name}" });
  });

  it("installs the driver before the class", () => {
    expect(only(stack, "helm_release")).toMatchObject({
      chart: expect.stringContaining("csi-driver-nfs"),
      namespace: "kube-system",
    });
    expect(storageClass(stack)["depends_on"]).toEqual([expect.stringMatching(/^helm_release\./)]);
  });
});

describe("CephFS in staging", () => {
  const spec = { ...specOf("staging"), storage: CEPHFS };
  const stack = storageStack(spec);

  it("is one block of data away", () => {
    expect(validate(environmentName("staging"), spec).ok).toBe(true);
  });

  it("tells the driver the monitors and the class the file system", () => {
    expect(JSON.stringify(only(stack, "helm_release")["values"])).toContain("10.0.0.1:6789");
    expect(storageClass(stack)).toMatchObject({
      storage_provisioner: "cephfs.csi.ceph.com",
      reclaim_policy: "Retain",
      parameters: { clusterID: "b9127830-b0cc-4e34-aa47-9d1a2e9949a8", fsName: "montage" },
    });
  });

  it("refers to credentials for every step that needs them, and holds none", () => {
    expect(storageClass(stack)["parameters"]).toMatchObject({
      "csi.storage.k8s.io/provisioner-secret-name": "csi-cephfs",
      "csi.storage.k8s.io/provisioner-secret-namespace": "ceph",
      "csi.storage.k8s.io/controller-expand-secret-name": "csi-cephfs",
      "csi.storage.k8s.io/controller-expand-secret-namespace": "ceph",
      "csi.storage.k8s.io/controller-publish-secret-name": "csi-cephfs",
      "csi.storage.k8s.io/controller-publish-secret-namespace": "ceph",
      "csi.storage.k8s.io/node-stage-secret-name": "csi-cephfs",
      "csi.storage.k8s.io/node-stage-secret-namespace": "ceph",
    });
    expect(JSON.stringify(stack)).not.toMatch(/adminKey|userKey|kubernetes_secret/);
  });
});

describe("node-local", () => {
  const staging = specOf("staging");
  const [machine] = staging.cluster.kind === "k3s" ? staging.cluster.machines : [];
  if (machine === undefined || staging.cluster.kind !== "k3s") throw new Error("staging is k3s");
  const spec: EnvironmentSpec = {
    ...staging,
    cluster: {
      ...staging.cluster,
      machines: [{ ...machine, roles: ["web", "cpu-worker", "gpu-worker"] }],
    },
    storage: {
      kind: "node-local",
      className: "montage-node-local",
      provisioner: "rancher.io/local-path",
    },
    fallbacks: { ...staging.fallbacks!, nodeLocalVolumes: true },
  };

  it("waits for the first pod, offers no ReadWriteMany and says that it is a fallback", () => {
    const app = Testing.app();
    const { outputs } = new StorageStack(app, spec);
    expect(outputs.accessModes).toEqual(["ReadWriteOnce"]);
    expect(outputs.location).toMatch(/^FALLBACK/);
    expect(storageClass(storageStack(spec))).toMatchObject({
      storage_provisioner: "rancher.io/local-path",
      volume_binding_mode: "WaitForFirstConsumer",
    });
  });

  it("is refused where pods of several machines share the claims", () => {
    const several = { ...spec, cluster: staging.cluster };
    expect(validate(environmentName("staging"), several)).toMatchObject({
      ok: false,
      issues: expect.arrayContaining([
        expect.objectContaining({ path: "fallbacks.nodeLocalVolumes" }),
      ]),
    });
  });

  it("needs the kubernetes provider alone", () => {
    expect(Object.keys(storageStack(specOf("local")).provider ?? {})).toEqual(["kubernetes"]);
  });
});

it.each(ENVIRONMENT_NAMES)(
  "hands %s's class on as an attribute of the created class, which orders the stacks",
  (name) => {
    const stack = new StorageStack(Testing.app(), specOf(name));
    new TerraformOutput(stack, "name", { value: stack.outputs.className });
    expect(stack.toTerraform().output.name.value).toMatch(
      /^\$\{kubernetes_storage_class_v1\.\S+\.metadata\[0\]\.name\}$/,
    );
  },
);
