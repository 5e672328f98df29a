import { ConfigurationError } from "../../../environments/errors";
import { howToGive, tokenFor, tokenVariable } from "../../../runtime/terraform/cloud-token";
import { shapeless } from "../../support/planted-secrets";

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

test.each(["\n", " ", "\u0000"])(
  "a token with %j in it is refused by its variable's name",
  (odd) => {
    const [first, second] = [shapeless(), shapeless()];
    const given = { TF_TOKEN_tfe_example: `${first}${odd}${second}` };
    expect(() => tokenFor("tfe.example", given)).toThrow(
      "environment variable TF_TOKEN_tfe_example",
    );
    try {
      tokenFor("tfe.example", given);
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigurationError);
      expect(JSON.stringify(error) + String(error)).not.toMatch(new RegExp(`${first}|${second}`));
    }
  },
);
