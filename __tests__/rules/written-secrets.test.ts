import { readForeignObjects } from "../../inventory/reading";
import type { Place } from "../../inventory/model";
import { secretHygiene } from "../../rules/secret-hygiene";

const file: Place = { kind: "file", file: "app.yaml", line: 1 };

function found(place: Place, object: Readonly<Record<string, unknown>>) {
  return secretHygiene
    .check(readForeignObjects([{ object, place }]).inventory, undefined)
    .map(({ severity, object: name, message }) => `${severity} ${name}: ${message}`);
}

describe("a Secret in a file", () => {
  const ofArgo = (stringData: Readonly<Record<string, string>>) => ({
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "argo", namespace: "argocd" },
    stringData,
  });
  const made = (length: number) => "q7Zk2Vx9Lw4Tn8Rb5Yc1Hd6Gf3Js0Mp".slice(0, length);

  test.each([
    [
      "a repository of Argo CD without credentials",
      { url: "ghcr.io/example/charts", name: "team", type: "helm", enableOCI: "true" },
    ],
    [
      "a cluster of Argo CD without credentials",
      {
        name: "in-cluster",
        server: "https://kubernetes.default.svc",
        config: '{"tlsClientConfig":{"insecure":false}}',
      },
    ],
    [
      "DH parameters",
      {
        "dhparam.pem":
          "-----BEGIN DH PARAMETERS-----\nMIGHAoGBAP//////////yQ/aoiFowjTExmKLgNwc0SkCTgiKZ8x0Agu+pjsTmyJR\n-----END DH PARAMETERS-----\n",
      },
    ],
    [
      "a chain of certificates",
      {
        "chain.pem":
          "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n-----BEGIN CERTIFICATE-----\nMIIC\n-----END CERTIFICATE-----\n",
      },
    ],
    ["a public key", { id: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExample runner" }],
    ["settings that name no secret", { "values.yaml": "retries: 3\nbucket: media\nclass: fast\n" }],
  ])("%s is no secret", (_, stringData) => {
    expect(found(file, ofArgo(stringData))).toEqual([]);
  });

  test.each([
    [
      "a repository of Argo CD with a password",
      { url: "https://git.example.com/a", type: "git", password: "correct-horse-9" },
      "the value of password",
    ],
    [
      "a cluster of Argo CD with a token",
      { server: "https://k8s.example.com", config: `{"bearerToken":"${made(30)}"}` },
      "the value of config",
    ],
    [
      "settings with a password in the depth",
      { "app.yaml": "db:\n  primary:\n    password: correct-horse-9\n" },
      "the value of app.yaml",
    ],
    [
      "a certificate with its private key",
      {
        "both.pem":
          "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n-----BEGIN RSA PRIVATE KEY-----\nMIIC\n",
      },
      "the value of both.pem",
    ],
    [
      "a password as a web server keeps it",
      { auth: `runner:$apr1$${made(8)}$${made(22)}` },
      "the value of auth",
    ],
    ["what looks generated, by any name", { setting: made(32) }, "the value of setting"],
  ])("%s is one", (_, stringData, what) => {
    expect(found(file, ofArgo(stringData))).toEqual([
      `error Secret argocd/argo: holds ${what}: every reader of the file, the plan or the state has them; base64 hides nothing`,
    ]);
  });

  test("a private key of which the file has a stand-in is a warning at most", () => {
    const key = (text: string) =>
      `-----BEGIN ${"PRIVATE KEY"}-----\n${text}\n-----END ${"PRIVATE KEY"}-----\n`;
    expect(found(file, ofArgo({ "tls.key": key("PLACEHOLDER_BASE64_PRIVATE_KEY") }))).toEqual([
      expect.stringMatching("^warning .*placeholders in tls.key"),
    ]);
    expect(found(file, ofArgo({ "tls.key": key(made(64)) }))).toEqual([
      expect.stringMatching("^error .*the value of tls.key"),
    ]);
  });

  test.each([
    ["a token that means nothing", { token: "foo" }, "token"],
    ["such a token in a cluster of Argo CD", { config: '{"bearerToken":"foo"}' }, "config"],
    ["a password of Kubernetes' documentation", { password: "t0p-Secret" }, "password"],
    ["a key until production", { "jwt-secret": "dev-key-change-in-production" }, "jwt-secret"],
  ])("%s is a warning", (_, stringData, key) => {
    expect(found(file, ofArgo(stringData))).toEqual([
      `warning Secret argocd/argo: holds placeholders in ${key}: applied as it stands, everybody knows the secret`,
    ]);
  });

  test("placeholders beside names and addresses are a warning, whatever they are called", () => {
    const stringData = {
      username: "admin",
      password: "PUT_YOUR_PASSWORD_HERE",
      url: "https://x.example.com",
    };
    expect(found(file, ofArgo(stringData))).toEqual([
      "warning Secret argocd/argo: holds placeholders in password: applied as it stands, everybody knows the secret",
    ]);
  });
});
