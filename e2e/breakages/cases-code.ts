import type { KubernetesObject, V1Role } from "@kubernetes/client-node";
import type { ObjectReference } from "../../runtime/cluster-client";
import type { AnyObject } from "./breakage";
import type { BreakageCase, Broken } from "./case";

const APP = "montage-ai";
const rbac = { apiVersion: "rbac.authorization.k8s.io/v1", namespace: APP, name: "deletion-cost" };
const role = { ...rbac, kind: "Role" };
const roleBinding = { ...rbac, kind: "RoleBinding" };
const policy = {
  apiVersion: "networking.k8s.io/v1",
  kind: "NetworkPolicy",
  name: "default-deny",
  namespace: APP,
};

/** What is no more as the code makes it. */
export const codeCases: readonly BreakageCase[] = [
  {
    name: "key-added-to-configmap",
    area: "code",
    inject: ({ client }) => addKey(client, "by hand"),
    heal: ({ client }) => addKey(client, null),
    first: "drift-from-code",
    object: "ConfigMap ",
    cause: /ADDED_BY_HAND/,
  },
  {
    name: "network-policy-gone",
    area: "code",
    ...removal(policy),
    first: ["drift-from-code", "rule-default-deny"],
    object: "",
    cause: /is not there|default/,
  },
  {
    name: "role-changed",
    area: "code",
    inject: async ({ client }) => {
      rules = (await client.read<V1Role & KubernetesObject>(role))?.rules;
      const more = { apiGroups: [""], resources: ["secrets"], verbs: ["get"] };
      await client.merge(role, { rules: [...(rules ?? []), more] });
    },
    heal: ({ client }) => client.merge(role, { rules }),
    first: "drift-from-code",
    object: `Role ${APP}/${role.name}`,
    cause: /grants get secrets, which the code does not/,
  },
  {
    name: "role-binding-gone",
    area: "code",
    ...removal(roleBinding),
    first: "drift-from-code",
    object: `RoleBinding ${APP}/${roleBinding.name}`,
    cause: /is not there/,
  },
];

let rules: V1Role["rules"];

/** Somebody deletes an object; at the end it is made again as it was. */
function removal(reference: ObjectReference): Required<Pick<BreakageCase, "inject" | "heal">> {
  let kept: AnyObject | undefined;
  return {
    inject: async ({ client }) => {
      kept = await client.read(reference);
      await client.remove(reference);
    },
    heal: async ({ client }) => {
      const { metadata, ...rest } = kept ?? {};
      const { name, namespace, labels, annotations } = metadata ?? {};
      await client.create({ ...rest, metadata: { name, namespace, labels, annotations } });
    },
  };
}

async function addKey(client: Broken["client"], value: string | null): Promise<void> {
  const { items } = await client.core.listConfigMapForAllNamespaces({
    labelSelector: "app.kubernetes.io/managed-by=fluxibri-core",
  });
  const { name = "", namespace = "" } = items[0]?.metadata ?? {};
  await client.merge(
    { apiVersion: "v1", kind: "ConfigMap", name, namespace },
    { data: { ADDED_BY_HAND: value } },
  );
}
