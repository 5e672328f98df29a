import { OLDEST, terraformBinary } from "../../../runtime/terraform/binary";
import { TERRAFORM_VERSIONS } from "../../../stacks/environment-stack";
import { temporaryFolder, writeProgram } from "../../support/temporary-folder";

/** A program that says it is this. */
function program(says: string): string {
  const version = says.replace(/^\S+ v/, "");
  return writeProgram(
    temporaryFolder(),
    "program",
    `[ "$2" = -json ] && echo '{"terraform_version":"${version}"}' && exit 0\necho ${says}`,
  );
}

test.each([
  ["Terraform v1.10.5", "terraform", "1.10.5"],
  ["Terraform v1.14.3", "terraform", "1.14.3"],
  ["OpenTofu v1.11.0", "opentofu", "1.11.0"],
  ["OpenTofu v1.11.0-rc1", "opentofu", "1.11.0-rc1"],
  ["OpenTofu v1.12.6", "opentofu", "1.12.6"],
])("%s plans and applies", (says, product, version) => {
  expect(terraformBinary(program(says))).toMatchObject({ product, version });
});

test.each([
  ["Terraform v1.9.8", "is Terraform 1.9.8"],
  ["OpenTofu v1.10.7", "is OpenTofu 1.10.7"],
  ["OpenTofu v1.6.0", "is OpenTofu 1.6.0"],
])("%s is refused before it plans, with what it lacks and what to install", (says, named) => {
  const file = program(says);
  let thrown: unknown;
  try {
    terraformBinary(file);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toMatchObject({
    name: "CommandFailure",
    message: `${file} ${named}, which knows no ephemeral block: production's plan would end in "Extraneous JSON object property"`,
    remedy: expect.stringMatching(/Terraform 1\.10 or newer .* OpenTofu 1\.11 or newer .*--binary/),
  });
});

test("the oldest Terraform is the one that the stacks ask for", () => {
  expect(TERRAFORM_VERSIONS).toBe(`>= ${OLDEST.terraform.join(".")}.0, < 2.0.0`);
});
