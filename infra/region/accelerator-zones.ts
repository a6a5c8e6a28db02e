import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { acceleratorZoneIds } from "../../model/availability-zones";

/**
 * Names of the two availability zones in which the accelerator's endpoints are: the first two, by the account's letters, of
 * those that model/availability-zones.ts lists. In whatever state they are: one that is impaired today replaces no subnet.
 */
export async function acceleratorZones(region: string): Promise<string[]> {
  const zoneIds = acceleratorZoneIds(region);
  const { names } = await aws.getAvailabilityZones({ filters: [{ name: "zone-id", values: zoneIds }] });
  if (names.length >= 2) {
    return names.toSorted().slice(0, 2);
  }
  throw new pulumi.RunError(
    `${region} gives this account ${names.length} of the availability zones ${zoneIds.join(", ")} (${names[0] ?? "none"}); ` +
      "a load balancer needs two that Global Accelerator supports; is the Region enabled for this account?",
  );
}
