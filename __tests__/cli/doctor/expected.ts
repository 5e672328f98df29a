import type { DiagnosisId } from "../../../cli/doctor/catalog";

/** Object, and words that the cause and the command must have. */
export type Expected = readonly [id: DiagnosisId, object: string, cause: string, command?: string];

export const KUBECTL = "kubectl --context c -n app ";
