import { readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { requireContext } from "../../runtime/kube-context";
import { type Identity, writeKubeconfig } from "../../testbed/kubeconfig";
import { temporaryFolder } from "../support/temporary-folder";

const folder = temporaryFolder();
const server = "https://127.0.0.1:6443";

function file(name: string, content: string): string {
  const target = path.join(folder, name);
  writeFileSync(target, content);
  return target;
}

function written(identity: Identity): unknown {
  const target = path.join(folder, "kubeconfig");
  writeKubeconfig(target, { server, ca: file("ca.crt", "authority"), identity });
  return parse(readFileSync(target, "utf8"));
}

const base64 = (text: string) => Buffer.from(text).toString("base64");

test("a kubeconfig holds all that kubectl needs, under the context testbed", () => {
  const identity: Identity = {
    kind: "certificate",
    certificate: file("admin.crt", "certificate"),
    key: file("admin.key", "key"),
  };
  expect(written(identity)).toEqual({
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      {
        name: "testbed",
        cluster: { server, "certificate-authority-data": base64("authority") },
      },
    ],
    users: [
      {
        name: "testbed",
        user: {
          "client-certificate-data": base64("certificate"),
          "client-key-data": base64("key"),
        },
      },
    ],
    contexts: [{ name: "testbed", context: { cluster: "testbed", user: "testbed" } }],
    "current-context": "testbed",
  });
});

test("a pod of KEDA comes with the token of its service account", () => {
  expect(written({ kind: "token", token: "abc" })).toMatchObject({
    users: [{ name: "testbed", user: { token: "abc" } }],
  });
});

test("nobody else on the machine can read it", () => {
  written({ kind: "token", token: "abc" });
  expect(statSync(path.join(folder, "kubeconfig")).mode & 0o777).toBe(0o600);
});

test("a context that the kubeconfig lacks is named with those it has", () => {
  const known = [{ name: "kind" }, { name: "k3d" }];
  expect(() => requireContext("kind", known)).not.toThrow();
  expect(() => requireContext("prod", known)).toThrow(
    "there is no context prod in the kubeconfig; it has kind, k3d",
  );
  expect(() => requireContext("prod", [])).toThrow("it has none");
});
