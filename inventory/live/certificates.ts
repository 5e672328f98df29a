import { X509Certificate } from "node:crypto";

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/**
 * When the last of some certificates ends, in milliseconds since 1970.
 *
 * @param encoded PEM in Base64, as a Secret or a caBundle has it
 * @returns undefined where there is none that can be read
 */
export function expiryOf(encoded: string | undefined): number | undefined {
  const pem = Buffer.from(encoded ?? "", "base64").toString("latin1");
  const ends = (pem.match(CERTIFICATE) ?? []).flatMap((text) => {
    try {
      return Date.parse(new X509Certificate(text).validTo);
    } catch {
      return [];
    }
  });
  return ends.length === 0 ? undefined : Math.max(...ends);
}

/** The same of the first of them: that is the server's own, the others have signed it. */
export function serverExpiryOf(encoded: string | undefined): number | undefined {
  const pem = Buffer.from(encoded ?? "", "base64").toString("latin1");
  const [first] = pem.match(CERTIFICATE) ?? [];
  return expiryOf(first && Buffer.from(first).toString("base64"));
}
