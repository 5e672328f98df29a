import type { Switches } from "../../environments/schema";
import { blocks, type StackJson } from "../support/synth";
import { podOf, withSwitches, workloadOf } from "../support/workload";

type Moves = Switches["claimMoves"];

function production(claimMoves: Moves): StackJson & { readonly removed?: unknown } {
  return workloadOf(withSwitches("production", () => ({ claimMoves })));
}

function claims(stack: StackJson): readonly string[] {
  return blocks(stack, "kubernetes_persistent_volume_claim_v1")
    .map(({ metadata }) => (metadata as { readonly name: string }).name)
    .filter((name) => name.startsWith("montage-"))
    .sort();
}

/** Claims of the worker's pods by the name of their volume, as addresses in the stack or plain names. */
function mounted(stack: StackJson): Readonly<Record<string, string>> {
  const volumes = podOf(stack, "montage-ai-worker").volume as unknown as {
    readonly name: string;
    readonly persistent_volume_claim?: { readonly claim_name: string };
  }[];
  return Object.fromEntries(
    volumes.flatMap(({ name, persistent_volume_claim: claim }) =>
      claim === undefined ? [] : [[name, claim.claim_name]],
    ),
  );
}

const before = production({});
const copying = production({ "montage-input": "copying" });
const moved = production({ "montage-input": "moved" });

test("without moves every claim has its own name and nothing is let go", () => {
  expect(claims(before)).toEqual([
    "montage-assets",
    "montage-cache",
    "montage-input",
    "montage-music",
    "montage-output",
  ]);
  expect(before).not.toHaveProperty("removed");
});

test.each([
  ["copying", copying],
  ["moved", moved],
] as const)(
  "while %s the successor is made and the old claim is not declared any more",
  (_, stack) => {
    expect(claims(stack)).toContain("montage-input-rwx");
    expect(claims(stack)).not.toContain("montage-input");
    expect(claims(stack)).toHaveLength(claims(before).length);
  },
);

test("Terraform forgets the old claim without destroying it, by the address that it had", () => {
  const [address] = Object.entries(
    before.resource?.["kubernetes_persistent_volume_claim_v1"] ?? {},
  ).flatMap(([id, block]) =>
    (block["metadata"] as { readonly name: string }).name === "montage-input" ? [id] : [],
  );
  for (const stack of [copying, moved]) {
    expect(stack.removed).toEqual([
      {
        from: `kubernetes_persistent_volume_claim_v1.${address}`,
        lifecycle: { destroy: false },
      },
    ]);
  }
});

test("pods are on the old claim while it is copied, and on its successor afterwards", () => {
  expect(mounted(copying)["montage-input"]).toBe("montage-input");
  expect(mounted(moved)["montage-input"]).toMatch(/montage-input-rwx.*metadata\[0\]\.name/);
});

test("the other claims stay where they are", () => {
  const others = (stack: StackJson) =>
    Object.entries(mounted(stack)).filter(([name]) => name !== "montage-input");
  expect(others(moved)).toEqual(others(before));
});

test("the app's own jobs get the claim that the pods have", () => {
  const settings = (stack: StackJson) => JSON.stringify(blocks(stack, "kubernetes_config_map_v1"));
  expect(settings(copying)).not.toContain("montage-input-rwx");
  expect(settings(moved)).toMatch(/montage-input-rwx/);
});
