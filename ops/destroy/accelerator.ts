/** What Global Accelerator has in a VPC without any program declaring it. */
import type { AskAws } from "../shared/aws";

/** The security group that Global Accelerator makes in a VPC, and leaves there: https://github.com/hashicorp/terraform-provider-aws/pull/11476 */
export async function leftGroups(ask: AskAws, region: string, vpc: string): Promise<string[]> {
  const filters = ["--filters", `Name=vpc-id,Values=${vpc}`, "Name=group-name,Values=GlobalAccelerator"];
  const { SecurityGroups = [] } = await ask(region, "ec2", "describe-security-groups", ...filters);
  return SecurityGroups.map(({ GroupId }: { GroupId: string }) => GroupId);
}

/** Global Accelerator's own network interfaces in a VPC: they go some minutes after its endpoint group. */
export async function acceleratorInterfaces(ask: AskAws, region: string, vpc: string): Promise<string[]> {
  const filters = ["--filters", `Name=vpc-id,Values=${vpc}`, "Name=interface-type,Values=global_accelerator_managed"];
  const { NetworkInterfaces = [] } = await ask(region, "ec2", "describe-network-interfaces", ...filters);
  return NetworkInterfaces.map(({ NetworkInterfaceId }: { NetworkInterfaceId: string }) => NetworkInterfaceId);
}
