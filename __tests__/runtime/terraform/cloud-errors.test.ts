import { cloudFix } from "../../../runtime/terraform/cloud-errors";

const fix = (text: string) => cloudFix(text, { program: "terraform" });

/** Words of Terraform 1.11.4. */
const SEEN = {
  "no token": [
    "Required token could not be found\n\nRun the following command to generate a token for app.terraform.io:\n    terraform login app.terraform.io",
    "no token for app.terraform.io: terraform login app.terraform.io, or TF_TOKEN_app_terraform_io in the environment",
  ],
  "a wrong token": [
    'Failed to read organization "fluxibri" at host app.terraform.io\n\nEncountered an unexpected error while reading the organization settings:\nunauthorized',
    "the token for app.terraform.io is not valid, or not for the organization fluxibri",
  ],
  "an organization that the token does not know": [
    'organization "fluxibri" at host app.terraform.io not found.\n\nPlease ensure that the organization and hostname are correct',
    "the token for app.terraform.io is not valid, or not for the organization fluxibri",
  ],
  "a workspace that may not be made": [
    "Error loading state: error creating workspace fluxibri-staging-storage: Forbidden",
    "fluxibri-staging-storage is not there, or is hidden from this token. Make it: npx cdktf deploy terraform-cloud",
  ],
  "a state that is not shared": [
    "Error loading state error\n\nerror loading the remote state: Failed to retrieve workspace fluxibri-staging-platform: Forbidden\n\naccess to the resource is not permitted",
    "the state of fluxibri-staging-platform is denied. A run needs it shared with its workspace: npx cdktf deploy terraform-cloud.",
  ],
  "a server that does not answer": [
    'Failed to request discovery document: Get "https://app.terraform.io/.well-known/terraform.json": dial tcp: lookup app.terraform.io on 192.0.2.53:53: no such host\n\n  on cdk.tf.json line 177, in terraform.cloud:\n 177:       "hostname": "app.terraform.io",',
    "app.terraform.io, which keeps the state, does not answer: let this machine reach it",
  ],
} as const;

test.each(Object.entries(SEEN))("%s is named, with what to do", (_what, [said, expected]) => {
  expect(fix(said)).toContain(expected);
});

test("the border that Terraform draws, and where it breaks lines, do not matter", () => {
  expect(
    fix(
      "╷\n│ Error: Error loading state error\n│ \n│ Failed to retrieve workspace\n│ fluxibri-local-platform: Forbidden\n╵",
    ),
  ).toContain("the state of fluxibri-local-platform is denied");
});

test("an error of something else is none of Terraform Cloud's", () => {
  expect(fix("the server has forbidden to create pods: quota exceeded")).toBeUndefined();
  expect(
    fix(
      'could not connect to registry.terraform.io: failed to request discovery document: Get "https://registry.terraform.io/.well-known/terraform.json"',
    ),
  ).toBeUndefined();
  expect(fix("")).toBeUndefined();
});
