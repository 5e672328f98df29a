import { ENVIRONMENT_NAMES } from "../../environments/schema";
import { specOf, type StackJson, synthesize } from "../support/synth";

/** A resource and what it says of its own replacement. */
interface Resource {
  readonly address: string;
  readonly text: string;
  readonly createsFirst: boolean;
}

function resourcesOf({ resource = {} }: StackJson): readonly Resource[] {
  return Object.entries(resource).flatMap(([type, all]) =>
    Object.entries(all).map(([name, block]) => {
      const lifecycle = JSON.stringify(block["lifecycle"] ?? {});
      return {
        address: `${type}.${name}`,
        text: JSON.stringify(block),
        createsFirst: lifecycle.includes('"create_before_destroy":true'),
      };
    }),
  );
}

/**
 * Types that take another value of what they depend on in place, and so stay while
 * it is replaced. EFS takes a second mount target in a zone never, so none could come first;
 * its security groups change by ModifyMountTargetSecurityGroups.
 */
const CHANGED_IN_PLACE: readonly string[] = ["aws_efs_mount_target"];

/** Pairs in which a replacement takes the dependent off what still runs, before anything new is there. */
function torn(stack: StackJson): readonly string[] {
  const all = resourcesOf(stack);
  const staying = ({ address }: Resource) =>
    CHANGED_IN_PLACE.some((type) => address.startsWith(`${type}.`));
  return all
    .filter(({ createsFirst }) => createsFirst)
    .flatMap(({ address }) =>
      all
        .filter((each) => !each.createsFirst && !staying(each) && isNamed(address, each.text))
        .map((dependent) => `${dependent.address} lacks the lifecycle of ${address}`),
    );
}

function isNamed(address: string, text: string): boolean {
  return new RegExp(`${address.replaceAll(".", "\\.")}(?![\\w-])`).test(text);
}

test.each(ENVIRONMENT_NAMES)(
  "what depends on a resource that is made before its old one goes does so too (%s)",
  (name) => {
    const stacks = Object.values(synthesize(specOf(name)));
    expect(stacks.flatMap(torn)).toEqual([]);
  },
);

test("a dependent that goes first is found", () => {
  const lifecycle = { create_before_destroy: true };
  const stack = {
    terraform: {},
    resource: {
      aws_eks_node_group: { gpu: { lifecycle } },
      aws_autoscaling_group_tag: {
        torn: { autoscaling_group_name: "${aws_eks_node_group.gpu.name}" },
        kept: { autoscaling_group_name: "${aws_eks_node_group.gpu.name}", lifecycle },
        other: { autoscaling_group_name: "${aws_eks_node_group.gpu-mig.name}" },
      },
    },
  };
  expect(torn(stack)).toEqual([
    "aws_autoscaling_group_tag.torn lacks the lifecycle of aws_eks_node_group.gpu",
  ]);
});
