import { volumeTopology } from "../../../rules/volume-topology";
import { foundInYaml } from "../foreign";

function claim(name: string, mode: string, className: string): string {
  return `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: ${name} }
spec: { accessModes: [${mode}], storageClassName: ${className} }
`;
}

function user(kind: string, name: string, replicas: number): string {
  const pod = `{ spec: { containers: [], volumes: [{ name: data, persistentVolumeClaim: { claimName: data } }] } }`;
  return `
---
apiVersion: apps/v1
kind: ${kind}
metadata: { name: ${name} }
spec: { replicas: ${replicas}, strategy: { type: Recreate }, template: ${pod} }
`;
}

describe("claims in foreign manifests", () => {
  test("knows k3s's class by its name", () => {
    expect(foundInYaml(volumeTopology, claim("data", "ReadWriteMany", "local-path"))).toEqual([
      "error PersistentVolumeClaim default/data: asks for ReadWriteMany, which StorageClass local-path (rancher.io/local-path) refuses: the claim stays Pending, and with it every pod that mounts it",
    ]);
  });

  test.each(["standard", "nfs-client", "efs-sc", "longhorn", "somebody-elses"])(
    "does not judge ReadWriteMany on class %s",
    (className) => {
      const yaml = claim("data", "ReadWriteMany", className) + user("Deployment", "web", 3);
      expect(foundInYaml(volumeTopology, yaml)).toEqual([]);
    },
  );

  test("warns of several pods on a volume of one node, which one node may well hold", () => {
    const yaml = claim("data", "ReadWriteOnce", "local-path") + user("Deployment", "web", 3);
    expect(foundInYaml(volumeTopology, yaml)).toEqual([
      "warning PersistentVolumeClaim default/data: is shared by Deployment default/web (up to 3 pods), but StorageClass local-path (rancher.io/local-path) keeps it on one node: pods elsewhere stay Pending",
    ]);
  });

  test("refuses several pods on an EBS volume", () => {
    const yaml = claim("data", "ReadWriteOnce", "gp3") + user("Deployment", "web", 3);
    expect(foundInYaml(volumeTopology, yaml)).toEqual([
      "error PersistentVolumeClaim default/data: is shared by Deployment default/web (up to 3 pods), but StorageClass gp3 (ebs.csi.aws.com) attaches it to one node at a time",
    ]);
  });

  test("says nothing of two workloads of one pod each that follow their volume to its node", () => {
    const users = user("Deployment", "web", 1) + user("Deployment", "files", 1);
    const yaml = claim("data", "ReadWriteOnce", "local-path") + users;
    expect(foundInYaml(volumeTopology, yaml)).toEqual([]);
  });

  test("counts a workload that several files declare once", () => {
    const copies = user("Deployment", "web", 1) + user("Deployment", "web", 1);
    expect(foundInYaml(volumeTopology, claim("data", "ReadWriteOnce", "gp3") + copies)).toEqual([]);
  });

  test("names the workloads with most pods, and counts the others", () => {
    const names = ["a", "b", "c", "d", "e"];
    const users = names.map((name) => user("Deployment", name, 1)).join("");
    const yaml = claim("data", "ReadWriteOnce", "gp3") + users + user("Deployment", "many", 9);
    expect(foundInYaml(volumeTopology, yaml)).toEqual([
      "error PersistentVolumeClaim default/data: is shared by Deployment default/many (up to 9 pods) and Deployment default/a (1 pod) and Deployment default/b (1 pod) and Deployment default/c (1 pod) and 2 more, but StorageClass gp3 (ebs.csi.aws.com) attaches it to one node at a time",
    ]);
  });
});
