/** Cognito's pre token generation trigger: puts the user's organization into the access token. */
import { log } from "../shared/log";
import { type PreTokenGenerationEvent, UserRefused, withOrganization } from "./claims";

export const handler = async (event: PreTokenGenerationEvent): Promise<PreTokenGenerationEvent> => {
  const started = performance.now();
  const line = (status: number) =>
    log({ function: "claims", route: "pre-token-generation", status, ms: Math.round(performance.now() - started) });
  try {
    const answer = withOrganization(event);
    line(200);
    return answer;
  } catch (fault) {
    line(fault instanceof UserRefused ? 403 : 500);
    throw fault;
  }
};
