import { FunctionFault } from "../shared/errors";

/** The token is not provably one of ours. `reason` is a stable word for the log; the client is told nothing. */
export class TokenRefused extends FunctionFault {
  readonly code = "token-refused";

  constructor(readonly reason: string) {
    super(`the token is refused: ${reason}`);
  }
}

/** Neither a pool's Region nor the kept keys can be read: whether the token is good cannot be told. */
export class SigningKeysUnavailable extends FunctionFault {
  readonly code = "signing-keys-unavailable";
}

/** No pool of the jurisdiction is known: the registry does not answer, or its rows cannot be used. */
export class PoolsUnavailable extends FunctionFault {
  readonly code = "pools-unavailable";
}
