import { organizationIdPattern } from "../../model/registry";

/**
 * The part of Cognito's pre token generation event, version 2, that is used here.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 */
export interface PreTokenGenerationEvent {
  version: string;
  request: { userAttributes: Record<string, string | undefined> };
  response: {
    claimsAndScopeOverrideDetails?: {
      accessTokenGeneration?: { claimsToAddOrOverride: Record<string, string> };
    };
    [other: string]: unknown;
  };
  [other: string]: unknown;
}

/** The user cannot be given a token. Cognito refuses the sign-in. */
export class UserRefused extends Error {
  override name = "UserRefused";
}

/**
 * The event with the claim `organization` added to the access token, from the user's `custom:organization`.
 * Throws UserRefused for a user without a valid one: a token without an organization would be good for nothing.
 */
export function withOrganization<E extends PreTokenGenerationEvent>(event: E): E {
  const organization = event.request.userAttributes["custom:organization"];
  if (organization === undefined || !organizationIdPattern.test(organization)) {
    throw new UserRefused(
      "The user belongs to no organization: custom:organization must be an organization's opaque id.",
    );
  }
  return {
    ...event,
    response: {
      ...event.response,
      claimsAndScopeOverrideDetails: { accessTokenGeneration: { claimsToAddOrOverride: { organization } } },
    },
  };
}
