import { serviceModule } from "../module";
import { CertificateManager } from "./service";
import { acm } from "./types";

export const acmModule = serviceModule({
  key: acm,
  title: "AWS Certificate Manager",
  description: {
    does:
      "EC P-256 certificates of an authority that each start makes anew, issued only where the validation CNAME of " +
      "every name is declared and the domain is delegated to its hosted zone (fault `undelegated`); otherwise pending, with a " +
      "line on the timeline, and issued at once when that has changed",
    leavesOut: "e-mail and HTTP validation, imported certificates, renewal",
    sources: { "DNS validation": "https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html" },
  },
  standsInFor: ["aws:acm/certificate:Certificate", "aws:acm/certificateValidation:CertificateValidation"],
  create: (context) => new CertificateManager(context),
  // Functions trust its authority as they trust Amazon's.
  variables: (service) => ({ NODE_EXTRA_CA_CERTS: service.caFile }),
});
