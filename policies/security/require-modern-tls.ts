import { isOneOf, type Requirement, requireValues } from "../shared/require";
import { valueAt } from "../shared/values";

const fix = "choose a policy of TLS 1.2 or later";
const listener: Requirement[] = [
  {
    path: "sslPolicy",
    // Names with 1-3 only, or with 1-2 as the least: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
    holds: (value) => /^ELBSecurityPolicy-(TLS13-1-[23]-|TLS-1-2-|FS-1-2-)/.test(String(value)),
    allowed: "allowed are ELBSecurityPolicy-TLS13-1-2-… and -1-3-…",
    fix,
    when: ({ props }) => ["HTTPS", "TLS"].includes(String(props.protocol)),
  },
  {
    path: "protocol",
    holds: (value, { props }) =>
      ["HTTPS", "TLS"].includes(String(value)) ||
      (value === "HTTP" && valueAt(props, "defaultActions[*].redirect.protocol") === "HTTPS"),
    allowed: "allowed are HTTPS and TLS, and HTTP that redirects to HTTPS",
    fix: "serve HTTPS with a certificate",
  },
];
const domain = {
  holds: (value: unknown) => /^(TLS_1_2|SecurityPolicy_TLS1[23]_)/.test(String(value)),
  allowed: "allowed are TLS_1_2 and SecurityPolicy_TLS13_…",
  fix,
};
const yes = { holds: isOneOf(true), allowed: "allowed is true", fix: "encrypt in transit" };

export const requireModernTls = requireValues(
  {
    name: "security-require-modern-tls",
    description: "Everything that is served over the network takes TLS 1.2 or later only.",
    severity: "high",
    references: [
      { framework: "GDPR", id: "Art. 32" },
      { framework: "HIPAA", id: "164.312(e)(1)" },
      { framework: "AWS Well-Architected", id: "SEC09-BP02" },
    ],
    remediation: "Name a security policy of TLS 1.2 or later: defaults change, and some are older.",
    url: "https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/sec_protect_data_transit_encrypt.html",
  },
  {
    "aws:lb/listener:Listener": listener,
    "aws:alb/listener:Listener": listener,
    "aws:apigateway/domainName:DomainName": [{ path: "securityPolicy", ...domain }],
    "aws:apigatewayv2/domainName:DomainName": [{ path: "domainNameConfiguration.securityPolicy", ...domain }],
    "aws:cloudfront/distribution:Distribution": [
      {
        path: "viewerCertificate.minimumProtocolVersion",
        holds: (value) => /^TLSv1\.(2_20(18|19|21|25)|3_20\d\d)$/.test(String(value)),
        allowed: "allowed are TLSv1.2_2018 and later",
        fix,
      },
      {
        path: "defaultCacheBehavior.viewerProtocolPolicy",
        holds: isOneOf("https-only", "redirect-to-https"),
        allowed: "allowed are https-only, redirect-to-https",
        fix: "refuse or redirect plain HTTP",
      },
      {
        path: "orderedCacheBehaviors[*].viewerProtocolPolicy",
        optional: true,
        holds: isOneOf("https-only", "redirect-to-https"),
        allowed: "allowed are https-only, redirect-to-https",
        fix: "refuse or redirect plain HTTP",
      },
    ],
    "aws:elasticache/replicationGroup:ReplicationGroup": [{ path: "transitEncryptionEnabled", ...yes }],
    "aws:opensearch/domain:Domain": [{ path: "domainEndpointOptions.enforceHttps", ...yes }],
    "aws:transfer/server:Server": [
      {
        path: "protocols[*]",
        optional: true,
        holds: (value) => value !== "FTP",
        allowed: "allowed are SFTP, FTPS, AS2",
        fix: "leave FTP out",
      },
    ],
  },
);
