/** Signing in at home with aws-amplify 6, in a page or in Node: home says where, the password is proven and never sent. */
import { confirmSignIn, fetchAuthSession, signIn, signOut } from "@aws-amplify/auth";
import { cognitoUserPoolsTokenProvider } from "@aws-amplify/auth/cognito";
import { Amplify } from "@aws-amplify/core";
import { createHomeClient, type Home, type HomeClient, type HomeClientOptions } from "../index";

export interface Account {
  home: HomeClient;
  /** Whether tokens of an earlier start are there and good, or could be renewed. */
  isSignedIn(): Promise<boolean>;
  /** `new-password` for somebody who was invited and uses the password of the e-mail. */
  enter(email: string, password: string): Promise<"done" | "new-password">;
  choosePassword(password: string): Promise<void>;
  /** Ends the session at the pool too: its refresh token and what came of it. */
  leave(): Promise<void>;
}

export async function openAccount(
  options: Pick<HomeClientOptions, "lookup" | "organization" | "storage" | "jurisdictions">,
): Promise<Account> {
  // After a 401 the token is renewed whatever its time; otherwise a minute or so before it ends.
  const home = createHomeClient({ ...options, getToken: ({ refresh }) => accessToken(refresh) });
  configure(await home.ready());
  home.on("home", configure);
  return {
    home,
    isSignedIn: async () => (await accessToken(false)) !== undefined,
    async enter(username, password) {
      const { nextStep } = await signIn({ username, password });
      return stepOf(nextStep.signInStep);
    },
    async choosePassword(challengeResponse) {
      const { nextStep } = await confirmSignIn({ challengeResponse });
      stepOf(nextStep.signInStep);
    },
    leave: () => signOut(),
  };
}

/** With the package `aws-amplify`, `Amplify.configure({ Auth: { Cognito } })` is all of it. */
function configure({ identity: { userPoolId, clientId } }: Home): void {
  const Auth = { Cognito: { userPoolId, userPoolClientId: clientId } };
  cognitoUserPoolsTokenProvider.setAuthConfig(Auth);
  Amplify.configure({ Auth }, { Auth: { tokenProvider: cognitoUserPoolsTokenProvider } });
}

async function accessToken(forceRefresh: boolean): Promise<string | undefined> {
  const { tokens } = await fetchAuthSession({ forceRefresh });
  return tokens && String(tokens.accessToken);
}

function stepOf(step: string): "done" | "new-password" {
  if (step === "DONE") {
    return "done";
  }
  if (step === "CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED") {
    return "new-password";
  }
  throw new Error(`the pool asks for ${step}, which this example does not show`);
}
