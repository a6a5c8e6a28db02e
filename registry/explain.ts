/** The AWS SDK's errors in an operator's words. By name, never by message text. */
import { registryRegion } from "../model/topology";
import { passing } from "./store";

const silent = `the registry in ${registryRegion} did not answer in time. Organizations are written there only; lookups go on without it; fix: check the network; while that Region is down, wait, then run this again`;

/** What every service of AWS says of who asks. */
export const refusedCredentials = {
  UnrecognizedClientException: "AWS does not know these credentials; fix: check AWS_PROFILE and its keys",
  ExpiredTokenException: "the AWS session has expired; fix: sign in again (aws sso login)",
};

const byName: Record<string, string> = {
  ...refusedCredentials,
  CredentialsProviderError:
    "no AWS credentials were found; fix: sign in (aws sso login), or set AWS_PROFILE, then npm run doctor",
  InvalidSignatureException:
    "AWS does not accept these credentials' signature; fix: check the secret key and the clock",
  AccessDeniedException:
    "these credentials may not use the registry; fix: allow dynamodb:BatchGetItem, GetItem, Scan, PutItem and DeleteItem on the table, and kms:Decrypt on its key; is that key enabled?",
  ResourceNotFoundException: "the table does not exist; fix: is the global stack deployed in this account?",
  ProvisionedThroughputExceededException: "the registry has too much to do; fix: wait a minute and run this again",
  ThrottlingException: "the registry has too much to do; fix: wait a minute and run this again",
  TimeoutError: silent,
};

/** Undefined for what is not an error of AWS's or of the network. */
export function explainAws(error: unknown): string | undefined {
  if (!(error instanceof Error)) {
    return undefined;
  }
  const found = byName[error.name];
  if (found) {
    return `${found}\n(${error.name}: ${error.message})`;
  }
  const code = "code" in error ? String(error.code) : "";
  if (/^E[A-Z]+$/.test(code)) {
    return `the registry cannot be reached (${code}); fix: check the network or the twin`;
  }
  if ("$metadata" in error) {
    const { httpStatusCode: status = 0 } = error.$metadata as { httpStatusCode?: number };
    return `${refusalOf(error, status)}\n(${error.name}: ${error.message.split("\n")[0]}; status ${status})`;
  }
  return undefined;
}

function refusalOf(error: Error & { CancellationReasons?: { Code?: string }[] }, status: number): string {
  const { name, CancellationReasons: reasons = [] } = error;
  // Not in DynamoDB's words: a page, or nothing.
  if (name === "SyntaxError" || (name === "Unknown" && status < 500)) {
    return "something between here and the registry answered in its place; fix: sign in to the network (its portal or proxy), or use another one, then run this again";
  }
  if (status >= 500) {
    return `the registry in ${registryRegion} has a fault of its own; fix: wait until https://health.aws.amazon.com says that it is over, then run this again`;
  }
  return reasons.some(({ Code = "" }) => passing.has(Code))
    ? "the registry has too much to do, or someone else writes the same organizations; fix: wait a minute and run this again"
    : "the registry refused";
}
