import { FunctionError } from "../shared/errors";

/** The token is not provably one of ours. `reason` is a stable word for the log; the client learns nothing. */
export class TokenRefused extends FunctionError {
  readonly code = "token-refused";

  constructor(readonly reason: string) {
    super(`the token is refused: ${reason}`);
  }
}

/** Neither a pool's Region nor the kept keys can be read: whether the token is good is unknown. */
export class SigningKeysUnavailable extends FunctionError {
  readonly code = "signing-keys-unavailable";
}

/** No pool of the jurisdiction is known: the registry does not answer, or its rows cannot be used. */
export class PoolsUnavailable extends FunctionError {
  readonly code = "pools-unavailable";
}
