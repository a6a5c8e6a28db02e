/** The declared user pools and their app clients, with AWS's defaults for what is not declared. */
import type { Graph, Resource } from "../../../graph/graph";

const secondsOf: Readonly<Record<string, number>> = { seconds: 1, minutes: 60, hours: 3_600, days: 86_400 };

export interface DeclaredClient {
  id: string;
  secret: string | undefined;
  /** `ALLOW_USER_AUTH` … */
  flows: readonly string[];
  /** Whether a wrong name is answered like a wrong password. */
  hidesUsers: boolean;
  accessSeconds: number;
  idSeconds: number;
  refreshSeconds: number;
  /** Undefined: all. */
  readAttributes: readonly string[] | undefined;
  writeAttributes: readonly string[] | undefined;
  revocation: boolean;
  /** Undefined: refresh tokens stay the same. Otherwise how long a used one goes on being good. */
  rotation: { graceSeconds: number } | undefined;
}

export interface PasswordPolicy {
  minimumLength: number;
  requireLowercase: boolean;
  requireUppercase: boolean;
  requireNumbers: boolean;
  requireSymbols: boolean;
  temporaryPasswordValidityDays: number;
}

export interface SchemaAttribute {
  /** As users have it: `email`, `custom:organization`. */
  name: string;
  required: boolean;
  mutable: boolean;
  minLength: number;
  maxLength: number;
}

export interface DeclaredPool {
  id: string;
  logicalName: string;
  arn: string;
  region: string;
  /** What its tokens say in `iss`. */
  issuer: string;
  adminCreateUserOnly: boolean;
  /** Users sign in with their e-mail address; their user name is made up. */
  emailIsUsername: boolean;
  caseSensitive: boolean;
  autoVerifiesEmail: boolean;
  /** A changed address is theirs once they have verified it. */
  verifiesBeforeUpdate: boolean;
  /** Nobody signs in without a second factor. */
  requiresMfa: boolean;
  firstFactors: readonly string[];
  passwordPolicy: PasswordPolicy;
  schema: readonly SchemaAttribute[];
  trigger: { arn: string; version: string } | undefined;
  clients: ReadonlyMap<string, DeclaredClient>;
}

export function declaredPools(graph: Graph): DeclaredPool[] {
  return graph.ofType("aws:cognito/userPool:UserPool").map((pool) => {
    const clients = graph
      .ofType("aws:cognito/userPoolClient:UserPoolClient")
      .filter((client) => client.inputs.userPoolId === pool.id);
    return declaredPool(pool, new Map(clients.map((client) => [client.id, declaredClient(client)])));
  });
}

function declaredPool(pool: Resource, clients: DeclaredPool["clients"]): DeclaredPool {
  const { inputs, id } = pool;
  // A pool's id begins with its Region.
  const region = pool.region ?? id.slice(0, id.indexOf("_"));
  const lambda = inputs.lambdaConfig ?? {};
  const config = lambda.preTokenGenerationConfig;
  return {
    id,
    logicalName: pool.name,
    arn: pool.outputs.arn,
    region,
    issuer: `https://cognito-idp.${region}.amazonaws.com/${id}`,
    adminCreateUserOnly: inputs.adminCreateUserConfig?.allowAdminCreateUserOnly ?? false,
    emailIsUsername: (inputs.usernameAttributes ?? []).includes("email"),
    caseSensitive: inputs.usernameConfiguration?.caseSensitive ?? true,
    autoVerifiesEmail: (inputs.autoVerifiedAttributes ?? []).includes("email"),
    verifiesBeforeUpdate: (
      inputs.userAttributeUpdateSettings?.attributesRequireVerificationBeforeUpdates ?? []
    ).includes("email"),
    requiresMfa: inputs.mfaConfiguration === "ON",
    firstFactors: inputs.signInPolicy?.allowedFirstAuthFactors ?? ["PASSWORD"],
    passwordPolicy: {
      minimumLength: 8,
      requireLowercase: true,
      requireUppercase: true,
      requireNumbers: true,
      requireSymbols: true,
      temporaryPasswordValidityDays: 7,
      ...inputs.passwordPolicy,
    },
    schema: (inputs.schemas ?? []).map(schemaAttribute),
    trigger: config
      ? { arn: config.lambdaArn, version: config.lambdaVersion }
      : lambda.preTokenGeneration && { arn: lambda.preTokenGeneration, version: "V1_0" },
    clients,
  };
}

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html */
function declaredClient({ id, inputs, outputs }: Resource): DeclaredClient {
  const units = inputs.tokenValidityUnits ?? {};
  const seconds = (value: number | undefined, unit: string) => (value ?? 0) * secondsOf[unit]!;
  return {
    id,
    secret: inputs.generateSecret ? (outputs.clientSecret ?? "") : undefined,
    flows: inputs.explicitAuthFlows ?? ["ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_CUSTOM_AUTH"],
    hidesUsers: inputs.preventUserExistenceErrors === "ENABLED",
    accessSeconds: seconds(inputs.accessTokenValidity, units.accessToken ?? "hours") || 3_600,
    idSeconds: seconds(inputs.idTokenValidity, units.idToken ?? "hours") || 3_600,
    refreshSeconds: seconds(inputs.refreshTokenValidity, units.refreshToken ?? "days") || 30 * 86_400,
    readAttributes: inputs.readAttributes,
    writeAttributes: inputs.writeAttributes,
    revocation: inputs.enableTokenRevocation ?? true,
    rotation:
      inputs.refreshTokenRotation?.feature === "ENABLED"
        ? { graceSeconds: inputs.refreshTokenRotation.retryGracePeriodSeconds ?? 0 }
        : undefined,
  };
}

function schemaAttribute(attribute: Record<string, any>): SchemaAttribute {
  const length = attribute.stringAttributeConstraints ?? {};
  return {
    name: standardAttributes.includes(attribute.name) ? attribute.name : `custom:${attribute.name}`,
    required: attribute.required ?? false,
    mutable: attribute.mutable ?? true,
    minLength: Number(length.minLength ?? 0),
    maxLength: Number(length.maxLength ?? 2_048),
  };
}

/** https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html */
export const standardAttributes = (
  "address birthdate email email_verified family_name gender given_name locale middle_name name nickname " +
  "phone_number phone_number_verified picture preferred_username profile sub updated_at website zoneinfo"
).split(" ");
