/** What a user pool refuses, in an operator's words. By name, never by message text. */
import { InvalidInput } from "../../model/invalid-input";
import { refusedCredentials } from "../../registry/explain";

const byName: Record<string, string> = {
  ...refusedCredentials,
  CredentialsProviderError: "no AWS credentials were found; fix: sign in (aws sso login), or set AWS_PROFILE",
  AccessDeniedException:
    "these credentials may not invite; fix: allow cognito-idp:AdminCreateUser and AdminGetUser on the user pool",
  ResourceNotFoundException:
    "there is no such user pool; fix: is the Region deployed in this account, with this version?",
  UsernameExistsException: "somebody else has just invited this address; fix: run this again with --dry-run",
  UnsupportedUserStateException: "this user has a password of their own already; nothing is to be sent",
  InvalidParameterException: "the pool does not accept this user",
  CodeDeliveryFailureException:
    "the invitation could not be sent; fix: check what the pool sends e-mail with, then run this again with --resend",
  LimitExceededException:
    "the pool has reached a limit (without SES of your own it sends 50 messages a day); fix: wait, then run this again with --resend",
  TooManyRequestsException: "the pool has too much to do; fix: wait a minute and run this again",
  TimeoutError:
    "the pool did not answer in time. Users are made in the home's primary only; fix: check the network; while that Region is down, wait, then run this again",
};

/** Undefined for what is not an error of AWS's or of the network. */
export function explainPool(
  error: unknown,
  { name, userPoolId }: { name: string; userPoolId: string },
): string | undefined {
  if (!(error instanceof Error) || error instanceof InvalidInput) {
    return undefined;
  }
  const found = byName[error.name];
  const code = "code" in error ? String(error.code) : "";
  const isNetwork = /^E[A-Z]+$/.test(code);
  const status = "$metadata" in error ? (error.$metadata as { httpStatusCode?: number }).httpStatusCode : undefined;
  if (!found && !isNetwork && status === undefined) {
    return undefined;
  }
  const reason =
    found ??
    (isNetwork ? `the pool cannot be reached (${code}); fix: check the network or the twin` : "the pool refused");
  return `user pool ${userPoolId} (${name}): ${reason}\n(${error.name}: ${error.message.split("\n")[0]})`;
}
