import { randomBytes } from "node:crypto";
import { secretsIn } from "../../masking/known-secrets";
import { Mask } from "../../masking/mask";
import { PLANTED } from "../support/planted-secrets";

const mask = new Mask();
const secret = `${randomBytes(6).toString("hex")}Zk9x`;

describe("a text that leaves", () => {
  test.each(Object.entries(PLANTED))("has no %s, wherever it stands", (_kind, planted) => {
    for (const text of [
      planted,
      `before ${planted} after`,
      `level=error msg="got ${planted}"`,
      JSON.stringify({ message: `said ${planted}.` }),
      Buffer.from(`prefix ${planted} suffix`).toString("base64"),
      `env:\n  - value: ${planted}\n`,
    ]) {
      expect(mask.text(text)).not.toContain(planted);
      expect(mask.text(text)).toContain("(masked)");
    }
  });

  test.each([
    (value: string) => `DB_PASSWORD=${value}`,
    (value: string) => `export API_TOKEN="${value}"`,
    (value: string) => `--password ${value} --verbose`,
    (value: string) => `--redis-password=${value}`,
    (value: string) => `["--requirepass", "${value}"]`,
    (value: string) => `- --requirepass\n- ${value}\n`,
    (value: string) => `requirepass ${value}`,
    (value: string) => `user default on >${value} ~* +@all`,
    (value: string) => `  password: ${value}`,
    (value: string) => `  client_secret: "${value}" # of Grafana`,
    (value: string) => ` 6 |     token: "${value}\n 7 |   x: [`,
    (value: string) => `{"adminPassword":"${value}","user":"a"}`,
    (value: string) => `last-applied: {\\"password\\":\\"${value}\\"}`,
    (value: string) => `{"name":"SMTP_PASSWORD","value":"${value}"}`,
    (value: string) => `- name: SMTP_PASSWORD\n  value: ${value}\n`,
    (value: string) => `  + name  = "SMTP_PASSWORD"\n  + value = "${value}"`,
    (value: string) => `  ~ password = "old-${value}" -> "${value}"`,
    (value: string) => `https://host/hook?token=${value}&a=b`,
    (value: string) => `redis://:${value}@redis:6379/0`,
    (value: string) => `https://user:a/b@${value}@charts.example.com/x`,
    (value: string) => `Authorization: Bearer ${value}`,
    (value: string) => `authorization: Basic ${Buffer.from(`ci:${value}`).toString("base64")}`,
  ])("has no value that a secret's name stands before: %s", (write) => {
    const masked = mask.text(write(secret));
    expect(masked).not.toContain(secret);
    expect(masked).not.toContain(Buffer.from(`ci:${secret}`).toString("base64"));
    expect(masked).toContain("(masked)");
    expect(mask.text(masked)).toBe(masked);
  });

  test("keeps what stands beside a secret", () => {
    expect(mask.text(`Get "https://ci:${secret}@charts.example.com/index.yaml": 401`)).toBe(
      'Get "https://(masked)@charts.example.com/index.yaml": 401',
    );
    expect(mask.text(`a=1 DB_PASSWORD=${secret} b=2`)).toBe("a=1 DB_PASSWORD=(masked) b=2");
    expect(mask.text(`{"auth":"${Buffer.from(`ci:${secret}`).toString("base64")}","a":1}`)).toBe(
      '{"auth":"(masked)","a":1}',
    );
  });

  test("has no private key, also one in several lines, in JSON or in base64", () => {
    const body = randomBytes(48).toString("base64");
    const key = `-----BEGIN ${"RSA PRIVATE KEY"}-----\n${body}\n${body}\n-----END RSA PRIVATE KEY-----`;
    for (const text of [
      key,
      JSON.stringify({ key }),
      `key-data: ${Buffer.from(key).toString("base64")}`,
    ]) {
      const masked = mask.text(`before\n${text}\nafter`);
      expect(masked).not.toContain(body);
      expect(masked).not.toContain(Buffer.from(key).toString("base64"));
      expect(masked).toMatch(/^before\n/);
    }
    expect(JSON.stringify(mask.value({ lines: key.split("\n") }))).not.toContain(body);
  });

  test.each([
    "sha256:02419de7eddf55aa5bcf49efb74e88fa8d931b4d77c07eff8a6b2144472b6952",
    "d5eade7e836ebb97bbe3ca3e849d9097948f8e55",
    'module.a["x"].kubernetes_secret_v1.redis-password[0]',
    "kubernetes_manifest.token: Creation complete after 2s [id=apiVersion=v1,kind=Secret]",
    "ghcr.io/mfahsold/montage-ai:d5eade7@sha256:02419de7eddf55aa5bcf49efb74e88fa8d931b4d77c07eff8a6b2144472b6952",
    "http://host:8080/a?mail=me@host",
    "ssh://git@github.com/mfahsold/montage-ai.git",
    "https://[2001:db8::1]:6443/api@v1",
    "redis://redis.default.svc.cluster.local:6379/0",
    "redis://:${REDIS_PASSWORD}@redis:6379/0",
    "REDIS_PASSWORD=$(REDIS_PASSWORD)",
    "fix: set GITHUB_TOKEN to a token with the permissions of docs/operations/ci.md",
    "no token for app.terraform.io",
    "read it from a Secret: { name: TOKEN, valueFrom: { secretKeyRef: { name: a, key: TOKEN } } }",
    "{ parameter: password, name: worker-credentials, key: password }",
    "  automountServiceAccountToken: false",
    "secretName: ghcr-pull",
    "kubernetes.io/service-account-token",
    "--service-account-private-key-file=/etc/kubernetes/pki/sa.key",
    "arn:aws:iam::123456789012:role/fluxibri-production",
    "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----",
    Buffer.from("a text that says nothing: level=info retries=3").toString("base64"),
    "redis.exceptions.AuthenticationError: invalid username-password pair or user is disabled.",
    "job-token-bucket 3/5 ready",
  ])("keeps %s", (text) => {
    expect(mask.text(text)).toBe(text);
    expect(mask.value({ message: text, list: [text] })).toEqual({ message: text, list: [text] });
  });

  test("keeps base64 and digests of random bytes", () => {
    for (let length = 16; length < 80; length += 1) {
      const bytes = randomBytes(length);
      for (const text of [bytes.toString("hex"), bytes.toString("base64")]) {
        expect(mask.text(`checksum ${text} of it`)).toBe(`checksum ${text} of it`);
      }
    }
  });

  test("takes linear time, whatever stands in it", () => {
    const began = performance.now();
    for (const piece of [
      "a.",
      "a:",
      "://",
      '"a":"',
      "user a >b ",
      "eyJ-",
      "name=",
      "-----BEGIN ",
      "A",
    ]) {
      mask.text(piece.repeat(200_000 / piece.length));
    }
    expect(performance.now() - began).toBeLessThan(20_000);
  });
});

