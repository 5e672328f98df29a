import { type ErrorContext, fixFor } from "../../../runtime/terraform/known-errors";
import { readDiagnostics, readMessage } from "../../../runtime/terraform/messages";
import { condense } from "../../../runtime/terraform/stack-failure";

const context: ErrorContext = {
  environment: "staging",
  folder: "cdktf.out/stacks/staging-platform",
  program: "tofu",
  product: "opentofu",
};
const fix = (summary: string, detail = "") =>
  fixFor({ severity: "error", summary, detail, address: undefined }, context);

test.each([
  ["Unable to find remote state", "", "npm run deploy -- staging"],
  [
    "Error acquiring the state lock",
    "resource temporarily unavailable\nLock Info:\n  ID:        6f1e2c3d-aaaa\n  Who:       me@here",
    "tofu -chdir=cdktf.out/stacks/staging-platform force-unlock 6f1e2c3d-aaaa",
  ],
  ["Required token could not be found", "", "TF_TOKEN_app_terraform_io"],
  [
    "Failed to install provider",
    "the local package doesn't match any of the checksums recorded in the dependency lock file",
    "--provider-lock none",
  ],
  ["Failed to resolve provider packages", "dial tcp: no such host", "a mirror or a plugin folder"],
  [
    "Error locating chart",
    "Unable to locate chart keda: dial tcp: no such host",
    "set CHART_MIRROR",
  ],
  [
    "Unsupported Terraform Core version",
    "This configuration does not support Terraform version 1.9.8.",
    "OpenTofu 1.11 or newer",
  ],
  ["Unsupported OpenTofu Core version", "", "name it with --binary"],
  [
    "Extraneous JSON object property",
    'No argument or block type is named "ephemeral".',
    "tofu knows no ephemeral block",
  ],
  ["another operation (install/upgrade/rollback) is in progress", "", "--unlock-releases"],
  ["Get https://127.0.0.1:6443: connection refused", "", "KUBE_CONTEXT"],
  ["Unauthorized", "", "log in again"],
  ["pods is forbidden", "User may not list", "the right that the message names"],
  ["no client config", "", "kubectl config get-contexts"],
  [
    "Invalid attribute in provider configuration",
    `'config_path' refers to an invalid path: "/home/me/.kube/config": stat /home/me/.kube/config: no such file or directory`,
    "npm run local makes one on this machine",
  ],
  ['namespaces "keda" already exists', "", "import ADDRESS"],
  [
    "creating EFS Mount Target",
    "MountTargetConflict: mount target already exists in this AZ",
    "aws efs describe-mount-targets --file-system-id",
  ],
  [
    "creating EKS Pod Identity Association",
    "ResourceInUseException: Association already exists: a-1",
    "delete-pod-identity-association",
  ],
  [
    "waiting for EKS Node Group create",
    "unexpected state 'CREATE_FAILED', wanted target 'ACTIVE'",
    "npm run doctor -- staging tells why",
  ],
])("%s is known, with its way out", (summary, detail, way) => {
  expect(fix(summary, detail)).toContain(way);
});

// As Terraform 1.11.4 says it of a state with OpenTofu's addresses, where that registry is out of reach.
const ELSEWHERE =
  'Could not retrieve the list of available versions for provider\nregistry.opentofu.org/hashicorp/kubernetes: could not connect to\nregistry.opentofu.org: failed to request discovery document: Get\n"https://registry.opentofu.org/.well-known/terraform.json": dial tcp: lookup\nregistry.opentofu.org: no such host';

test("a state that OpenTofu wrote is taken over with the command for it, not by a way to the registry", () => {
  const summary = "Failed to query available provider packages";
  const error = { severity: "error", summary, detail: ELSEWHERE, address: undefined } as const;
  expect(fixFor(error, { ...context, program: "terraform", product: "terraform" })).toContain(
    "terraform -chdir=cdktf.out/stacks/staging-platform state replace-provider registry.opentofu.org/hashicorp/kubernetes registry.terraform.io/hashicorp/kubernetes",
  );
  expect(fixFor(error, context)).toContain("a mirror or a plugin folder");
});

test("an unknown error has no advice", () => {
  expect(fix("the moon is full")).toBeUndefined();
});

test("errors in text for people are found among the rest", () => {
  const text =
    "Initializing ...\n\nWarning: Old\n\nsomething\n\nError: No chart\n\n  with helm_release.keda,\n  on cdk.tf.json line 1\n\nIt is gone.\n";
  expect(readDiagnostics(text)).toEqual([
    { severity: "warning", summary: "Old", detail: "something", address: undefined },
    expect.objectContaining({ summary: "No chart", address: "helm_release.keda" }),
  ]);
});

test("lines of machine-readable output are told apart", () => {
  expect(readMessage("plain words")).toEqual({ kind: "text", text: "plain words" });
  expect(readMessage('{"half')).toEqual({ kind: "text", text: '{"half' });
  expect(
    readMessage(
      '{"type":"apply_progress","@message":"...","hook":{"resource":{"addr":"a.b"},"action":"create","elapsed_seconds":10}}',
    ),
  ).toEqual({
    kind: "resource",
    progress: { state: "going on", action: "create", address: "a.b", seconds: 10 },
  });
});

test("the same error of several resources is said once for each, a repeated one once", () => {
  const error = (address: string) => ({
    severity: "error" as const,
    summary: "Unauthorized",
    detail: "Unauthorized",
    address,
  });
  const errors = condense([error("a.b"), error("a.b"), error("a.c")], [], context);
  expect(errors.map(({ address, cause }) => [address, cause])).toEqual([
    ["a.b", "Unauthorized"],
    ["a.c", "Unauthorized"],
  ]);
});

test("without an error the last words are the cause", () => {
  expect(condense([], ["panic: nil"], context)[0]?.cause).toBe("panic: nil");
});
