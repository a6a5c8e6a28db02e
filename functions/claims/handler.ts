/** Cognito's pre token generation trigger: puts the user's organization into the access token. */
import { log } from "../shared/log";
import { type PreTokenGenerationEvent, UserRefused, withOrganization } from "./claims";

export const handler = async (event: PreTokenGenerationEvent): Promise<PreTokenGenerationEvent> => {
  const started = performance.now();
  const line = (status: number) =>
    log({ function: "claims", route: "pre-token-generation", status, ms: Math.round(performance.now() - started) });
  try {
    const response = withOrganization(event);
    line(200);
    return response;
  } catch (error) {
    line(error instanceof UserRefused ? 403 : 500);
    throw error;
  }
};
