/** Programs of others that read what this project writes. */
export type ScannerName = "actionlint" | "zizmor" | "checkov";

/** One thing that a scanner says. */
export interface ScanFinding {
  readonly scanner: ScannerName;
  /** The scanner's own name of the check. */
  readonly check: string;
  /** File and place of a workflow; kind, namespace and name of an object; address of a resource. */
  readonly where: string;
  readonly says: string;
}

/** How a scanner ended. */
export type ScanResult =
  | { readonly scanner: ScannerName; readonly ran: true; readonly findings: readonly ScanFinding[] }
  | { readonly scanner: ScannerName; readonly ran: false; readonly because: string };
