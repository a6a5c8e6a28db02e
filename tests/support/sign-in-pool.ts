/** A user pool with one user who signs in, at a time of the test's own. */
import { UserPools } from "../../local/cognito/service";
import { ManualClock } from "./manual-clock";
import { callCognito, clientId, organization, password, poolId, poolsGraph } from "./pools";
import { letIn, type TestTwin, twinContext } from "./twin-context";

export const email = "ana@acme.example";

/** Adds the hook of the suite that calls it: what a test starts is gone after it. */
export function useSignInPool() {
  let clock: ManualClock;
  let twin: TestTwin;
  let pools: UserPools;
  let running = false;

  async function stop(): Promise<void> {
    if (!running) {
      return;
    }
    running = false;
    await pools.stop();
    await twin.close();
  }
  afterEach(stop);

  async function start(options: Parameters<typeof poolsGraph>[0] = {}): Promise<void> {
    clock = new ManualClock(Date.UTC(2026, 5, 1));
    twin = await twinContext({ graph: poolsGraph(options), clock });
    const lambda = { invoke: () => Promise.reject(new Error("no trigger is declared")) };
    pools = new UserPools(twin, { certificates: twin.certificates, lambda, waf: letIn });
    await pools.start();
    running = true;
    await pools.users.create({ poolId, username: "ana", email, password, organization });
  }

  const call = (operation: string, input: object, options: object = {}) =>
    callCognito(pools.endpoint("ca-central-1"), operation, input, { signal: AbortSignal.timeout(15_000), ...options });
  const initiate = (AuthFlow: string, AuthParameters: object) =>
    call("InitiateAuth", { ClientId: clientId, AuthFlow, AuthParameters });
  const signIn = (parameters: object = {}) =>
    initiate("USER_AUTH", { USERNAME: email, PREFERRED_CHALLENGE: "PASSWORD", PASSWORD: password, ...parameters });
  const tokens = async () => (await signIn()).body.AuthenticationResult;
  const asOperator = () => ({
    authorization: `AWS4-HMAC-SHA256 Credential=${pools.operator().accessKeyId}/20260601/ca-central-1/cognito-idp/aws4_request`,
  });
  return {
    get clock() {
      return clock;
    },
    get pools() {
      return pools;
    },
    ...{ start, stop, call, initiate, signIn, tokens, asOperator },
  };
}

/** Status, type and message of what Cognito refuses with. */
export async function reported(response: Promise<{ status: number; body: Record<string, any> }>) {
  const { status, body } = await response;
  return [status, body.__type, body.message];
}

export const refused = (code: string, message: string) => [400, code, message];
