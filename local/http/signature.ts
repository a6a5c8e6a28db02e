/** What a signed request says of itself. */

/** What the Authorization header of Signature Version 4 says. */
export interface Signature {
  accessKeyId: string;
  /** The Region that the caller addresses. */
  region: string;
}

/**
 * Undefined where the header is not one of Signature Version 4 for the service. The signature itself is not recomputed:
 * keys are made up afresh for each twin and serve on its loopback only.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-authentication-methods.html
 */
export function signatureOf(authorization: string | undefined, service: string): Signature | undefined {
  const found = /^AWS4-HMAC-SHA256 Credential=([^/,\s]+)\/\d{8}\/([a-z0-9-]+)\/([a-z0-9-]+)\/aws4_request,/.exec(
    authorization ?? "",
  );
  return found?.[3] === service ? { accessKeyId: found[1]!, region: found[2]! } : undefined;
}
