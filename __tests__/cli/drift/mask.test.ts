import { shown } from "../../../cli/drift/mask";
import { PLANTED, shapeless } from "../../support/planted-secrets";

const secret = shapeless();

test("no value of a Secret, of a field with a secret's name, or in an address is shown", () => {
  expect(shown("aGVsbG8=", "data.token", "Secret")).toBe("(masked)");
  expect(shown(secret, "values.grafana.adminPassword", "HelmRelease")).toBe("(masked)");
  expect(shown(secret, "spec.containers.a.env.DB_PASSWORD.value", "Deployment")).toBe("(masked)");
  expect(shown({ name: "API_TOKEN", value: secret }, "env.API_TOKEN", "Deployment")).toBe(
    '{"name":"API_TOKEN","value":"(masked)"}',
  );
  expect(shown({ env: [{ name: "API_TOKEN", value: secret }] }, "spec", "Deployment")).toBe(
    '{"env":[{"name":"API_TOKEN","value":"(masked)"}]}',
  );
  expect(shown(`redis://user:${secret}@host/0`, "args", "Deployment")).toBe(
    "redis://(masked)@host/0",
  );
});

test("no word of a command is shown that belongs to an option with a secret's name", () => {
  const args = "spec.template.spec.containers.redis.args";
  expect(shown(["--port", "6379", "--requirepass", secret], args, "StatefulSet")).toBe(
    '["--port","6379","--requirepass","(masked)"]',
  );
  expect(shown([`--redis-password=${secret}`], args, "Deployment")).not.toContain(secret);
  expect(shown(["sh", "-c", `redis-cli -u redis://:${secret}@h`], args, "Job")).not.toContain(
    secret,
  );
});

test("no text in a ConfigMap is shown that is a secret in a file of it", () => {
  for (const text of [
    `LEVEL=info\nDB_PASS=${secret}\n`,
    `smtp:\n  host: mail\n  password: ${secret}\n`,
    `requirepass ${secret}\n`,
    `[smtp]\npassword = "${secret}"\n`,
  ]) {
    const said = shown(text, "data.app.conf", "ConfigMap");
    expect(said).toContain("(masked)");
    expect(said).not.toContain(secret);
  }
  expect(shown(secret, "data.DB_PASSWORD", "ConfigMap")).toBe("(masked)");
});

test.each(Object.entries(PLANTED))(
  "no %s is shown, whatever the field is called",
  (_kind, planted) => {
    for (const value of [planted, `https://x/${planted}`, [planted], { a: planted }]) {
      expect(shown(value, "spec.url", "Thing")).not.toContain(planted);
    }
    // Cut before it is masked, half of it would be left.
    expect(shown(`${"x ".repeat(35)}${planted}`, "a", "ConfigMap")).not.toContain(
      planted.slice(0, 10),
    );
  },
);

test("other values are shown, on one line", () => {
  expect(shown("quay.io/a:1", "image", "Deployment")).toBe("quay.io/a:1");
  expect(shown(undefined, "image", "Deployment")).toBe("none");
  expect(shown("x".repeat(200), "a", "ConfigMap")).toHaveLength(81);
  expect(shown([{ name: "ghcr-pull" }], "spec.imagePullSecrets", "Deployment")).toBe(
    '[{"name":"ghcr-pull"}]',
  );
  expect(shown(3, "spec.replicas", "Deployment")).toBe("3");
});
