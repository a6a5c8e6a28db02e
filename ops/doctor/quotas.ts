/** What AWS allows a new account, where that can be less than this project needs. */
import { allRegions, servedJurisdictions } from "../../model/topology";
import { forEachBounded } from "../../registry/pool";
import { type Check, type Context, type Finding, look, mustFix, ok } from "./check";
import { regionsToDeploy } from "./regions";

interface Quota {
  name: string;
  service: string;
  /** Absent: the console knows it by name only. */
  code?: string;
  /** What AWS documents for an account that asked for nothing. */
  usual: string;
  needed: number;
  why: string;
  /** Asked for in this Region alone, whatever Regions are deployed. */
  only?: string;
}

const quotas = (): Quota[] => [
  {
    // https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html: "New AWS accounts have reduced concurrency".
    ...{
      name: "Lambda concurrent executions",
      service: "lambda",
      code: "L-B99A9384",
      usual: "1,000, but 10 in many new accounts",
    },
    ...{ needed: 100, why: "lookups, authorizer and profiles share it; a standby takes a whole jurisdiction" },
  },
  {
    // https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html
    ...{ name: "VPCs per Region", service: "vpc", code: "L-F678F1CE", usual: "5, the default VPC included" },
    ...{ needed: 2, why: "one for the load balancer" },
  },
  {
    // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html
    ...{
      name: "Application Load Balancers per Region",
      service: "elasticloadbalancing",
      code: "L-53DA6B97",
      usual: "50",
    },
    ...{ needed: 1, why: "one for the lookup" },
  },
  {
    // https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
    ...{ name: "API Gateway custom domain names", service: "apigateway", code: "L-A93447B8", usual: "120" },
    ...{ needed: 2, why: "the jurisdiction's name and the Region's own" },
  },
  {
    // https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
    ...{ name: "API Gateway requests per second", service: "apigateway", code: "L-8A5B8E43" },
    ...{ usual: "10,000, but 2,500 in newer Regions, ca-west-1 among them" },
    ...{ needed: 2500, why: "a standby must take what its primary takes: ask for the same in both" },
  },
  {
    // https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html
    ...{ name: "Route 53 health checks", service: "route53", code: "L-ACB674F3", usual: "200 an account" },
    ...{ needed: allRegions().length, why: "one a Region", only: "us-east-1" },
  },
  {
    // https://docs.aws.amazon.com/global-accelerator/latest/dg/limits-global-accelerator.html
    ...{ name: "Standard accelerators", service: "globalaccelerator", usual: "20 an account; shown in us-east-1 only" },
    ...{
      needed: 1 + servedJurisdictions().length,
      why: "the lookup's, and one a jurisdiction with workloads",
      only: "us-east-1",
    },
  },
];

export const quotasCheck: Check = {
  name: "quotas",
  async run(context) {
    const all = quotas();
    if (!context.aws || (await context.execute("aws", ["--version"])).missing) {
      return all.map((quota) => toLook(quota));
    }
    const findings: Omit<Finding, "check">[] = [];
    const asked = all.flatMap((quota) =>
      (quota.only ? [quota.only] : regionsToDeploy(context)).map((region) => ({ quota, region })),
    );
    await forEachBounded(asked, 4, async ({ quota, region }) => {
      findings.push(quota.code ? await ask(quota, quota.code, region, context) : toLook(quota));
    });
    return findings;
  },
};

const toLook = ({ name, service, code, usual, needed, why }: Quota, notAsked = "") =>
  look(
    `${name}${notAsked}: usually ${usual}; needed ${needed.toLocaleString("en-US")} (${why})`,
    code
      ? `aws service-quotas get-service-quota --service-code ${service} --quota-code ${code} --region REGION`
      : `look in the Service Quotas console under ${service}`,
  );

async function ask(quota: Quota, code: string, region: string, { execute }: Context) {
  const where = ["--service-code", quota.service, "--quota-code", code, "--region", region];
  const args = ["service-quotas", "get-service-quota", ...where, "--query", "Quota.Value", "--output", "text"];
  const result = await execute("aws", args);
  const value = result.missing || result.code !== 0 ? Number.NaN : Number(result.stdout);
  if (Number.isNaN(value)) {
    const [reason = ""] = result.missing ? ["no aws CLI"] : `${result.stderr}\n${result.stdout}`.trim().split("\n");
    return toLook(quota, ` in ${region} (AWS did not say: ${reason})`);
  }
  if (value >= quota.needed) {
    return ok(`${quota.name} in ${region}: ${value}`);
  }
  return mustFix(
    `${quota.name} in ${region}: ${value}; needed ${quota.needed} (${quota.why})`,
    `aws service-quotas request-service-quota-increase ${where.join(" ")} --desired-value ${quota.needed}`,
  );
}
