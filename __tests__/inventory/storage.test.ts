import { both } from "./alike";

const name = { name: "x", namespace: "ns" };

describe("a typed resource and a manifest are read alike", () => {
  test("PersistentVolume", () => {
    const terms = { key: "kubernetes.io/hostname", operator: "In", values: ["k3s-1"] };
    const [typed, manifest] = both(
      "persistentVolumes",
      "kubernetes_persistent_volume_v1",
      {
        metadata: { name: "x" },
        spec: {
          access_modes: ["ReadWriteOnce"],
          capacity: { storage: "1Gi" },
          storage_class_name: "local",
          persistent_volume_source: { local: { path: "/data" } },
          node_affinity: { required: { node_selector_term: { match_expressions: terms } } },
          claim_ref: { name: "data", namespace: "ns" },
        },
      },
      {
        apiVersion: "v1",
        kind: "PersistentVolume",
        metadata: { name: "x" },
        spec: {
          accessModes: ["ReadWriteOnce"],
          capacity: { storage: "1Gi" },
          storageClassName: "local",
          local: { path: "/data" },
          nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [terms] }] } },
          claimRef: { name: "data", namespace: "ns" },
        },
      },
    );
    expect(typed).toEqual(manifest);
    expect(manifest).toMatchObject([
      {
        kind: "PersistentVolume",
        name: "x",
        className: "local",
        source: "local",
        nodeAffinity: [{ matchExpressions: [terms] }],
        claim: { namespace: "ns", name: "data" },
      },
    ]);
  });

  test("PersistentVolumeClaim", () => {
    const [typed, manifest] = both(
      "claims",
      "kubernetes_persistent_volume_claim_v1",
      { metadata: name, spec: { access_modes: ["ReadWriteMany"], storage_class_name: "nfs" } },
      {
        kind: "PersistentVolumeClaim",
        metadata: name,
        spec: { accessModes: ["ReadWriteMany"], storageClassName: "nfs" },
      },
    );
    expect(typed).toEqual(manifest);
    expect(manifest).toMatchObject([{ accessModes: ["ReadWriteMany"], className: "nfs" }]);
  });

  test("StorageClass", () => {
    const annotations = { "storageclass.kubernetes.io/is-default-class": "true" };
    const [typed, manifest] = both(
      "storageClasses",
      "kubernetes_storage_class_v1",
      {
        metadata: { name: "x", annotations },
        storage_provisioner: "nfs.csi.k8s.io",
        volume_binding_mode: "WaitForFirstConsumer",
        reclaim_policy: "Retain",
        parameters: { share_name: "/x" },
      },
      {
        apiVersion: "storage.k8s.io/v1",
        kind: "StorageClass",
        metadata: { name: "x", annotations },
        provisioner: "nfs.csi.k8s.io",
        volumeBindingMode: "WaitForFirstConsumer",
        reclaimPolicy: "Retain",
        parameters: { share_name: "/x" },
      },
    );
    expect(typed).toEqual(manifest);
    expect(manifest).toMatchObject([
      {
        provisioner: "nfs.csi.k8s.io",
        volumeBindingMode: "WaitForFirstConsumer",
        reclaimPolicy: "Retain",
        parameters: { share_name: "/x" },
        isDefault: true,
      },
    ]);
  });
});
