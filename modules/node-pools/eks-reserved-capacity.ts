import type { LaunchTemplateConfig } from "@cdktf/provider-aws/lib/launch-template";
import type { NodePool } from "../../environments/schema";

type Reserved = Pick<
  LaunchTemplateConfig,
  "capacityReservationSpecification" | "instanceMarketOptions" | "instanceType"
>;

/** What a launch template says of capacity that was reserved beforehand; nothing for other pools. */
export function reservedCapacity({ capacityType, instanceTypes }: NodePool): Reserved {
  if (typeof capacityType === "string") return {};
  switch (capacityType.kind) {
    case "reservation":
      return target({ capacityReservationId: capacityType.id });
    case "reservation-group":
      return target({ capacityReservationResourceGroupArn: capacityType.arn });
    case "capacity-block":
      // https://docs.aws.amazon.com/eks/latest/userguide/capacity-blocks-mng.html
      return {
        ...target({ capacityReservationId: capacityType.id }),
        instanceMarketOptions: { marketType: "capacity-block" },
        instanceType: instanceTypes[0],
      };
    default:
      return capacityType satisfies never;
  }
}

function target(
  capacityReservationTarget: NonNullable<
    LaunchTemplateConfig["capacityReservationSpecification"]
  >["capacityReservationTarget"],
): Reserved {
  return { capacityReservationSpecification: { capacityReservationTarget } };
}
