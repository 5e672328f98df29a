import { closest } from "../../environments/suggest";
import type { Trigger } from "../../inventory/model";
import type { Finding } from "../engine/rule";
import { type QueueScaling, triggerFinding, triggerName } from "./queue-scaling";

/** https://github.com/kedacore/keda/blob/main/pkg/scalers/redis_scaler.go */
const OWN_KEYS = [
  "listName",
  "listLength",
  "activationListLength",
  "databaseIndex",
  "enableTLS",
  "unsafeSsl",
] as const;

/** These may also be taken from a variable of the target's container: `<key>FromEnv`. */
const CONNECTION_KEYS = [
  "address",
  "addresses",
  "host",
  "hosts",
  "port",
  "ports",
  "username",
  "password",
  "sentinelUsername",
  "sentinelPassword",
  "sentinelMaster",
] as const;

const KEYS: readonly string[] = [
  ...OWN_KEYS,
  ...CONNECTION_KEYS,
  ...CONNECTION_KEYS.map((key) => `${key}FromEnv`),
];

/** What is written in redis triggers, apart from server and key: names and numbers. */
export function triggerMetadata(scaling: QueueScaling): readonly Finding[] {
  return scaling.redisTriggers.flatMap((trigger) => [
    ...unknownKeys(scaling, trigger),
    ...missingListName(scaling, trigger),
    ...numbers(scaling, trigger),
  ]);
}

function unknownKeys(scaling: QueueScaling, trigger: Trigger): readonly Finding[] {
  const { metadata } = trigger;
  return Object.keys(metadata)
    .filter((key) => !KEYS.includes(key))
    .map((key) => {
      const guess = closest(key, KEYS);
      return triggerFinding(
        scaling,
        "warning",
        `${triggerName(scaling.autoscaler, trigger)} has metadata ${key}, which KEDA ignores without a word`,
        guess === undefined || guess in metadata
          ? `remove ${key}`
          : `write ${guess}: ${JSON.stringify(metadata[key])}`,
      );
    });
}

function missingListName(scaling: QueueScaling, trigger: Trigger): readonly Finding[] {
  if ((trigger.metadata.listName ?? "") !== "") return [];
  const [queue = "default"] = scaling.consumed ?? [];
  return [
    triggerFinding(
      scaling,
      "error",
      `${triggerName(scaling.autoscaler, trigger)} has no listName: KEDA refuses it, and nothing scales`,
      `add listName: ${scaling.keys.waiting(queue)} to its metadata`,
    ),
  ];
}

function numbers(scaling: QueueScaling, trigger: Trigger): readonly Finding[] {
  // Beside a formula the HPA gets the formula's target.
  const isTarget =
    scaling.autoscaler.kind === "ScaledObject" && scaling.autoscaler.scalingModifiers === undefined;
  return (["listLength", "activationListLength", "databaseIndex"] as const).flatMap((key) => {
    const value = trigger.metadata[key];
    if (value === undefined || value === "" || isTemplate(value)) return [];
    const name = triggerName(scaling.autoscaler, trigger);
    if (!/^[+-]?\d+$/.test(value)) {
      return [
        triggerFinding(
          scaling,
          "error",
          `${name} has ${key} ${JSON.stringify(value)}, which is no whole number: KEDA refuses the trigger, and nothing scales`,
          `write ${key}: "${key === "listLength" ? Math.max(1, Math.round(Number.parseFloat(value)) || 5) : 0}"`,
        ),
      ];
    }
    return key === "listLength" && isTarget && Number(value) < 1
      ? [
          triggerFinding(
            scaling,
            "error",
            `${name} has listLength ${value}: an HPA's target must be more than 0, so KEDA cannot make it`,
            'write listLength: "1" or more, the jobs for each replica',
          ),
        ]
      : [];
  });
}

/** Something that Terraform, Helm or a script fills in. */
export function isTemplate(value: string): boolean {
  return /\$[{(]|\{\{|<[A-Z_]+>/.test(value);
}
