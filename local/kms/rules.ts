/** KMS's rules: pure functions of what is declared. */
import type { Graph, Resource } from "../../graph/graph";
import type { ServiceError } from "../faults/types";

export const keyType = "aws:kms/key:Key";

/** The key of an ARN or a key id in a Region; undefined where no stack declares it there. */
export function findKey(graph: Graph, region: string, keyId: unknown): Resource | undefined {
  return graph
    .ofType(keyType)
    .find(({ region: home, outputs }) => home === region && (outputs.arn === keyId || outputs.keyId === keyId));
}

/**
 * The state of a key that meets `error` when it is used; undefined where the error is KMS's own. A key that cannot be used
 * is described all the same: https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html
 */
export function keyStateOf(error: ServiceError | undefined): string | undefined {
  if (!error) {
    return "Enabled";
  }
  return { DisabledException: "Disabled", KMSInvalidStateException: "PendingDeletion" }[error.code];
}
