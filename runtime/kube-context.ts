import { CommandFailure } from "./failure";

/**
 * Sees that a context is one of a kubeconfig's.
 *
 * @throws CommandFailure with those that it has
 */
export function requireContext(context: string, known: readonly { readonly name: string }[]): void {
  if (known.some(({ name }) => name === context)) return;
  const names = known.map(({ name }) => name).join(", ");
  throw new CommandFailure(
    `there is no context ${context} in the kubeconfig; it has ${names || "none"}`,
    "look at kubectl config get-contexts, and at KUBECONFIG",
  );
}
