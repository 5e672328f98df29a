import { volumeTopology } from "../../../rules/volume-topology";
import { specOf } from "../../support/synth";
import { findingsIn } from "../fixture";
import { foundInYaml } from "../foreign";
import { CLUSTER, foundIn } from "../manifests";

const WORKERS = `{ apiVersion: apps/v1, kind: Deployment, metadata: { name: encode, namespace: jobs }, spec: { replicas: 3, selector: {}, template: { spec: { containers: [{ name: a, image: "x.example.com/a:1" }], volumes: [{ name: m, persistentVolumeClaim: { claimName: media } }] } } } }`;

function volume(spec: string, name = "media"): string {
  return `{ apiVersion: v1, kind: PersistentVolume, metadata: { name: ${name}, labels: { disk: ${name} } }, spec: { capacity: { storage: 10Gi }, accessModes: [ReadWriteMany], ${spec} } }`;
}

function claim(spec: string, size = "10Gi"): string {
  return `{ apiVersion: v1, kind: PersistentVolumeClaim, metadata: { name: media, namespace: jobs }, spec: { accessModes: [ReadWriteMany], resources: { requests: { storage: ${size} } }, ${spec} } }`;
}

const FOLDER = "hostPath: { path: /mnt/media }";
const MANUAL = "storageClassName: manual";

function found(...documents: readonly string[]): readonly string[] {
  return foundInYaml(volumeTopology, [WORKERS, ...documents].join("\n---\n"));
}

const SEEN = [
  "warning PersistentVolumeClaim jobs/media: is shared by Deployment jobs/encode (up to 3 pods), but PersistentVolume media (hostPath) is /mnt/media of whatever node a pod is on: on every node they see other files",
];

describe("a hostPath volume shared by replicas", () => {
  test.each([
    ["the claim's volumeName", volume(FOLDER), claim('volumeName: media, storageClassName: ""')],
    [
      "the volume's claimRef",
      volume(`${FOLDER}, claimRef: { namespace: jobs, name: media }`),
      claim('storageClassName: ""'),
    ],
    ["class, modes and size", volume(`${MANUAL}, ${FOLDER}`), claim(MANUAL)],
    [
      "a selector of labels",
      volume(FOLDER),
      claim('storageClassName: "", selector: { matchLabels: { disk: media } }'),
    ],
  ])("is found by %s", (_, persistent, claimed) => {
    expect(found(persistent, claimed)).toEqual(SEEN);
  });

  test.each([
    ["is of another class", volume(`storageClassName: other, ${FOLDER}`), claim(MANUAL)],
    ["is too small", volume(`${MANUAL}, ${FOLDER}`), claim(MANUAL, "11Gi")],
    [
      "has other labels",
      volume(FOLDER),
      claim('storageClassName: "", selector: { matchLabels: { disk: other } }'),
    ],
    [
      "is another claim's",
      volume(`${MANUAL}, ${FOLDER}, claimRef: { namespace: jobs, name: other }`),
      claim(MANUAL),
    ],
    [
      "is on NFS",
      volume(`${MANUAL}, nfs: { server: nfs.example.com, path: /media }`),
      claim(MANUAL),
    ],
    [
      "is one of several, not all of them of a node",
      `${volume(`${MANUAL}, ${FOLDER}`)}\n---\n${volume(`${MANUAL}, nfs: { server: nfs.example.com, path: /media }`, "shared")}`,
      claim(MANUAL),
    ],
  ])("is not said where the volume %s", (_, persistent, claimed) => {
    expect(found(persistent, claimed)).toEqual([]);
  });

  test("on a volume that names its node the other pods stay Pending", () => {
    const affinity =
      "nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [{ key: kubernetes.io/hostname, operator: In, values: [n] }] }] } }";
    expect(
      found(volume(`${FOLDER}, ${affinity}`), claim('volumeName: media, storageClassName: ""')),
    ).toEqual([expect.stringContaining("keeps it on one node: pods elsewhere stay Pending")]);
  });

  test("is an error in an environment, and in its cluster", () => {
    const yaml = [WORKERS, volume(FOLDER), claim('volumeName: media, storageClassName: ""')].join(
      "\n---\n",
    );
    const said = foundIn(volumeTopology, yaml, { place: CLUSTER, spec: specOf("production") });
    expect(said).toContainEqual(
      expect.stringMatching(/^error .*on every node they see other files/),
    );
  });

  test("is seen in Terraform's typed resources without a volume's name", () => {
    expect(findingsIn("invalid", "volume-topology-host-path-volume")).toEqual([
      expect.objectContaining({
        severity: "error",
        object: "PersistentVolumeClaim jobs/media",
        message: expect.stringContaining("is /mnt/media of whatever node a pod is on"),
      }),
    ]);
  });
});
