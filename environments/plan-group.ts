/** Group in the cluster of the identity that plans, and only plans. */
export const PLAN_GROUP = "fluxibri-plan";
