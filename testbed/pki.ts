import { runSync } from "../runtime/process/run-sync";

/** A certificate to be made; good for servers and for clients. */
export interface CertificateRequest {
  /** Stem of the files `<name>.crt` and `<name>.key`. */
  readonly name: string;
  /** User, for a client of the API server. */
  readonly commonName: string;
  /** Group, for a client of the API server. */
  readonly organization?: string;
  /** DNS names and addresses, for a server. */
  readonly hosts?: readonly string[];
}

/**
 * Makes certificates in a folder, signed by the folder's own authority
 * (`ca.crt`), which is made with the first of them.
 *
 * @param program the built testbed/pki
 */
export function makeCertificates(
  program: string,
  folder: string,
  requests: readonly CertificateRequest[],
): void {
  const made = runSync({ program, args: [folder], input: JSON.stringify(requests) });
  if (!made.ok) throw made.failure("see that the folder can be written to");
}
