import { howToGive, tokenFor, tokenVariable } from "../../../runtime/terraform/cloud-token";

test("the variable is spelt as Terraform spells it", () => {
  expect(tokenVariable("app.terraform.io")).toBe("TF_TOKEN_app_terraform_io");
  expect(tokenVariable("my-tfe.example.com")).toBe("TF_TOKEN_my__tfe_example_com");
});

test("a token comes from the environment of the process", () => {
  expect(tokenFor("tfe.example", { TF_TOKEN_tfe_example: "from-the-environment" })).toBe(
    "from-the-environment",
  );
});

test("without one, the host and both ways to give it are named", () => {
  expect(() => tokenFor("nowhere.example", {})).toThrow("no token for nowhere.example");
  try {
    tokenFor("nowhere.example", {});
  } catch (error) {
    expect(error).toMatchObject({
      remedy: "terraform login nowhere.example, or TF_TOKEN_nowhere_example in the environment",
    });
  }
});

test("for a host with a port only login is offered: shells drop variables with a colon in their name", () => {
  expect(howToGive("tfe.example:8443", "tofu")).toBe("tofu login tfe.example:8443");
});
