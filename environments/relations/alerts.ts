import type { Relation } from "./relation";
import { duplicates } from "./duplicates";

const receiversAreDistinct: Relation = {
  needs: ["alerts"],
  check: ({ alerts }) =>
    duplicates(alerts?.receivers.map(({ name }) => name) ?? []).map((index) => ({
      path: ["alerts", "receivers", index, "name"],
      message: "another receiver has this name",
      fix: "give each receiver its own name",
    })),
};

const alertsComeFromSomewhere: Relation = {
  needs: ["alerts", "switches"],
  check: ({ alerts, switches: { addons } }) =>
    alerts !== undefined && !addons["kube-prometheus-stack"]
      ? [
          {
            path: ["switches", "addons", "kube-prometheus-stack"],
            message: "alerts.receivers need its Alertmanager: without it no alert is sent",
            fix: "set it to true, or remove the alerts block",
          },
        ]
      : [],
};

/** With External Secrets on, a missing Vault is an error of its own, whatever is read from it. */
const receiversHaveCredentials: Relation = {
  needs: ["alerts", "switches", "vault", "name"],
  check: ({ alerts, switches: { addons }, vault, name }) => {
    if (alerts === undefined || addons["external-secrets"]) return [];
    return [
      {
        path: ["switches", "addons", "external-secrets"],
        message: "alerts.receivers get their credentials from Vault through it",
        fix: "set it to true, or remove the alerts block",
      },
      ...(vault === undefined
        ? [
            {
              path: ["vault"],
              message:
                "alerts.receivers name credentials, but no Vault is described to read them from",
              fix: `add a vault block to environments/${name}.ts, or remove the alerts block`,
            },
          ]
        : []),
    ];
  },
};

export const alertRelations: readonly Relation[] = [
  receiversAreDistinct,
  alertsComeFromSomewhere,
  receiversHaveCredentials,
];
