import assert from "node:assert/strict";
import { regionStacks } from "../../../model/topology";
import { type DeclaredStack, stackResources } from "../../support/stacks";

describe("signing in", function () {
  this.timeout(60_000);
  const stacks: DeclaredStack[] = [];
  before(async () => {
    for (const name of Object.keys(regionStacks)) {
      stacks.push(await stackResources(name));
    }
  });

  it("gives short tokens that can be revoked and are renewed once each, by flows in which no password travels, to apps without a secret", () => {
    for (const stack of stacks) {
      const [client, ...others] = stack.ofType("aws:cognito/userPoolClient:UserPoolClient");
      assert.deepEqual(others, []);
      assert.deepEqual(client!.inputs, {
        userPoolId: stack.get("aws:cognito/userPool:UserPool", "identity").id,
        generateSecret: false,
        explicitAuthFlows: ["ALLOW_USER_AUTH", "ALLOW_USER_SRP_AUTH"],
        refreshTokenRotation: { feature: "ENABLED", retryGracePeriodSeconds: 60 },
        preventUserExistenceErrors: "ENABLED",
        enableTokenRevocation: true,
        accessTokenValidity: 15,
        idTokenValidity: 15,
        refreshTokenValidity: 30,
        tokenValidityUnits: { accessToken: "minutes", idToken: "minutes", refreshToken: "days" },
        readAttributes: ["email", "email_verified", "custom:organization"],
        writeAttributes: ["email"],
      });
    }
  });

  it("takes users whom an organization invited, with a password that holds and a second factor", () => {
    for (const stack of stacks) {
      const { inputs } = stack.get("aws:cognito/userPool:UserPool", "identity");
      const { lambdaConfig, deletionProtection: _, tags: __, ...settings } = inputs;
      assert.deepEqual(settings, {
        userPoolTier: "ESSENTIALS",
        usernameAttributes: ["email"],
        usernameConfiguration: { caseSensitive: false },
        autoVerifiedAttributes: ["email"],
        userAttributeUpdateSettings: { attributesRequireVerificationBeforeUpdates: ["email"] },
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
          minimumLength: 12,
          requireLowercase: true,
          requireUppercase: true,
          requireNumbers: true,
          requireSymbols: false,
          temporaryPasswordValidityDays: 3,
        },
        signInPolicy: { allowedFirstAuthFactors: ["PASSWORD"] },
        mfaConfiguration: "OPTIONAL",
        softwareTokenMfaConfiguration: { enabled: true },
        accountRecoverySetting: { recoveryMechanisms: [{ name: "verified_email", priority: 1 }] },
      });
      const claims = stack.get("aws:lambda/function:Function", "identity-claims").outputs.arn;
      assert.deepEqual(lambdaConfig, { preTokenGenerationConfig: { lambdaArn: claims, lambdaVersion: "V2_0" } });
    }
  });
});
