import type { Service } from "../context";
import type { Credentials } from "../iam/types";
import { type ServiceKey, serviceKey } from "../module";

export interface NewUser {
  poolId: string;
  /** What they sign in with. In a pool that signs in with e-mail addresses the address takes its place. */
  username: string;
  email: string;
  password: string;
  /** Opaque id, for `custom:organization`. */
  organization: string;
}

/** The declared user pools. */
export interface Cognito extends Service {
  /** What `AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER` is for functions in a Region. */
  endpoint(region: string): string;
  /** Keys of whoever runs the twin: with them the Admin operations are allowed. */
  operator(): Credentials;
  /** The code that an e-mail would bring to somebody who has signed up or changed their address; undefined where none is due. */
  confirmationCode(poolId: string, username: string): string | undefined;
  readonly users: {
    /** A user who can sign in at once. Throws InvalidInput for what the pool does not accept. */
    create(user: NewUser): Promise<{ username: string; sub: string }>;
  };
}

export const cognito: ServiceKey<Cognito> = serviceKey("cognito");
