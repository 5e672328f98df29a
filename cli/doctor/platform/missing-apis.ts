import { type Diagnoser, diagnosis, helm, kubectl } from "../examination";

/** Charts whose CustomResourceDefinitions are templates, and a kind that each of them brings. */
const KINDS = {
  keda: ["ScaledObject", "scaledobjects.keda.sh"],
  "external-secrets": ["ExternalSecret", "externalsecrets.external-secrets.io"],
} as const;

/**
 * A kind whose release is there and that the API server does not serve. Helm
 * and Terraform compare what they wrote last with what they are to write, so that no
 * apply of the same values makes the definition again: the revisions have to be
 * forgotten first. What the release has made stays, and the next install takes it up.
 */
export const missingApis: Diagnoser = (examination) => {
  const { live, unservedKinds, spec } = examination;
  return Object.entries(KINDS).flatMap(([chart, [kind, definition]]) => {
    if (!unservedKinds.has(kind)) return [];
    const revisions = live.releases.filter(({ release }) => release === chart);
    const last = revisions.toSorted((left, right) => right.revision - left.revision)[0];
    if (last?.status !== "deployed") return [];
    return [
      diagnosis(
        { kind: "CustomResourceDefinition", name: definition },
        {
          id: "api-missing",
          cause: `is not there though Helm release ${last.namespace}/${chart} is deployed: no ${kind} exists any more, and nothing is ${chart === "keda" ? "scaled" : "synced"}`,
          evidence: [`Secret ${last.namespace}/${last.name}: status=${last.status}`],
          fix: "let Helm install the chart again: an apply with the same values changes nothing. Its revisions are forgotten, what they made stays and is taken up",
          command:
            spec === undefined
              ? helm(examination, last.namespace, "rollback", chart, String(last.revision))
              : `${kubectl(examination, last.namespace, "delete", "secret", "-l", `owner=helm,name=${chart}`)} && npm run deploy -- ${spec.name}`,
        },
      ),
    ];
  });
};
