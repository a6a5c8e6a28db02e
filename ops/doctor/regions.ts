/** Regions that an account must switch on, before anything can be created there. */
import { regionStacks } from "../../model/topology";
import { type Check, type Context, look, mustFix, ok, unknown } from "./check";

/** https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html */
export const optIn = new Set(
  (
    "af-south-1 ap-east-1 ap-east-2 ap-south-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7 " +
    "ca-west-1 eu-central-2 eu-south-1 eu-south-2 il-central-1 me-central-1 me-south-1 mx-central-1"
  ).split(" "),
);

/** https://docs.aws.amazon.com/accounts/latest/userguide/manage-acct-regions.html */
const enable = (region: string) =>
  `aws account enable-region --region-name ${region} (minutes, sometimes hours), and use Regional STS endpoints`;

/** The Regions of stacks that are to be deployed. */
export const regionsToDeploy = ({ stacks }: Pick<Context, "stacks">) =>
  stacks.flatMap((stack) => regionStacks[stack]?.region ?? []);

export const regions: Check = {
  name: "Regions",
  async run(context) {
    const needed = regionsToDeploy(context).filter((region) => optIn.has(region));
    if (needed.length === 0) {
      return [ok("none that must be switched on")];
    }
    return Promise.all(needed.map((region) => stateOf(region, context)));
  },
};

async function stateOf(region: string, { aws, execute }: Context) {
  const toLook = look(`${region} is off in a new account`, enable(region));
  if (!aws) {
    return toLook;
  }
  const args = ["account", "get-region-opt-status", "--region-name", region, "--query", "RegionOptStatus"];
  const result = await execute("aws", [...args, "--output", "text"]);
  if (result.missing) {
    return toLook;
  }
  if (result.code !== 0) {
    return unknown(`${region}: ${result.stderr.split("\n")[0]}`);
  }
  const status = result.stdout.trim();
  return status.startsWith("ENABLED") ? ok(`${region} is on`) : mustFix(`${region} is ${status}`, enable(region));
}
