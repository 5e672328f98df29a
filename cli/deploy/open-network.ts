import { usageError } from "../../runtime/command-line";

const OPEN_NETWORK = "accept-open-network";

/** Option of every command that applies: why it may do so where network policies are not enforced. */
export const OPEN_NETWORK_OPTION = {
  [OPEN_NETWORK]: {
    type: "string",
    value: "REASON",
    does: "deploys although the cluster enforces no network policies",
  },
} as const;

/**
 * Reads the option.
 *
 * @throws ConfigurationError for a reason of blanks, with the usage
 */
export function openNetworkReason(
  { [OPEN_NETWORK]: given }: { readonly [OPEN_NETWORK]?: string },
  usage: string,
): string | undefined {
  if (given === undefined || given.trim() !== "") return given;
  throw usageError(given, "needs a reason", usage, `--${OPEN_NETWORK}`);
}

/** How the option is given, for a fix. */
export const OPEN_NETWORK_HINT = `--${OPEN_NETWORK} "REASON"`;
