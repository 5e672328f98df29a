import { BY_HAND, TERRAFORM_MANAGERS } from "../../../modules/ownership/field-managers";
import { type Diagnoser, diagnosis } from "../examination";

/** Everything that this project makes carries it. */
const OURS = { label: "app.kubernetes.io/managed-by", value: "fluxibri-core" };
const TERRAFORM: readonly string[] = TERRAFORM_MANAGERS;

/** Others who have written the scaling or the grace of what Terraform owns. */
export const fieldManagers: Diagnoser = ({ live, spec }) =>
  live.fieldWriters
    // KEDA's HPAs have the labels of their ScaledObject, and KEDA writes them.
    .filter(({ labels, owner }) => labels[OURS.label] === OURS.value && owner === undefined)
    .flatMap((object) =>
      object.writers
        .filter(({ manager }) => !TERRAFORM.includes(manager))
        .map(({ manager, fields }) =>
          diagnosis(object, {
            id: "foreign-field-manager",
            severity: "warning",
            cause: `${manager === BY_HAND ? "somebody, by hand," : manager} has written ${fields.join(" and ")}, which Terraform owns`,
            evidence: [`managedFields: ${manager}`],
            fix:
              manager === BY_HAND
                ? "put what shall stay into the environment's data; the next deploy takes the rest back"
                : "find who applies it and have that stopped; the next deploy takes back what differs (docs/operations/ownership.md)",
            command: spec === undefined ? undefined : `npm run deploy -- ${spec.name} workload`,
          }),
        ),
    );
