import { EKS_LIMITS } from "../facts/eks-limits";
import { AUTOSCALER_TAGS } from "../nodes/autoscaler-tag-keys";
import { nodeGroups } from "../nodes/node-groups";
import { poolContract } from "../nodes/pool-contract";
import type { Mismatch, Relation } from "./relation";
import type { EksCluster, NodePool } from "../schema";
import { isDerivable } from "./pool-gpus";

type Path = Mismatch["path"];
type Check = (pool: NodePool, at: Path, cluster: EksCluster) => readonly Mismatch[];

/** What EKS and EC2 Auto Scaling refuse, or would take and then do something else with. */
const poolsAreWithinLimits: Relation = {
  needs: ["cluster"],
  check: ({ cluster }) => {
    if (cluster.kind !== "eks") return [];
    return cluster.pools.flatMap((pool, index) =>
      CHECKS.flatMap((check) => check(pool, ["cluster", "pools", index], cluster)),
    );
  },
};

const keysAreAllowed: Check = ({ labels, taints }, at) =>
  [
    ...Object.keys(labels).map((key) => ({ key, path: [...at, "labels", key], most: Infinity })),
    ...taints.map(({ key }, index) => ({
      key,
      path: [...at, "taints", index, "key"],
      most: EKS_LIMITS.taintKeyLength,
    })),
  ].flatMap(({ key, path, most }): readonly Mismatch[] => {
    if (EKS_LIMITS.reservedKeys.test(key)) {
      return [
        {
          path,
          message: "EKS reserves kubernetes.io, k8s.io and eks.amazonaws.com for itself",
          fix: "use a prefix of your own, e.g. fluxibri.ai/",
        },
      ];
    }
    const tag = key.length + AUTOSCALER_TAGS.longestPrefix.length;
    return key.length <= most && tag <= EKS_LIMITS.tagKeyLength
      ? []
      : [
          {
            path,
            message: `has ${key.length} characters; ${key.length > most ? "EKS allows" : "with the autoscaler's prefix a tag has room for"} ${Math.min(most, EKS_LIMITS.tagKeyLength - AUTOSCALER_TAGS.longestPrefix.length)}`,
            fix: "use a shorter key",
          },
        ];
  });

/** The autoscaler's tag of a taint is named after its key. */
const taintKeysAreDistinct: Check = ({ taints }, at) =>
  taints.flatMap(({ key }, index) =>
    taints.findIndex((other) => other.key === key) < index
      ? [
          {
            path: [...at, "taints", index, "key"],
            message: "another taint has this key: the autoscaler would know one of them only",
            fix: "give each taint its own key",
          },
        ]
      : [],
  );

const tagsHaveRoom: Check = (pool, at, cluster) => {
  if (!isDerivable(cluster)) return [];
  const { labels, taints, startupTaints, allocatable } = poolContract(pool);
  const resources = Object.keys(allocatable).length;
  const places = [
    {
      what: "its Auto Scaling group",
      count:
        Object.keys(labels).length +
        taints.length +
        startupTaints.length +
        resources +
        AUTOSCALER_TAGS.discovery +
        EKS_LIMITS.ownGroupTags,
    },
    {
      what: "its node group",
      count: Object.keys(cluster.tags).length + resources,
    },
  ];
  return places
    .filter(({ count }) => count > EKS_LIMITS.tags)
    .map(({ what, count }) => ({
      path: [...at, "labels"],
      message: `${what} would have ${count} tags, and AWS allows ${EKS_LIMITS.tags}: each label, taint and resource is one`,
      fix: `declare ${count - EKS_LIMITS.tags} fewer labels, taints or tags`,
    }));
};

const zonesAreOfTheRegion: Check = ({ zones }, at, { region }) =>
  (zones?.names ?? []).flatMap((zone, index, all): readonly Mismatch[] => {
    const path = [...at, "zones", "names", index];
    if (!zone.startsWith(region)) {
      return [{ path, message: `is not in ${region}`, fix: `use e.g. "${region}a"` }];
    }
    return all.indexOf(zone) < index
      ? [{ path, message: "is there twice", fix: "name each zone once" }]
      : [];
  });

const groupsHaveNamesAndNodes: Check = (pool, at) => {
  const groups = nodeGroups(pool);
  const longest = Math.max(...groups.map(({ name }) => name.length));
  return [
    ...(longest > EKS_LIMITS.groupNameLength
      ? [
          {
            path: [...at, "name"],
            message: `with its zone has ${longest} characters, and EKS has room for ${EKS_LIMITS.groupNameLength} beside the ending`,
            fix: "use a shorter name",
          },
        ]
      : []),
    ...(groups.some(({ max }) => max === 0)
      ? [
          {
            path: [...at, "max"],
            message: `is less than the number of zones (${groups.length}): a zone's group could have no node`,
            fix: `set it to ${groups.length} or more, or name fewer zones`,
          },
        ]
      : []),
  ];
};

const CHECKS: readonly Check[] = [
  keysAreAllowed,
  taintKeysAreDistinct,
  tagsHaveRoom,
  zonesAreOfTheRegion,
  groupsHaveNamesAndNodes,
];

export const poolLimitRelations: readonly Relation[] = [poolsAreWithinLimits];
