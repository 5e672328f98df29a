import type { Rule } from "../engine/rule";
import { extendedResources } from "./extended-resources";
import { misfitFields } from "./misfit-fields";
import { renamedKeys } from "./renamed-keys";
import { REFUSED_OBJECTS } from "./refusal";
import { servedVersions } from "./served-versions";

export const refusedObjects: Rule = {
  id: REFUSED_OBJECTS,
  title: "The API server takes every object as it is written",
  why: "A number or a switch that is not quoted (`listLength: 4`, `value: yes`, `mode: 0777`), a field with a typing error, a version that the cluster no longer serves (`external-secrets.io/v1beta1`, `batch/v1beta1`): each is found only when somebody applies it, and then half of a folder is applied. YAML is read as kubectl reads it, in which y, on and 1_000 are no texts. Types and fields are those of Kubernetes' and KEDA's own schemas (inventory/api), versions those of the environment's Kubernetes and operators, or of the CRDs beside them.",
  severity:
    "error for a value of another type, a version that is not served, and a GPU or another extended resource without an equal limit; warning for a key that YAML takes for something else, for a field that the schema does not have, which kubectl refuses and others leave out without a word, and for versions where the cluster's is not known",
  remedy: "Write what the finding says. `kubectl explain <kind>.<field>` tells a field's type.",
  check: (inventory, spec) => [
    ...servedVersions(inventory, spec),
    ...misfitFields(inventory),
    ...renamedKeys(inventory),
    ...extendedResources(inventory),
  ],
};
