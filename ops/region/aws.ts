/** The deployed system: asked over the internet, by name; written with the operator's own credentials. Data planes only. */
import { join } from "node:path";
import { readSettings } from "../../graph/project";
import { regionsTable } from "../../model/evacuation";
import { InvalidInput } from "../../model/invalid-input";
import { jurisdictionTableName } from "../../model/names";
import { globalStack } from "../../model/topology";
import { refusedCredentials } from "../../registry/explain";
import { domainOf } from "../doctor/stacks";
import { answerLimitMs, type RegionsTarget, regionClient } from "./target";

/** Names follow from this folder's files: neither Pulumi's state nor another Region is asked. */
export function awsRegions(
  root = join(__dirname, "../.."),
  get: typeof fetch = fetch,
  now = () => new Date(),
): RegionsTarget {
  const domain = domainOf(root, globalStack);
  if (!domain) {
    throw new InvalidInput(
      "no domain is configured; fix: set it in Pulumi.yaml, or run this where the project that was deployed is",
    );
  }
  const { project } = readSettings(root, globalStack);
  return {
    name: `AWS, ${domain}`,
    domain,
    now,
    table: (jurisdiction) => jurisdictionTableName(project, jurisdiction, regionsTable),
    dynamoDb: (region) => regionClient({ region }),
    async get(host, path) {
      const response = await get(`https://${host}${path}`, {
        signal: AbortSignal.timeout(answerLimitMs),
        redirect: "error",
      });
      return { status: response.status, body: (await response.json().catch(() => ({}))) as Record<string, unknown> };
    },
  };
}

const byName: Record<string, string> = {
  ...refusedCredentials,
  CredentialsProviderError: "no AWS credentials were found; fix: sign in (aws sso login), or set AWS_PROFILE",
  AccessDeniedException:
    "these credentials may not give orders; fix: allow dynamodb:GetItem and PutItem on the jurisdiction's table of orders, and kms:Decrypt on the Region's key",
  ResourceNotFoundException:
    "there is no table of orders; fix: deploy the Region with this version: npm run up -- STACK",
  TimeoutError: "DynamoDB did not answer in time; fix: run this again, or `status` to see which Region is well",
};

/** Undefined for what is not an error of AWS's. */
export function explainOrders(error: unknown): string | undefined {
  const { name, message } = error as Error;
  return byName[name] && `${byName[name]}\n(${name}: ${message})`;
}
