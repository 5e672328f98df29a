import { CommandFailure } from "../../runtime/failure";
import type { ScanFinding, ScannerName, ScanResult } from "./finding";

/** Longer than any scanner takes on a busy machine. */
export const LIMIT_SECONDS = 180;

/** A scanner that cannot be had has not run; one that cannot be understood is an error. */
export async function attempt(
  scanner: ScannerName,
  scan: () => Promise<readonly ScanFinding[]>,
): Promise<ScanResult> {
  try {
    return { scanner, ran: true, findings: await scan() };
  } catch (error) {
    if (!(error instanceof CommandFailure)) throw error;
    const [because = ""] = error.message.split("\n");
    return { scanner, ran: false, because };
  }
}
