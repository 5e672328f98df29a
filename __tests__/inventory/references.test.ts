import { References } from "../../inventory/references";
import { parseStack } from "../../inventory/stack-json";

const cloud = (stack: string) => ({
  cloud: { organization: "fluxibri", workspaces: { name: `fluxibri-staging-${stack}` } },
});

const storage = parseStack({
  name: "storage",
  json: {
    terraform: cloud("storage"),
    resource: { kubernetes_storage_class_v1: { class: { metadata: { name: "montage-nfs" } } } },
    output: {
      class_name: { value: "${kubernetes_storage_class_v1.class.metadata[0].name}" },
      modes: { value: ["ReadWriteMany", "ReadWriteOnce"] },
    },
  },
});
const workload = parseStack({
  name: "workload",
  json: {
    terraform: cloud("workload"),
    data: {
      terraform_remote_state: {
        "from-storage": {
          config: { organization: "fluxibri", workspaces: { name: "fluxibri-staging-storage" } },
        },
        elsewhere: {
          config: { organization: "fluxibri", workspaces: { name: "somebody-elses" } },
        },
      },
    },
    resource: {
      kubernetes_namespace_v1: { ns: { metadata: [{ name: "montage-ai" }] } },
      kubernetes_manifest: { secret: { manifest: { spec: { target: { name: "ghcr-pull" } } } } },
      helm_release: { keda: { name: "keda", namespace: "scaling" } },
      circle: { a: { x: "${circle.b.x}" }, b: { x: "${circle.a.x}" } },
    },
  },
});
const resolve = new References([storage, workload]).in(workload);
const remote = (output: string) => `\${data.terraform_remote_state.from-storage.outputs.${output}}`;

describe("references", () => {
  test.each([
    ["${kubernetes_namespace_v1.ns.metadata[0].name}", "montage-ai"],
    ["${kubernetes_namespace_v1.ns.id}", "montage-ai"],
    ["${kubernetes_manifest.secret.object.spec.target.name}", "ghcr-pull"],
    ["${helm_release.keda.metadata[0].namespace}", "scaling"],
    ["redis.${kubernetes_namespace_v1.ns.metadata[0].name}.svc", "redis.montage-ai.svc"],
  ])("follow %s inside a stack", (text, expected) => {
    expect(resolve(text)).toBe(expected);
  });

  test("follow outputs into the stack whose backend the remote state names", () => {
    expect(resolve(remote("class_name"))).toBe("montage-nfs");
    expect(resolve({ modes: remote("modes") })).toEqual({
      modes: ["ReadWriteMany", "ReadWriteOnce"],
    });
    expect(resolve(remote("modes[1]"))).toBe("ReadWriteOnce");
  });

  test("follow local state files as well", () => {
    const path = "../../../.terraform-state/local-storage.tfstate";
    const producer = parseStack({
      name: "a",
      json: { terraform: { backend: { local: { path } } }, output: { x: { value: "y" } } },
    });
    const consumer = parseStack({
      name: "b",
      json: { data: { terraform_remote_state: { a: { backend: "local", config: { path } } } } },
    });
    expect(
      new References([producer, consumer]).in(consumer)(
        "${data.terraform_remote_state.a.outputs.x}",
      ),
    ).toBe("y");
  });

  test.each([
    "${aws_efs_file_system.data.id}",
    "${data.terraform_remote_state.elsewhere.outputs.class_name}",
    "${data.terraform_remote_state.from-storage.outputs.unknown}",
    "${kubernetes_namespace_v1.ns.metadata[0].uid}",
    "${jsonencode({a = 1})}",
    "${circle.a.x}",
    "$${pvc.metadata.name}",
    "x-${var.unknown}-y",
  ])("leave %s as it is", (text) => {
    expect(resolve(text)).toBe(text);
  });
});
