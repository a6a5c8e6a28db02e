/** Whether the health checkers that the firewalls know are those that Route 53 has now. */
import { allCheckerRanges, isWithin } from "../../model/checker-ranges";
import { type Check, look, ok, unknown } from "./check";

/** Ranges that are published and stand in none of ours. */
export const missingRanges = (published: readonly string[]) =>
  published.filter((range) => !isWithin(allCheckerRanges, range));

export const checkers: Check = {
  name: "checkers",
  async run({ aws, execute }) {
    if (!aws) {
      return [unknown("whether Route 53 has new health checkers; --aws asks")];
    }
    // https://docs.aws.amazon.com/Route53/latest/APIReference/API_GetCheckerIpRanges.html
    const args = ["route53", "get-checker-ip-ranges", "--query", "CheckerIpRanges", "--output", "text"];
    const result = await execute("aws", args);
    const published = result.missing || result.code !== 0 ? [] : result.stdout.split(/\s+/).filter(Boolean);
    if (published.length === 0) {
      return [unknown("the aws CLI does not say which health checkers Route 53 has")];
    }
    const missing = missingRanges(published);
    if (missing.length === 0) {
      return [ok(`health checkers: all ${published.length} ranges of Route 53 are known to the firewalls`)];
    }
    return [
      look(
        `health checkers of Route 53 that the firewalls do not know: ${missing.join(", ")}; a flood of health paths can cost them their answers`,
        "add them to model/checker-ranges.ts, and update every region stack",
      ),
    ];
  },
};
