import { cloudFix } from "./cloud-errors";
import type { Product } from "./binary";
import type { Diagnostic } from "./messages";

/** Where an error came up. */
export interface ErrorContext {
  /** Name of the environment. */
  readonly environment: string;
  /** Folder of the synthesized stack, as a person would type it. */
  readonly folder: string;
  /** The program that said it, e.g. `terraform`. */
  readonly program: string;
  readonly product: Product;
}

/** An error that is known, and what to do about it. */
interface KnownError {
  readonly pattern: RegExp;
  /**
   * Whether it can be this error with the program that said it.
   *
   * @default any program's
   */
  fits?(context: ErrorContext): boolean;
  fix(context: ErrorContext, found: RegExpExecArray): string;
}

/** The first that fits is taken: what is special comes before what is general. */
const KNOWN_ERRORS: readonly KnownError[] = [
  {
    pattern:
      /'config_paths?' refers to an invalid path|no client config|no configuration has been provided|context "?\S+"? does not exist/i,
    fix: () =>
      "KUBECONFIG and KUBE_CONTEXT (of k3s the path and context in the data) name no cluster. Without one: npm run local makes one on this machine, and npm run local -- status prints its KUBECONFIG; for one that is there: kubectl config get-contexts",
  },
  {
    pattern: /Unable to find remote state/,
    fix: ({ environment }) =>
      `an earlier stack was never applied, or its state may not be read (share it with this workspace): npm run deploy -- ${environment}`,
  },
  {
    pattern: /Error acquiring the state lock[^]*?ID:\s+(\S+)/,
    fix: ({ folder, program }, [, id]) =>
      `another run holds the state; wait for it. When "Who" says that it is gone: ${program} -chdir=${folder} force-unlock ${id}`,
  },
  {
    pattern: /Error acquiring the state lock|[Ww]orkspace (?:is |already )?locked/,
    fix: () => "another run holds the state: wait for it, or unlock the workspace where it is kept",
  },
  {
    pattern:
      /Required token could not be found|terraform login|tofu login|No credentials? .*(?:found|for host)/,
    fix: ({ program }) =>
      `there is no token for Terraform Cloud: ${program} login, or set TF_TOKEN_app_terraform_io`,
  },
  {
    pattern: /doesn't match any of the checksums|does not match any of the checksums|checksum/,
    fix: () =>
      "the provider is not the one that is locked. From a mirror or plugin folder with builds of its own: add --provider-lock none; otherwise do not use it",
  },
  {
    pattern: /Unsupported (?:Terraform|OpenTofu) Core version/,
    fix: ({ program }) =>
      `${program} here, or the version of the workspace where the run is remote, is not one that the stacks take: install Terraform 1.10 or newer or OpenTofu 1.11 or newer (1.x), name it with --binary, or set the workspace's version (docs/operations/terraform-cloud.md)`,
  },
  {
    pattern: /Extraneous JSON object property[^]*ephemeral/,
    fix: ({ program }) =>
      `${program} knows no ephemeral block: install Terraform 1.10 or newer or OpenTofu 1.11 or newer, or name it with --binary`,
  },
  {
    pattern: /registry\.opentofu\.org\/([\w-]+\/[\w-]+)/,
    fits: ({ product }) => product === "terraform",
    fix: ({ folder, program }, [, source]) =>
      `OpenTofu wrote this state, with its own registry's address. Go on with it (--binary tofu); or take the state over, once for each provider that is named: ${program} -chdir=${folder} state replace-provider registry.opentofu.org/${source} registry.terraform.io/${source}`,
  },
  {
    pattern:
      /Failed to (?:query available|resolve) provider packages|could not connect to registry|Failed to install provider|provider .* was not found/,
    fix: () =>
      "let this machine reach the registry, or give it a mirror or a plugin folder: https://developer.hashicorp.com/terraform/cli/config/config-file#provider-installation",
  },
  {
    pattern: /another operation \(install\/upgrade\/rollback\) is in progress/,
    fix: ({ environment }) =>
      `an apply that broke off left the release locked. When no other apply is at work: npm run deploy -- ${environment} --unlock-releases`,
  },
  {
    pattern: /no matches for kind|API did not recognize GroupVersionKind|no match for GroupVersion/,
    fix: ({ environment }) =>
      `the chart that brings this kind is not installed yet: npm run deploy -- ${environment} platform. Where that has nothing to do, its CustomResourceDefinition was deleted by hand: npm run doctor -- ${environment} names the command that lets Helm install the chart again`,
  },
  {
    pattern: /MountTargetConflict|mount target already exists in this AZ/,
    fix: ({ folder, program }) =>
      `another mount target of the file system is in that zone (aws efs describe-mount-targets --file-system-id FS-ID). Take it over: ${program} -chdir=${folder} import 'ADDRESS["ZONE"]' fsmt-ID; or delete it, after which mounts in its zone hang until the next apply`,
  },
  {
    pattern: /Association already exists/,
    fix: ({ folder, program }) =>
      `the service account has its role by another association, of the console or of an add-on. Delete that (aws eks list-pod-identity-associations, delete-pod-identity-association), and deploy again; or take it over: ${program} -chdir=${folder} import ADDRESS CLUSTER,ASSOCIATION_ID`,
  },
  {
    pattern: /unexpected state 'CREATE_FAILED'/,
    fix: ({ environment }) =>
      `EKS could not bring the node group up: npm run doctor -- ${environment} tells why. The state knows it as failed: the next deploy replaces it`,
  },
  {
    pattern: /already exists/,
    fix: ({ folder, program }) =>
      `it was made by an apply that broke off, or by hand. Take it over: ${program} -chdir=${folder} import ADDRESS NAMESPACE/NAME; or delete it`,
  },
  {
    pattern: /prevent_destroy/,
    fix: () => "it is protected in the code: docs/operations/uninstall.md",
  },
  {
    pattern:
      /locate chart|valid chart repository|chart .* not found|failed to (?:download|fetch) .*chart/i,
    fix: () =>
      "the chart cannot be had: let this machine reach its repository, or set CHART_MIRROR (README.md)",
  },
  {
    pattern: /connection refused|no such host|i\/o timeout|cluster unreachable|no route to host/i,
    fix: () =>
      "the cluster does not answer: look at KUBECONFIG and KUBE_CONTEXT, then kubectl get nodes",
  },
  {
    pattern: /\b401\b|Unauthorized|ExpiredToken|No valid credential sources/i,
    fix: () => "the credentials are missing or no longer valid: log in again, then repeat",
  },
  {
    pattern: /\b403\b|Forbidden|AccessDenied|not authorized/i,
    fix: () => "the account may not do this: give it the right that the message names",
  },
];

/** What to do about an error; undefined for one that is not known. */
export function fixFor({ summary, detail }: Diagnostic, context: ErrorContext): string | undefined {
  const text = `${summary}\n${detail}`;
  const cloud = cloudFix(text, context);
  if (cloud !== undefined) return cloud;
  for (const { pattern, fits, fix } of KNOWN_ERRORS) {
    const found = pattern.exec(text);
    if (found !== null && fits?.(context) !== false) return fix(context, found);
  }
  return undefined;
}
