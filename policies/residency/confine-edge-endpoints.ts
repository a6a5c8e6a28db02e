import { allowedText, transfers } from "../shared/confine";
import { dataOf } from "../shared/data";
import { madeFrom } from "../shared/made";
import { quoted } from "../shared/message";
import type { Resource } from "../shared/resource";
import type { Context, Rule } from "../shared/rule";
import { type Found, isUnknown, valuesAt } from "../shared/values";

/** What is wrong with a resource, and where; or nothing. */
type Look = (resource: Resource, context: Context) => (Omit<Found, "value"> & { found: string }) | undefined;

const always =
  (path: string, found: string): Look =>
  () => ({ path, found });

const domainName = "aws:apigateway/domainName:DomainName";
const endpointTypes = "endpointConfiguration.types";

/** Without a type, API Gateway makes it edge-optimized: https://docs.aws.amazon.com/apigateway/latest/api/API_CreateRestApi.html */
const gateway: Look = ({ props }) => {
  const path = endpointTypes;
  const [imported] = valuesAt(props, "parameters.endpointConfigurationTypes");
  if (imported && !isNear(imported.value)) {
    return { path: imported.path, found: sentence(imported.value) };
  }
  const declared = valuesAt(props, `${path}[*]`);
  if (declared.length === 0) {
    return { path, found: `has no ${path}, so requests to it end at CloudFront` };
  }
  const edge = declared.find(({ value }) => !isNear(value));
  return edge && { path: edge.path, found: sentence(edge.value) };
};
const isNear = (value: unknown) => value === "REGIONAL" || value === "PRIVATE";
const sentence = (value: unknown) =>
  isUnknown(value)
    ? "has an endpoint type that is not known in a preview"
    : `has endpoint type ${quoted(value)}, so requests to it end at CloudFront`;

const imported: Look = ({ props }) => {
  const [found] = valuesAt(props, "parameters.endpointConfigurationTypes");
  return found && !isNear(found.value) ? { path: found.path, found: sentence(found.value) } : undefined;
};

/** The name that an API is given may be another's. */
const mapping: Look = (resource, context) => {
  const { domainName: name } = resource.props;
  const named = isUnknown(name) ? madeFrom(resource, "domainName", context) : context.graph.named(String(name));
  const isEdge = named.some((domain) => domain.type === domainName && gateway(domain, context));
  return isEdge ? { path: "domainName", found: "is reached by a name that ends at CloudFront" } : undefined;
};

const custom: Look = ({ props }) =>
  props.certificateArn === undefined
    ? undefined
    : { path: "certificateArn", found: "is a domain of the program's own, which Cognito serves by CloudFront" };

const hosting = "is served by CloudFront, as all that Amplify hosts";

const looks: Readonly<Record<string, Look>> = {
  "aws:apigateway/restApi:RestApi": gateway,
  "aws:apigateway/restApiPut:RestApiPut": imported,
  [domainName]: gateway,
  "aws:apigateway/basePathMapping:BasePathMapping": mapping,
  // Its certificate must be in us-east-1: https://docs.aws.amazon.com/appsync/latest/devguide/custom-domain-name.html
  "aws:appsync/domainNameApiAssociation:DomainNameApiAssociation": always(
    "domainName",
    "is reached by a domain that AppSync serves by CloudFront",
  ),
  // https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-add-custom-domain.html
  "aws:cognito/userPoolDomain:UserPoolDomain": custom,
  // https://docs.aws.amazon.com/amplify/latest/userguide/welcome.html
  "aws:amplify/app:App": always("", hosting),
  "aws:amplify/branch:Branch": always("", hosting),
  "aws:amplify/domainAssociation:DomainAssociation": always("domainName", hosting),
  // Ingested at the nearest of points all over the world: https://docs.aws.amazon.com/ivs/latest/userguide/security-resilience.html
  "aws:ivs/channel:Channel": always("", "takes and gives video at points of presence all over the world"),
  // https://docs.aws.amazon.com/AmazonECR/latest/public/public-repositories.html
  "aws:ecrpublic/repository:Repository": always("", "is kept in us-east-1 and served by CloudFront to everybody"),
};

/** What AWS puts behind its edge without a distribution of the program's own. Those are confine-distributions'. */
export const confineEdgeEndpoints: Rule = {
  name: "residency-confine-edge-endpoints",
  description: "Requests with data do not end at CloudFront or another edge that AWS puts before a service.",
  severity: "critical",
  references: [...transfers, { framework: "home-region", id: "law 2" }],
  remediation:
    "Make API Gateway's endpoints REGIONAL, leave Cognito's own domain in its Region, and serve other names from services of the Region.",
  url: "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-endpoint-types.html",
  types: Object.keys(looks),
  // Certificates of CloudFront's are in us-east-1, whatever they are for.
  claims: {
    "aws:appsync/domainName:DomainName": ["certificateArn"],
    "aws:cognito/userPoolDomain:UserPoolDomain": ["certificateArn"],
  },
  check(resource, context) {
    const wrong = looks[resource.type]!(resource, context);
    const data = wrong && dataOf(resource, context);
    if (!data?.allowed) {
      return [];
    }
    const allowed = allowedText(data.allowed, data.jurisdiction, data.dataClass);
    return [{ resource, ...wrong!, allowed, fix: "use an endpoint of the Region's own", deferred: data.open }];
  },
};