describe("JSON that leaves", () => {
  test("stays JSON of the same shape, whatever is masked in it", () => {
    const value = {
      ...PLANTED,
      list: ["--token", secret, { name: "DB_PASSWORD", value: secret }],
      nested: { password: 12345, count: 5, on: true, none: null, secret: "ghcr-pull" },
      quotes: `a "quoted" word, DB_PASSWORD="${secret}"`,
    };
    const masked: unknown = JSON.parse(mask.json(JSON.stringify(value, null, 2)));
    expect(JSON.stringify(masked)).not.toContain(secret);
    for (const planted of Object.values(PLANTED)) {
      expect(JSON.stringify(masked)).not.toContain(planted);
    }
    expect(masked).toMatchObject({
      list: ["--token", "(masked)", { name: "DB_PASSWORD", value: "(masked)" }],
      nested: { password: "(masked)", count: 5, on: true, none: null, secret: "ghcr-pull" },
      quotes: 'a "quoted" word, DB_PASSWORD="(masked)"',
    });
  });

  test("is left as it was written where nothing is secret in it", () => {
    const document = '{"a": 1,\n "line": 12}\n';
    expect(mask.json(document)).toBe(document);
  });
});

describe("secrets of the process's variables", () => {
  const known = (env: Record<string, string>) => new Mask(secretsIn(env));

  test("are masked in every form, however they look", () => {
    const odd = 'correct "horse" & battery';
    const { text } = { text: (out: string) => known({ VAULT_TOKEN: odd }).text(out) };
    for (const form of [
      odd,
      encodeURIComponent(odd),
      JSON.stringify(odd).slice(1, -1),
      Buffer.from(odd).toString("base64"),
    ]) {
      expect(text(`x ${form} y`)).toBe("x (masked) y");
    }
  });

  test("are those of every variable that the commands read, and of any whose name says so", () => {
    for (const name of [
      "GITHUB_TOKEN",
      "TF_TOKEN_app_terraform_io",
      "VAULT_TOKEN",
      "REGISTRY_PASSWORD",
      "AWS_SECRET_ACCESS_KEY",
      "SLACK_WEBHOOK_URL",
      "MY_OWN_PASSWORD",
    ]) {
      expect(known({ [name]: "correct horse battery" }).text("a correct horse battery b")).toBe(
        "a (masked) b",
      );
    }
    const auth = Buffer.from("ci:correct horse battery").toString("base64");
    const config = JSON.stringify({ auths: { "ghcr.io": { auth } } });
    expect(known({ IMAGE_PULL_SECRET: config }).text("a correct horse battery b")).toBe(
      "a (masked) b",
    );
  });

  test("are user and password of any address, with whatever stands in them", () => {
    const { text } = {
      text: (out: string) => known({ CHART_MIRROR: "https://me:p@ s/w0rd@h/x" }).text(out),
    };
    expect(text("p@ s/w0rd was refused")).toBe("(masked) was refused");
  });

  test("are not what is short, says nothing, or names a file or an environment", () => {
    const env = {
      A_TOKEN: "yes",
      B_PASSWORD: "staging",
      TOKEN_FILE: "/run/secrets/token",
      HOME: "/home/somebody",
    };
    expect(secretsIn(env)).toEqual([]);
  });
});
