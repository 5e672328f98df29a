import type { LiveExternalSecret } from "../../../inventory/live";
import {
  age,
  describeCommand,
  describeCondition,
  type Diagnoser,
  type Diagnosis,
  diagnosis,
  eventsOf,
  type Examination,
  isSame,
  kubectl,
  SETTLING_MS,
} from "../examination";

/** Secrets that External Secrets does not keep up to date, and the stores that it cannot read. */
export const externalSecrets: Diagnoser = (examination) => [
  ...examination.live.secretStores.flatMap((store) => {
    const ready = store.conditions.find(({ type }) => type === "Ready");
    if (ready?.status === "True" || isYoung(store.created, examination)) return [];
    const dependents = examination.live.syncedSecrets.filter(
      (secret) => secret.store !== undefined && isSame(secret.store, store),
    );
    return [
      diagnosis(store, {
        id: "secret-store-not-ready",
        cause: `cannot be read${dependents.length === 0 ? "" : `: ${dependents.length} ExternalSecrets are not renewed`}`,
        // The condition says only that no client came about; what Vault answered is in the event.
        evidence: [
          ...(ready === undefined ? [] : [describeCondition(ready)]),
          ...eventsOf(examination, store).slice(0, 1),
        ],
        fix: "see that Vault answers at its address and that its role lets this cluster's service account in",
        command: describeCommand(examination, store),
      }),
    ];
  }),
  ...examination.live.syncedSecrets.flatMap((secret) => notSynced(secret, examination)),
];

function notSynced(secret: LiveExternalSecret, examination: Examination): readonly Diagnosis[] {
  const ready = secret.conditions.find(({ type }) => type === "Ready");
  const { now } = examination;
  const { namespace, name, refreshed, interval, secretName } = secret;
  const again = kubectl(
    examination,
    namespace,
    ...["annotate", "externalsecret", name, "--overwrite", `force-sync=${now}`],
  );
  if (ready?.status !== "True") {
    if (ready === undefined && isYoung(secret.created, examination)) return [];
    return [
      diagnosis(secret, {
        id: "external-secret-not-synced",
        cause: `Secret ${secretName} is not renewed${refreshed === undefined ? ", and never was" : ` since ${age(now, refreshed)}`}`,
        evidence: [
          ready === undefined
            ? "no status: External Secrets has not looked at it"
            : describeCondition(ready),
          ...eventsOf(examination, secret, /Failed|Error/).slice(0, 1),
        ],
        fix: "put right what it says (store, path in Vault, template), then have it read again",
        command: again,
      }),
    ];
  }
  // One refresh may be late; two are not.
  const late =
    interval > 0 && refreshed !== undefined && now - refreshed > 2 * interval * 1000 + SETTLING_MS;
  return late
    ? [
        diagnosis(secret, {
          id: "external-secret-stale",
          cause: `Secret ${secretName} was read ${age(now, refreshed)} ago, though it is to be read every ${age(interval * 1000, 0)}: what changed in the store since is not here`,
          evidence: [`refreshTime: ${new Date(refreshed).toISOString()}`],
          fix: "bring the operator of External Secrets back",
          command: kubectl(
            examination,
            undefined,
            ...["get", "pods", "-A", "-l", "app.kubernetes.io/name=external-secrets"],
          ),
        }),
      ]
    : [];
}

function isYoung(created: number | undefined, { now }: Examination): boolean {
  return created !== undefined && now - created < SETTLING_MS;
}
