import { secretHygiene } from "../../rules/secret-hygiene";
import { foundIn } from "./manifests";

/** Made up here: no scanner is to take them for real. */
const PASSWORD = ["sword", "fish", "77"].join("");
const URL_OF_DATABASE = `postgres://app:${PASSWORD}@db.data:5432/app`;
const KEY = ["-----BEGIN", "PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n"].join(" ");

function inConfigMap(value: string): readonly string[] {
  const object = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a", namespace: "b" } };
  return foundIn(secretHygiene, JSON.stringify({ ...object, data: { SETTING: value } }));
}

const base64 = (text: string) => Buffer.from(text).toString("base64");

test.each([
  ["a URL with a password, in base64", base64(URL_OF_DATABASE)],
  ["a URL with a password, in base64", base64(URL_OF_DATABASE).replaceAll(/.{20}/g, "$&\n")],
  ["a private key, in base64", base64(KEY)],
])("base64 hides nothing: %s", (kind, value) => {
  const [finding, ...others] = inConfigMap(value);
  expect(others).toEqual([]);
  expect(finding).toContain(`error ConfigMap b/a: data.SETTING holds ${kind}`);
  expect(finding).not.toContain(PASSWORD);
});

test.each([
  ["a URL without a password", base64("postgres://db.data:5432/app")],
  ["a password that is a template", base64("postgres://app:${PASSWORD}@db.data:5432/app")],
  ["plain words", "abcdefghijklmnopqrstuvwxyzabcdef"],
])("base64 of %s is no secret", (_, value) => {
  expect(inConfigMap(value)).toEqual([]);
});
