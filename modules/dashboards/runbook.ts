/** Headings of docs/runbook.md that panels lead to; a test holds them to it. */
export const RUNBOOK_SECTIONS = [
  "Pods are Pending",
  "The queue grows and workers do not",
  "Workers are at their maximum",
  "Workers are killed",
  "Busy workers go first",
  "A metrics API is down",
  "The web front does not answer",
  "A claim is full",
] as const;
export type RunbookSection = (typeof RUNBOOK_SECTIONS)[number];
