/** What can go wrong, by a stable `code`. Match on the code, never on the message. */
export type HomeErrorCode =
  /** An option given to the SDK is wrong; `details.issues` lists all of them. */
  | "bad-option"
  /** A URL, a redirect or a response would have left the organization's own endpoints. Nothing was sent there. */
  | "outside-home"
  /** The lookup's response, or a stored one, broke a rule; `details.reason` says which. It was not used. */
  | "response-refused"
  /** The last known home is older than it may be and nobody gives a newer one. */
  | "response-expired"
  | "organization-unknown"
  | "lookup-unreachable"
  /** The Region says that home is elsewhere and the lookup does not agree (yet). */
  | "misrouted"
  /** No endpoint of the jurisdiction answered. */
  | "unreachable"
  /** Neither an endpoint nor the lookup can be reached: this device has no network. */
  | "offline"
  /** A deadline of the SDK passed: `details.phase` is `first-byte`, `whole` or `lookup`. */
  | "timeout"
  /** The device refuses to store more. */
  | "storage-full"
  | "closed"
  /** A message can never be sent; `details.reason` is `not-json`, `too-big`, or `closed` where the server closes connections over it. */
  | "bad-message"
  /** `getToken` gave a token with a character that no WebSocket protocol may have (`details.found`): no socket can carry it. */
  | "bad-token"
  /** More messages wait for the server than may: `details.bufferedAmount` of `details.limit` bytes. */
  | "buffer-full"
  /** The server refused a message or a part of a batch; `details.problem` is its problem document. */
  | "refused";

/** Every error that the SDK throws of its own. An abort by the caller's signal throws the signal's reason instead. */
export class HomeError extends Error {
  declare readonly code: HomeErrorCode;
  declare readonly details: Readonly<Record<string, unknown>>;
  constructor(code: HomeErrorCode, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    Object.assign(this, { name: "HomeError", code, details });
  }
}

/** True for the SDK's errors, of `code` where one is given. Works across copies of the package, unlike `instanceof`. */
export function isHomeError(error: unknown, code?: HomeErrorCode): error is HomeError {
  const found = error as HomeError | null;
  return found?.name === "HomeError" && (code === undefined || found.code === code);
}
