import type { Pack } from "../shared/pack";
import { authorizeDataRoutes } from "./authorize-data-routes";
import { blockPublicAccess } from "./block-public-access";
import { declareTopology } from "./declare-topology";
import { denyLongLivedKeys } from "./deny-long-lived-keys";
import { denyPublicIngress } from "./deny-public-ingress";
import { denyPublicPrincipals } from "./deny-public-principals";
import { denyWildcardActions } from "./deny-wildcard-actions";
import { encryptAtRest } from "./encrypt-at-rest";
import { keepBodiesOutOfLogs } from "./keep-bodies-out-of-logs";
import { limitLogRetention } from "./limit-log-retention";
import { protectStateful } from "./protect-stateful";
import { requireInstanceTokens } from "./require-instance-tokens";
import { requireModernTls } from "./require-modern-tls";
import { requireSources } from "./require-sources";
import { requireSupportedRuntimes } from "./require-supported-runtimes";
import { rotateKeys } from "./rotate-keys";

export const security: Pack = {
  name: "security",
  title: "Security",
  description:
    "Encrypted in transit and at rest, closed but where declared, least privilege, no personal data in logs.",
  rules: [
    declareTopology,
    authorizeDataRoutes,
    blockPublicAccess,
    denyLongLivedKeys,
    denyPublicIngress,
    denyPublicPrincipals,
    denyWildcardActions,
    encryptAtRest,
    keepBodiesOutOfLogs,
    limitLogRetention,
    protectStateful,
    requireInstanceTokens,
    requireModernTls,
    requireSources,
    requireSupportedRuntimes,
    rotateKeys,
  ],
};
