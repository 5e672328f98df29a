import { BROKEN, podOf } from "./breakage";
import { heldPod } from "./as-kubelet";
import type { BreakageCase } from "./case";

const HELD =
  "KWOK is stopped, so that the pod stays where a kubelet would hold it; the event is the kubelet's";

/** Pods that do not start. */
export const startingCases: readonly BreakageCase[] = [
  {
    name: "no-sandbox",
    area: "pods",
    written: HELD,
    ...heldPod("no-sandbox", [
      [
        "FailedCreatePodSandBox",
        'Failed to create pod sandbox: plugin type="aws-cni" failed (add): add cmd: failed to assign an IP address to container',
      ],
    ]),
    first: "pod-not-starting",
    object: `Pod ${BROKEN}/no-sandbox`,
    cause: /no address is left/,
  },
  {
    name: "silent-kubelet",
    area: "pods",
    written: HELD,
    ...heldPod("silent", []),
    first: "pod-not-starting",
    object: `Pod ${BROKEN}/silent`,
    cause: /nothing says why/,
  },
  {
    name: "mount-timeout",
    area: "storage",
    written: HELD,
    ...heldPod("mount-timeout", [
      [
        "FailedMount",
        'MountVolume.SetUp failed for volume "pvc-1" : rpc error: code = Internal desc = mount failed: exit status 32: mount.nfs: Connection timed out',
      ],
    ]),
    first: "volume-not-mounted",
    object: `Pod ${BROKEN}/mount-timeout`,
    cause: /cannot mount a volume/,
  },
  {
    name: "attached-elsewhere",
    area: "storage",
    written: HELD,
    ...heldPod("attached-elsewhere", [
      [
        "FailedAttachVolume",
        'Multi-Attach error for volume "pvc-2" Volume is already exclusively attached to one node and can\'t be attached to another',
      ],
    ]),
    first: "volume-not-mounted",
    object: `Pod ${BROKEN}/attached-elsewhere`,
    cause: /another node may still have it/,
  },
  {
    name: "node-that-is-gone",
    area: "nodes",
    objects: [podOf("orphan", { nodeName: "doctor-gone", tolerations: [{ operator: "Exists" }] })],
    first: "pod-not-starting",
    object: `Pod ${BROKEN}/orphan`,
    cause: /no such node/,
  },
  {
    name: "scheduling-gate",
    area: "pods",
    objects: [podOf("gated", { schedulingGates: [{ name: "example.com/quota" }] })],
    first: "pod-gated",
    object: `Pod ${BROKEN}/gated`,
    cause: /example\.com\/quota/,
  },
  {
    name: "device-class-gone",
    area: "pods",
    objects: [
      {
        apiVersion: "resource.k8s.io/v1",
        kind: "ResourceClaim",
        metadata: { name: "gpu", namespace: BROKEN },
        spec: {
          devices: {
            requests: [{ name: "gpu", exactly: { deviceClassName: "gone.example.com" } }],
          },
        },
      },
      podOf("device", { resourceClaims: [{ name: "gpu", resourceClaimName: "gpu" }] }),
    ],
    first: "pod-device-missing",
    object: `Pod ${BROKEN}/device`,
    cause: /DeviceClass gone\.example\.com, which is not there/,
  },
  {
    name: "device-driver-away",
    area: "pods",
    objects: [
      {
        apiVersion: "resource.k8s.io/v1",
        kind: "DeviceClass",
        metadata: { name: "doctor.example.com" },
        spec: { selectors: [{ cel: { expression: 'device.driver == "doctor.example.com"' } }] },
      },
      {
        apiVersion: "resource.k8s.io/v1",
        kind: "ResourceClaim",
        metadata: { name: "card", namespace: BROKEN },
        spec: {
          devices: {
            requests: [{ name: "gpu", exactly: { deviceClassName: "doctor.example.com" } }],
          },
        },
      },
      podOf("driverless", { resourceClaims: [{ name: "gpu", resourceClaimName: "card" }] }),
    ],
    first: "pod-device-missing",
    object: `Pod ${BROKEN}/driverless`,
    cause: /driver doctor\.example\.com offers none/,
  },
];
