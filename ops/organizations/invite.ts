/** Inviting somebody to an organization: a user in the pool of its home, and nowhere else. */
import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
} from "@aws-sdk/client-cognito-identity-provider";
import { InvalidInput } from "../../model/invalid-input";
import { bounded, requestLimit } from "../../registry/bounded";
import { showOrganization } from "../../registry/query";
import type { RegistryTarget } from "../../registry/target";
import { explainPool } from "./explain-pool";
import { temporaryPassword } from "./temporary-password";

export interface PoolTarget {
  /** For messages: "the twin at http://…", "AWS, ca-central-1". */
  name: string;
  region: string;
  userPoolId: string;
  /** The twin sends none: whoever runs it is given the password. */
  sendsMail: boolean;
  /** Absent for AWS itself. */
  endpoint?: string;
  /** Absent: the SDK's default chain, that is the operator's own. */
  credentials?: { accessKeyId: string; secretAccessKey: string };
}

export interface InviteOptions {
  /** Sends the invitation again, with a new password. */
  resend: boolean;
  dryRun: boolean;
}

export interface Invitation {
  organization: string;
  email: string;
  jurisdiction: string;
  region: string;
  userPoolId: string;
  /** Their `sub`; null in a dry run. */
  user: string | null;
  dryRun: boolean;
  resent: boolean;
  /** Only where nothing was sent. */
  temporaryPassword: string | null;
}

const operationLimitMs = 20_000;
const emailPattern = /^[^\s@,;<>"]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/i;

/**
 * Throws InvalidInput for an organization that is unknown or not served, an address that is none, and what the pool
 * refuses. `poolOf` says where a jurisdiction's people are.
 */
export async function invite(
  registry: RegistryTarget,
  poolOf: (jurisdiction: string) => Promise<PoolTarget>,
  { organization: slugOrId, email }: { organization: string; email: string },
  options: InviteOptions,
): Promise<Invitation> {
  if (!emailPattern.test(email)) {
    throw new InvalidInput(`"${email}" is no e-mail address; allowed: name@domain, such as ana@acme.example`);
  }
  const { organization, jurisdiction, state } = await showOrganization(registry, slugOrId);
  if (state !== "active") {
    throw new InvalidInput(
      `organization "${slugOrId}" is ${state}: nobody is invited meanwhile; allowed: active; fix: wait until it is, npm run organizations -- show ${slugOrId}`,
    );
  }
  const pool = await poolOf(jurisdiction);
  const found = { organization, email, jurisdiction, region: pool.region, userPoolId: pool.userPoolId };
  const { user, password } = await withClient(pool, async (client) => {
    const known = await existing(client, pool, email);
    requireFitting(known, { organization, email, resend: options.resend });
    return options.dryRun ? { user: null, password: null } : create(client, pool, found, options.resend);
  });
  return { ...found, user, dryRun: options.dryRun, resent: options.resend, temporaryPassword: password };
}

interface KnownUser {
  organization: string;
  /** Has chosen a password of their own. */
  hasEntered: boolean;
}

async function existing(
  client: CognitoIdentityProviderClient,
  { userPoolId }: PoolTarget,
  email: string,
): Promise<KnownUser | undefined> {
  try {
    const user = await client.send(new AdminGetUserCommand({ UserPoolId: userPoolId, Username: email }));
    const organization = user.UserAttributes?.find(({ Name }) => Name === "custom:organization")?.Value ?? "none";
    return { organization, hasEntered: user.UserStatus !== "FORCE_CHANGE_PASSWORD" };
  } catch (error) {
    if ((error as Error).name === "UserNotFoundException") {
      return undefined;
    }
    throw error;
  }
}

function requireFitting(
  known: KnownUser | undefined,
  { organization, email, resend }: { organization: string; email: string; resend: boolean },
): void {
  if (!known) {
    if (resend) {
      throw new InvalidInput(`${email} was not invited yet; fix: leave out --resend`);
    }
    return;
  }
  // An address belongs to one organization: the attribute cannot be changed, it decides whose data is read.
  if (known.organization !== organization) {
    throw new InvalidInput(
      `${email} belongs to another organization of this jurisdiction; fix: use another address, or delete that user first`,
    );
  }
  if (known.hasEntered) {
    throw new InvalidInput(`${email} has signed in for ${organization} already; nothing is to be done`);
  }
  if (!resend) {
    throw new InvalidInput(`${email} is invited already; fix: send the invitation again with --resend`);
  }
}

async function create(
  client: CognitoIdentityProviderClient,
  pool: PoolTarget,
  { organization, email }: { organization: string; email: string },
  resend: boolean,
): Promise<{ user: string; password: string | null }> {
  const password = pool.sendsMail ? null : temporaryPassword();
  const { User } = await client.send(
    new AdminCreateUserCommand({
      UserPoolId: pool.userPoolId,
      Username: email,
      ...(resend && { MessageAction: "RESEND" }),
      ...(password ? { TemporaryPassword: password } : { DesiredDeliveryMediums: ["EMAIL"] }),
      UserAttributes: [
        { Name: "email", Value: email },
        // Only who reads mail to it can sign in the first time; without it a password cannot be recovered.
        { Name: "email_verified", Value: "true" },
        { Name: "custom:organization", Value: organization },
      ],
    }),
  );
  return { user: User?.Attributes?.find(({ Name }) => Name === "sub")?.Value ?? User?.Username ?? "", password };
}

async function withClient<T>(
  pool: PoolTarget,
  work: (client: CognitoIdentityProviderClient) => Promise<T>,
): Promise<T> {
  const client = bounded(
    new CognitoIdentityProviderClient({
      region: pool.region,
      maxAttempts: 3,
      requestHandler: { connectionTimeout: 5000, ...requestLimit(10_000) },
      ...(pool.endpoint && { endpoint: pool.endpoint }),
      // The SDK writes into what it is given.
      ...(pool.credentials && { credentials: { ...pool.credentials } }),
    }),
    operationLimitMs,
  );
  try {
    return await work(client);
  } catch (error) {
    const explained = explainPool(error, pool);
    throw explained === undefined ? error : new InvalidInput(explained);
  } finally {
    client.destroy();
  }
}
