import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { poolIssuer } from "../../model/names";
import type { AlarmSpec } from "../shared/alarm";
import type { Entrance, Part } from "../shared/part";
import type { RegionArgs, RegionContext } from "./context";
import { RegionFunction } from "./function";

/** The Region's user pool, its app client, and the row of the registry that tells every lookup about them. */
export class Identity extends pulumi.ComponentResource implements Part {
  readonly pool: aws.cognito.UserPool;
  readonly client: aws.cognito.UserPoolClient;
  readonly alarms: readonly AlarmSpec[];
  readonly entrances: readonly Entrance[];
  readonly outputs: Record<"userPoolId" | "userPoolClientId" | "issuer", pulumi.Output<string>>;

  constructor(name: string, { ctx }: RegionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("home-region:infra:Identity", name, {}, opts);
    const claims = new RegionFunction(
      `${name}-claims`,
      {
        ctx,
        source: "claims",
        description: "Puts the user's organization into access tokens",
        environment: {},
        permissions: [],
        tags: ctx.tags("personal"),
      },
      { parent: this },
    );
    this.pool = createPool(name, ctx, claims.arn, this);
    this.client = createClient(name, this.pool, this);
    this.outputs = {
      userPoolId: this.pool.id,
      userPoolClientId: this.client.id,
      issuer: this.pool.id.apply((id) => poolIssuer(ctx.config.region, id)),
    };
    new aws.lambda.Permission(
      `${name}-claims`,
      {
        action: "lambda:InvokeFunction",
        function: claims.function.name,
        principal: "cognito-idp.amazonaws.com",
        sourceArn: this.pool.arn,
      },
      { parent: this },
    );
    this.alarms = claims.alarms;
    this.entrances = [{ label: "identity", arn: this.pool.arn }];
    publish(name, ctx, this);
    this.registerOutputs(this.outputs);
  }
}

const mfaConfigurations = { off: "OFF", optional: "OPTIONAL", required: "ON" } as const;

function createPool(name: string, ctx: RegionContext, claimsArn: pulumi.Input<string>, parent: pulumi.Resource) {
  const { mfa, passwordMinimumLength, threatProtection } = ctx.config;
  return new aws.cognito.UserPool(
    name,
    {
      // The least that can put claims into access tokens; threat protection is of the dearer plan.
      userPoolTier: threatProtection === "off" ? "ESSENTIALS" : "PLUS",
      ...(threatProtection !== "off" && {
        userPoolAddOns: { advancedSecurityMode: threatProtection.toUpperCase() },
      }),
      usernameAttributes: ["email"],
      usernameConfiguration: { caseSensitive: false },
      autoVerifiedAttributes: ["email"],
      // Else an address would be somebody's who cannot read its mail.
      userAttributeUpdateSettings: { attributesRequireVerificationBeforeUpdates: ["email"] },
      // Set by an administrator of the organization, never by the user: it decides whose data is read.
      schemas: [
        {
          name: "organization",
          attributeDataType: "String",
          mutable: false,
          required: false,
          stringAttributeConstraints: { minLength: "30", maxLength: "30" },
        },
      ],
      adminCreateUserConfig: { allowAdminCreateUserOnly: true },
      passwordPolicy: {
        minimumLength: passwordMinimumLength,
        requireLowercase: true,
        requireUppercase: true,
        requireNumbers: true,
        requireSymbols: false,
        temporaryPasswordValidityDays: 3,
      },
      signInPolicy: { allowedFirstAuthFactors: ["PASSWORD"] },
      mfaConfiguration: mfaConfigurations[mfa],
      ...(mfa !== "off" && { softwareTokenMfaConfiguration: { enabled: true } }),
      accountRecoverySetting: { recoveryMechanisms: [{ name: "verified_email", priority: 1 }] },
      lambdaConfig: { preTokenGenerationConfig: { lambdaArn: claimsArn, lambdaVersion: "V2_0" } },
      deletionProtection: ctx.config.deletionProtection ? "ACTIVE" : "INACTIVE",
      tags: ctx.tags("personal"),
    },
    { parent },
  );
}

function createClient(name: string, pool: aws.cognito.UserPool, parent: pulumi.Resource) {
  return new aws.cognito.UserPoolClient(
    name,
    {
      userPoolId: pool.id,
      generateSecret: false, // web and mobile apps cannot keep one
      explicitAuthFlows: ["ALLOW_USER_AUTH", "ALLOW_USER_SRP_AUTH"],
      // A stolen refresh token ends with its next use, and cannot go along with REFRESH_TOKEN_AUTH. An app whose response was
      // lost has a minute to ask again.
      refreshTokenRotation: { feature: "ENABLED", retryGracePeriodSeconds: 60 },
      preventUserExistenceErrors: "ENABLED",
      enableTokenRevocation: true,
      accessTokenValidity: 15,
      idTokenValidity: 15,
      refreshTokenValidity: 30,
      tokenValidityUnits: { accessToken: "minutes", idToken: "minutes", refreshToken: "days" },
      readAttributes: ["email", "email_verified", "custom:organization"],
      writeAttributes: ["email"],
    },
    { parent },
  );
}

/** Written through this Region's own replica; nobody else writes this row (docs/decisions/0002-region-rows.md). */
function publish(name: string, ctx: RegionContext, identity: Identity) {
  const { region, jurisdiction } = ctx.config;
  const text = (value: pulumi.Input<string>) => ({ S: value });
  new aws.dynamodb.TableItem(
    name,
    {
      tableName: ctx.global.registryTableName,
      hashKey: "pk",
      item: pulumi.jsonStringify({
        pk: text(`region#${region}`),
        region: text(region),
        jurisdiction: text(jurisdiction),
        issuer: text(identity.outputs.issuer),
        userPoolId: text(identity.pool.id),
        clientId: text(identity.client.id),
      }),
    },
    { parent: identity },
  );
}
