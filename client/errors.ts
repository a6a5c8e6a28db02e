/** What can go wrong, by a stable code, and what `details` then has. Match on the code, never on the message. */
export interface HomeErrorDetails {
  /** An option given to the SDK is wrong; `issues` lists all of them. */
  "bad-option": { issues?: readonly string[] };
  /** A URL, a redirect or a response would have left the organization's own endpoints. Nothing was sent there. */
  "outside-home": object;
  /** The lookup's response, or a stored one, broke a rule; `reason` says which. It was not used. */
  "response-refused": { reason?: string; found?: unknown };
  /** The last known home is older than it may be and nobody gives a newer one. */
  "response-expired": { cause?: unknown };
  "organization-unknown": object;
  "lookup-unreachable": { cause?: unknown; status?: number | undefined };
  /** The Region says that home is elsewhere and the lookup does not agree (yet). */
  misrouted: { region: string };
  /** No endpoint of the jurisdiction answered. `reasons`: what became of each that a socket has asked; `retryAfterMs`: what they ask for. */
  unreachable: {
    jurisdiction?: string;
    cause?: unknown;
    reasons?: Readonly<Record<string, string>>;
    retryAfterMs?: number | undefined;
  };
  /** Neither an endpoint nor the lookup can be reached: this device has no network. */
  offline: { cause?: unknown };
  /** A deadline of the SDK passed. */
  timeout: { phase: "first-byte" | "whole" | "lookup" | "storage" };
  /** The device refuses to store more. */
  "storage-full": { cause?: unknown };
  closed: object;
  /** A message can never be sent: it is `not-json` or `too-big`, or the server closes connections over it (`closed`, with its `status`). */
  "bad-message": {
    reason: "not-json" | "too-big" | "closed";
    bytes?: number;
    limit?: number;
    status?: number;
    cause?: unknown;
  };
  /** `getToken` gave a token with a character that no WebSocket protocol may have: no socket can carry it. */
  "bad-token": { found: string };
  /** More bytes wait for the server than may. */
  "buffer-full": { bytes: number; bufferedAmount: number; limit: number };
  /** The server refused a message or a part of a batch; `problem` is its problem document (RFC 9457). */
  refused: { problem?: Readonly<Record<string, unknown>> | undefined };
}

export type HomeErrorCode = keyof HomeErrorDetails;

/** Every error that the SDK throws of its own. An abort by the caller's signal throws the signal's reason instead. */
export class HomeError<Code extends HomeErrorCode = HomeErrorCode> extends Error {
  declare readonly code: Code;
  declare readonly details: Readonly<HomeErrorDetails[Code] & Record<string, unknown>>;
  /** `details.cause` is the error's own `cause`, too. */
  constructor(code: Code, message: string, details = {} as HomeErrorDetails[Code]) {
    super(message, details as ErrorOptions);
    Object.assign(this, { name: "HomeError", code, details });
  }
}

/** True for the SDK's errors, of `code` where one is given. Works across copies of the package, unlike `instanceof`. */
export function isHomeError<Code extends HomeErrorCode = HomeErrorCode>(
  error: unknown,
  code?: Code,
): error is HomeError<Code> {
  const found = error as HomeError | null;
  return found?.name === "HomeError" && (code === undefined || found.code === code);
}
