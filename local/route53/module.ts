import { apiGateway } from "../api-gateway/types";
import { globalAccelerator } from "../global-accelerator/types";
import { loadBalancer } from "../load-balancer/types";
import { serviceModule } from "../module";
import { route53Faults } from "./faults";
import { checkersOf } from "./health";
import { latencyRegions } from "./rules/check";
import { hostedZones } from "./rules/records";
import { Route53 } from "./service";
import { route53 } from "./types";

export const route53Module = serviceModule({
  key: route53,
  title: "Amazon Route 53",
  description: {
    does:
      "a DNS server on UDP and TCP: simple, alias (also to `dualstack.` names), failover, weighted, latency, " +
      "geolocation down to US states, multivalue; every record type of Route 53, SOA and NS of the zone; wildcards, " +
      "CNAME chains, delegations as referrals with addresses, NXDOMAIN and no data with SOA (RFC 2308), ANY (RFC 8482), " +
      "EDNS and client subnet (RFC 6891, RFC 7871), name compression, labels of any bytes, truncation; FORMERR, " +
      "NOTIMP, REFUSED and BADVERS as the RFCs have them; 60 s for aliases to AWS resources; hosted zones that are " +
      "looked up too. Health checks: HTTP, HTTPS, TCP and string-match checks that really connect: 4 s to connect " +
      "(TCP 10 s), 2 s to answer, interval after each answer, threshold, healthy where more than 18 % of checkers say " +
      "so; inverted (unhealthy until it has data, so for the twin's first seconds), disabled, calculated; without SNI where `enableSni` is false: API Gateway then ends the " +
      "handshake, a load balancer shows its default certificate",
    leavesOut:
      "geoproximity and IP-based routing, a value that Route 53 would refuse: SERVFAIL, and a line on the timeline at " +
      "start. A latency record of a Region that `local/data` lacks: the twin does not start. An AAAA alias to a name of AWS's own has no data: " +
      "addresses here are IPv4. What Route 53 gives to ANY is not documented: the twin gives HINFO. Private zones, " +
      "DNSSEC (a DS record is data), query logs. The control plane: records are as declared. One checker in each of " +
      "eight Regions, where AWS has several. The TLS handshake counts as part of the 2 s. CloudWatch and " +
      "routing-control checks count as healthy. An API Gateway alias never fails on its own: AWS documents that it " +
      "does when API Gateway is down in the Region, not how soon",
    sources: {
      "DNS behaviour": "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSBehavior.html",
      "record types": "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/ResourceRecordTypes.html",
      names: "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html",
      "choosing records":
        "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-how-route-53-chooses-records.html",
      failover: "https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html",
      geolocation: "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy-geo.html",
      "alias TTL":
        "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-choosing-alias-non-alias.html",
      "determining health":
        "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html",
      "API Gateway failover": "https://docs.aws.amazon.com/apigateway/latest/developerguide/dns-failover.html",
    },
  },
  standsInFor: ["aws:route53/healthCheck:HealthCheck", "aws:route53/record:Record", "aws:route53/zone:Zone"],
  calls: ["aws:route53/getZone:getZone"],
  faults: route53Faults,
  // Its checkers should find everything there.
  needs: [apiGateway, loadBalancer, globalAccelerator],
  create: (context, services) =>
    new Route53(context, {
      port: context.ports[route53.name] ?? 0,
      loadBalancerHealthy: (arn) => services.get(loadBalancer).healthOf(arn) === "healthy",
    }),
  regionsOf: (graph) => [...latencyRegions(hostedZones(graph)), ...checkersOf(graph)],
  health: (service) => service.healthStates(),
  explain(service, { host, place, ip }) {
    if (ip !== undefined) {
      return undefined;
    }
    const { answers, why } = service.resolve({ name: host, type: "A" }, place);
    const records = answers.filter(({ type }) => type === "A");
    const addresses = records.map(({ value }) => value);
    const dns = { addresses, ttl: records[0]?.ttl ?? null };
    if (addresses.length === 0) {
      return { why: [...why, "no address: nobody answers"], dns };
    }
    return { why: [...why], dns, ip: addresses[0] };
  },
});
