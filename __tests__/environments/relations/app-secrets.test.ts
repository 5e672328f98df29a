import { issuesWith } from "../../support/issues-with";
import { sendsPassword } from "../../support/sends-password";

const SECRET = {
  name: "model-login",
  vaultKey: "model",
  variables: { MODEL_API_KEY: "api-key" },
};
const secrets = (...found: readonly object[]) => ({ "applications.0.secrets": found });

describe("the app's secrets", () => {
  test("a Secret with several variables, for some pods, is valid", () => {
    const secret = {
      ...SECRET,
      variables: { MODEL_USER: "user", MODEL_API_KEY: "api-key" },
      for: ["worker"],
    };
    expect(issuesWith("staging", secrets(secret))).toEqual([]);
  });

  test("need External Secrets and a Vault: without them both are named", () => {
    expect(issuesWith("local", secrets(SECRET))).toMatchObject([
      {
        path: "addons.external-secrets",
        message: expect.stringContaining("applications[montage-ai].secrets (model-login)"),
        fix: "set it to true, or take applications[montage-ai].secrets away",
      },
      { path: "vault" },
    ]);
  });

  test("a variable has one value: not one of the settings' beside", () => {
    const changes = {
      ...secrets({ ...SECRET, variables: { CUT_STYLE: "style" } }),
    };
    expect(issuesWith("staging", changes)).toMatchObject([
      {
        path: "applications[0].secrets[0].variables.CUT_STYLE",
        message:
          "is set by applications[montage-ai].settings.CUT_STYLE as well: pods would get one of the two values",
        fix: "take CUT_STYLE out of applications[montage-ai].settings; if a secret stood there, revoke it",
      },
    ]);
  });

  test("nor one of another secret, nor Redis' password", () => {
    const changes = {
      ...sendsPassword("staging"),
      ...secrets(SECRET, {
        ...SECRET,
        name: "other",
        variables: { MODEL_API_KEY: "key", REDIS_PASSWORD: "password" },
      }),
    };
    expect(issuesWith("staging", changes)).toMatchObject([
      { path: "applications[0].secrets[1].variables.MODEL_API_KEY", fix: "set it in one place" },
      { path: "applications[0].secrets[1].variables.REDIS_PASSWORD" },
    ]);
  });

  test("no two Secrets have one name, and none that of the pull secret", () => {
    const other = { ...SECRET, variables: { OTHER: "other" } };
    const third = { ...SECRET, name: "ghcr-pull", variables: { THIRD: "third" } };
    expect(issuesWith("staging", secrets(SECRET, other, third))).toMatchObject([
      { path: "applications[0].secrets[1].name" },
      {
        path: "applications[0].secrets[2].name",
        message:
          "is applications[montage-ai].images.ghcr.pullSecretName, which something else writes",
      },
    ]);
  });

  test("are for pods that are there, and hold at least one variable; a value fits nowhere", () => {
    expect(issuesWith("staging", secrets({ ...SECRET, for: ["cgpu"] }))).toMatchObject([
      { path: "applications[0].secrets[0].for[0]" },
    ]);
    expect(issuesWith("staging", secrets({ ...SECRET, variables: {} }))).toMatchObject([
      { path: "applications[0].secrets[0].variables" },
    ]);
    const written = { ...SECRET, variables: { MODEL_API_KEY: "sk-correct horse!" } };
    expect(issuesWith("staging", secrets(written))).toMatchObject([
      { path: "applications[0].secrets[0].variables.MODEL_API_KEY" },
    ]);
  });
});
