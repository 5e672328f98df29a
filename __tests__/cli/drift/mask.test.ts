import { shown } from "../../../cli/drift/mask";

test("no value of a Secret, of a field with a secret's name, or in an address is shown", () => {
  expect(shown("aGVsbG8=", "data.token", "Secret")).toBe("(masked)");
  expect(shown("hello", "values.grafana.adminPassword", "HelmRelease")).toBe("(masked)");
  expect(shown("hello", "spec.containers.a.env.DB_PASSWORD.value", "Deployment")).toBe("(masked)");
  expect(shown({ name: "API_TOKEN", value: "hello" }, "env.API_TOKEN", "Deployment")).not.toMatch(
    /hello/,
  );
  expect(shown({ env: [{ name: "API_TOKEN", value: "hello" }] }, "spec", "Deployment")).toBe(
    '{"env":[{"name":"API_TOKEN","value":"(masked)"}]}',
  );
  expect(shown("redis://user:hello@host/0", "args", "Deployment")).toBe("redis://(masked)@host/0");
});

test("other values are shown, on one line", () => {
  expect(shown("quay.io/a:1", "image", "Deployment")).toBe("quay.io/a:1");
  expect(shown(undefined, "image", "Deployment")).toBe("none");
  expect(shown("x".repeat(200), "a", "ConfigMap")).toHaveLength(81);
});
