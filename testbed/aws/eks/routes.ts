import { type HttpAnswer, AwsError, type AwsRequest, json } from "../exchange";
import { clusterDocument, type ClusterProps } from "./cluster";
import { Addons, PodIdentityAssociations } from "./named-resources";
import { NodeGroups, type NodeGroupsProps } from "./node-groups";

interface Route {
  readonly action: string;
  readonly method: string;
  readonly pattern: RegExp;
  answer(eks: Eks, names: readonly string[], request: AwsRequest): Promise<object> | object;
}

const CLUSTER = "/clusters/[^/]+";
const at = (rest: string) => new RegExp(`^${CLUSTER}${rest}$`);
const NAME = "/([^/]+)";

/** What the stand-in has of EKS: https://docs.aws.amazon.com/eks/latest/APIReference/API_Operations.html */
const ROUTES: readonly Route[] = [
  {
    action: "DescribeCluster",
    method: "GET",
    pattern: at(""),
    answer: ({ cluster }) => clusterDocument(cluster),
  },
  {
    action: "ListNodegroups",
    method: "GET",
    pattern: at("/node-groups"),
    answer: ({ groups }) => ({ nodegroups: groups.names() }),
  },
  {
    action: "CreateNodegroup",
    method: "POST",
    pattern: at("/node-groups"),
    answer: ({ groups }, _names, { body }) => groups.create(read(body)),
  },
  {
    action: "DescribeNodegroup",
    method: "GET",
    pattern: at(`/node-groups${NAME}`),
    answer: ({ groups }, [name = ""]) => groups.describe(name),
  },
  {
    action: "UpdateNodegroupConfig",
    method: "POST",
    pattern: at(`/node-groups${NAME}/update-config`),
    answer: async ({ groups }, [name = ""], { body }) => ({
      update: await groups.updateConfig(name, read(body)),
    }),
  },
  {
    action: "UpdateNodegroupVersion",
    method: "POST",
    pattern: at(`/node-groups${NAME}/update-version`),
    answer: ({ groups }, [name = ""], { body }) => ({
      update: groups.updateVersion(name, read(body)),
    }),
  },
  {
    action: "DeleteNodegroup",
    method: "DELETE",
    pattern: at(`/node-groups${NAME}`),
    answer: ({ groups }, [name = ""]) => groups.delete(name),
  },
  {
    action: "DescribeUpdate",
    method: "GET",
    pattern: at(`/updates${NAME}`),
    answer: ({ groups }, [id = ""]) => ({ update: groups.updates.find(id) }),
  },
  {
    action: "CreateAddon",
    method: "POST",
    pattern: at("/addons"),
    answer: ({ addons }, _names, { body }) => addons.create(read(body)),
  },
  {
    action: "DescribeAddon",
    method: "GET",
    pattern: at(`/addons${NAME}`),
    answer: ({ addons }, [name = ""]) => addons.describe(name),
  },
  {
    action: "UpdateAddon",
    method: "POST",
    pattern: at(`/addons${NAME}/update`),
    answer: ({ addons, groups }, [name = ""], { body }) => {
      addons.update(name, read(body));
      return { update: groups.updates.succeeded("AddonUpdate") };
    },
  },
  {
    action: "DeleteAddon",
    method: "DELETE",
    pattern: at(`/addons${NAME}`),
    answer: ({ addons }, [name = ""]) => addons.delete(name),
  },
  {
    action: "CreatePodIdentityAssociation",
    method: "POST",
    pattern: at("/pod-identity-associations"),
    answer: ({ associations }, _names, { body }) => associations.create(read(body)),
  },
  {
    action: "DescribePodIdentityAssociation",
    method: "GET",
    pattern: at(`/pod-identity-associations${NAME}`),
    answer: ({ associations }, [id = ""]) => associations.describe(id),
  },
  {
    action: "UpdatePodIdentityAssociation",
    method: "POST",
    pattern: at(`/pod-identity-associations${NAME}`),
    answer: ({ associations }, [id = ""], { body }) => associations.update(id, read(body)),
  },
  {
    action: "DeletePodIdentityAssociation",
    method: "DELETE",
    pattern: at(`/pod-identity-associations${NAME}`),
    answer: ({ associations }, [id = ""]) => associations.delete(id),
  },
  {
    action: "ListTagsForResource",
    method: "GET",
    pattern: /^\/tags\/(.+)$/,
    answer: (eks, [arn = ""]) => ({ tags: eks.tagsOf(arn) }),
  },
  {
    action: "TagResource",
    method: "POST",
    pattern: /^\/tags\/(.+)$/,
    answer: (eks, [arn = ""], { body }) => {
      const asked = read(body);
      const tags = typeof asked === "object" && asked !== null ? Reflect.get(asked, "tags") : {};
      Object.assign(eks.tagsOf(arn), tags);
      return {};
    },
  },
  {
    action: "UntagResource",
    method: "DELETE",
    pattern: /^\/tags\/(.+)$/,
    answer: (eks, [arn = ""], { query }) => {
      const tags = eks.tagsOf(arn);
      for (const key of query.getAll("tagKeys")) Reflect.deleteProperty(tags, key);
      return {};
    },
  },
];

/** EKS with one existing cluster. */
export class Eks {
  readonly groups: NodeGroups;
  readonly addons: Addons;
  readonly associations: PodIdentityAssociations;

  constructor(
    public cluster: ClusterProps,
    props: Omit<NodeGroupsProps, "cluster" | "kubernetesVersion">,
  ) {
    this.groups = new NodeGroups({
      ...props,
      cluster: cluster.name,
      kubernetesVersion: cluster.version,
    });
    this.addons = new Addons(cluster.name);
    this.associations = new PodIdentityAssociations(cluster.name);
  }

  /** The control plane has another version. */
  upgradeCluster(version: string): void {
    this.cluster = { ...this.cluster, version };
  }

  /** The API reference's name of what is asked for. */
  actionOf({ method, path }: AwsRequest): string {
    return routeOf(method, path)?.route.action ?? `${method} ${path}`;
  }

  /** @throws AwsError that EKS answers, also where the stand-in lacks the action */
  async answer(request: AwsRequest): Promise<HttpAnswer> {
    const found = routeOf(request.method, request.path);
    if (found === undefined) {
      const message = `the stand-in has no ${request.method} ${request.path}`;
      throw new AwsError("InvalidRequestException", message);
    }
    const names = found.names.map((name) => decodeURIComponent(name));
    return json(await found.route.answer(this, names, request));
  }

  tagsOf(arn: string): Record<string, string> {
    const holders = [this.groups, this.addons, this.associations];
    for (const holder of holders) {
      const tags = holder.tagsOf(arn);
      if (tags !== undefined) return tags;
    }
    throw new AwsError("NotFoundException", `no resource has the ARN ${arn}`, 404);
  }
}

function routeOf(method: string, path: string) {
  for (const route of ROUTES) {
    const match = route.method === method ? route.pattern.exec(path) : null;
    if (match !== null) return { route, names: match.slice(1) };
  }
  return undefined;
}

function read(body: string): unknown {
  return body === "" ? {} : JSON.parse(body);
}
