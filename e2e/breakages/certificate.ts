import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { runSync } from "../../runtime/process/run-sync";

/** A certificate that signs itself, as PEM in Base64. */
export function certificate(days: number): string {
  const folder = mkdtempSync(path.join(tmpdir(), "doctor-"));
  const file = (name: string) => path.join(folder, name);
  const made = runSync({
    program: "openssl",
    args: [
      ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"],
      ...["-subj", "/CN=doctor", "-days", String(days)],
      ...["-keyout", file("key"), "-out", file("crt")],
    ],
  });
  if (!made.ok) throw made.failure("install openssl");
  const pem = readFileSync(file("crt")).toString("base64");
  rmSync(folder, { recursive: true });
  return pem;
}
