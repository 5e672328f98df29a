/** Folders whose folders are each other's alternatives: one of them is applied to a cluster. */
const OF_ALTERNATIVES =
  /^(overlays?|variants?|environments?|envs?|clusters?|stages?|regions?|tenants?|examples?|samples?|demos?|tests?|e2e|fixtures|testdata|tutorials?|labs?|lessons?|exercises?|chapters?|workshops?)$/i;

/** Names that count: `01-hpa`, `step-2`, `lab3`, `v2`. */
const NUMBERED = /^\d+([-_. ]|$)|^[a-z]+[-_ ]?\d+$/i;

/** Names of environments, wherever they stand. */
const ENVIRONMENT =
  /^(dev|develop|development|test|testing|qa|int|integration|stag|stage|staging|preprod|pre-prod|prod|production|live|local|minikube|kind)([-_.].*)?$/i;

/** Folders of files of which each is tried by itself. */
const OF_LESSONS =
  /^(examples?|samples?|demos?|tutorials?|labs?|lessons?|exercises?|chapters?|workshops?)$/i;

/** Whether the files of a folder are steps or samples, and seldom applied together. */
export function holdsLessons(folder: string): boolean {
  return folder.split("/").some((segment) => OF_LESSONS.test(segment));
}

/** Whether a folder is below another. */
export function isWithin(folder: string, above: string): boolean {
  return folder !== above && (above === "." || folder.startsWith(`${above}/`));
}

/**
 * Whether two folders are made to be applied one or the other: overlays,
 * environments, numbered steps of a tutorial. A guess of their names.
 */
export function areAlternatives(left: string, right: string): boolean {
  const [lefts, rights] = [left.split("/"), right.split("/")];
  const at = lefts.findIndex((segment, index) => segment !== rights[index]);
  const [own, other] = [lefts[at], rights[at]];
  if (own === undefined || other === undefined) return false;
  if (lefts.slice(0, at).some((segment) => OF_ALTERNATIVES.test(segment))) return true;
  return [NUMBERED, ENVIRONMENT].some((names) => names.test(own) && names.test(other));
}
