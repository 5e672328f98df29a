import { parse } from "yaml";
import { machineContract } from "../../environments/nodes/machine-contract";
import { blocks, specOf, synthesize } from "../support/synth";

describe("the machines of staging", () => {
  const spec = specOf("staging");
  const json = synthesize(spec)["node-pools"];
  const machines = spec.cluster.kind === "k3s" ? spec.cluster.machines : [];
  const role = (name: string) => ({ [`node-role.fluxibri.ai/${name}`]: "true" });
  const gpu = (type: string, model: string, memory: number) => ({
    "fluxibri.ai/gpu-enabled": "true",
    "fluxibri.ai/gpu-encoder": "true",
    "fluxibri.ai/gpu-type": type,
    "fluxibri.ai/gpu-model": model,
    "fluxibri.ai/gpu-sharing": "whole",
    "fluxibri.ai/gpu-memory-gib": String(memory),
  });

  test("are reached through the cluster alone", () => {
    expect(Object.keys(json?.provider ?? {})).toEqual(["kubernetes"]);
  });

  test.each<[string, Record<string, string>]>([
    [
      "control-amd64",
      {
        ...role("web"),
        "fluxibri.ai/registry-host": "true",
        "fluxibri.ai/cgpu-enabled": "true",
      },
    ],
    ["worker-amd64", { ...role("cpu-worker"), ...role("web"), "fluxibri.ai/cgpu-enabled": "true" }],
    ["worker-arm64", role("cpu-worker")],
    ["gpu-rocm", { ...role("gpu-worker"), ...gpu("amd-rocm", "RX-7800-XT", 16) }],
    [
      "gpu-jetson",
      {
        ...role("gpu-worker"),
        ...gpu("nvidia-tegra", "Orin-NX-16", 16),
        "nvidia.com/gpu.present": "true",
      },
    ],
  ])("%s has exactly its labels", (name, labels) => {
    const found = blocks(json, "kubernetes_labels").filter(
      ({ metadata }) => JSON.stringify(metadata) === JSON.stringify({ name }),
    );
    expect(found).toEqual([
      expect.objectContaining({
        api_version: "v1",
        kind: "Node",
        labels,
        force: true,
        field_manager: "fluxibri-core-node-labels",
      }),
    ]);
  });

  test("GPU machines, and no others, are tainted with their GPU's type", () => {
    expect(
      blocks(json, "kubernetes_node_taint").map(({ metadata, taint }) => ({ metadata, taint })),
    ).toEqual(
      ["nvidia-tegra", "amd-rocm"].map((value) => ({
        metadata: { name: value === "amd-rocm" ? "gpu-rocm" : "gpu-jetson" },
        taint: [{ key: "gpu", value, effect: "NoSchedule" }],
      })),
    );
  });

  // With one field manager for both, server-side apply of the labels removed the taints, and the other way round.
  test("are labelled and tainted by field managers of their own", () => {
    const managers = (type: string) =>
      new Set(blocks(json, type).map(({ field_manager }) => field_manager));
    expect(managers("kubernetes_labels")).toEqual(new Set(["fluxibri-core-node-labels"]));
    expect(managers("kubernetes_node_taint")).toEqual(new Set(["fluxibri-core-node-taints"]));
  });

  test("promise the GPUs that their device plugins advertise", () => {
    const advertised = machines
      .map(machineContract)
      .map(({ name, allocatable }) => [name, allocatable]);
    expect(Object.fromEntries(advertised)).toMatchObject({
      "worker-amd64": {},
      "gpu-rocm": { "amd.com/gpu": 1 },
      "gpu-jetson": { "nvidia.com/gpu": 1 },
    });
  });
});

describe("a machine with MIG", () => {
  const spec = specOf("staging");
  const [machine] = spec.cluster.kind === "k3s" ? spec.cluster.machines : [];
  if (spec.cluster.kind !== "k3s" || machine === undefined) throw new Error("staging is not k3s");
  const cards = { type: "nvidia", model: "A100-40", count: 2 } as const;
  const layout = { kind: "custom", slices: { "3g.20gb": 1, "1g.5gb": 4 } } as const;
  const json = synthesize({
    ...spec,
    cluster: {
      ...spec.cluster,
      machines: [
        ...spec.cluster.machines,
        {
          ...machine,
          name: "gpu-a100",
          registryHost: false,
          gpu: { ...cards, sharing: "mig", strategy: "mixed", layout },
        },
      ],
    },
  })["node-pools"];

  test("names its layout in a label, and the layout is in the manager's configuration", () => {
    const label = blocks(json, "kubernetes_labels")
      .map(({ labels }) => Object(labels) as Record<string, string>)
      .flatMap((labels) => labels["nvidia.com/mig.config"] ?? []);
    expect(label).toEqual(["custom-1x3g.20gb-4x1g.5gb"]);
    const [config] = blocks(json, "kubernetes_config_map_v1");
    const text = (config?.["data"] as Record<string, string> | undefined)?.["config.yaml"] ?? "";
    expect(parse(text)).toEqual({
      version: "v1",
      "mig-configs": {
        "custom-1x3g.20gb-4x1g.5gb": [
          { devices: "all", "mig-enabled": true, "mig-devices": { "3g.20gb": 1, "1g.5gb": 4 } },
        ],
      },
    });
  });
});
