/** AWS services as the pictures name them, in the order in which a request meets them. Pure. */
import type { Resource } from "../../graph/graph";

/** The module of a type token → how people call it. A module that is not here keeps its own name and comes last. */
const titles: Readonly<Record<string, string>> = {
  route53: "Route 53",
  cloudfront: "CloudFront",
  globalaccelerator: "Global Accelerator",
  wafv2: "WAF",
  lb: "Load Balancing",
  apigateway: "API Gateway",
  apigatewayv2: "API Gateway v2",
  cognito: "Cognito",
  lambda: "Lambda",
  dynamodb: "DynamoDB",
  s3: "S3",
  rds: "RDS",
  elasticache: "ElastiCache",
  ec2: "VPC",
  ssm: "Systems Manager",
  secretsmanager: "Secrets Manager",
  kms: "KMS",
  acm: "Certificate Manager",
  iam: "IAM",
  cloudwatch: "CloudWatch",
  sns: "SNS",
};

/** What the others stand on. A short picture only counts it. */
export const foundation = new Set(["ec2", "ssm", "secretsmanager", "kms", "acm", "iam", "cloudwatch", "sns"]);

/** Modules that are part of another service in a picture. */
const aliases: Readonly<Record<string, string>> = { vpc: "ec2", alb: "lb", s3control: "s3" };

export interface Service {
  key: string;
  title: string;
  /** Type's last part, split into words → logical names. */
  kinds: Map<string, string[]>;
}

/** `aws:lb/targetGroup:TargetGroup` → `lb`. */
export function serviceKey({ type }: Resource): string {
  const module = /^awsx?:([^/:]+)/.exec(type)?.[1] ?? "other";
  return aliases[module] ?? module;
}

/** The services among resources, in their order. */
export function servicesOf(resources: readonly Resource[]): Service[] {
  const services = new Map<string, Service>();
  for (const resource of resources) {
    const key = serviceKey(resource);
    const service = services.get(key) ?? { key, title: titles[key] ?? key, kinds: new Map<string, string[]>() };
    services.set(key, service);
    const kind = kindOf(resource);
    service.kinds.set(kind, [...(service.kinds.get(kind) ?? []), resource.name]);
  }
  const order = Object.keys(titles);
  const place = (key: string) => (order.includes(key) ? order.indexOf(key) : order.length);
  return [...services.values()].sort((a, b) => place(a.key) - place(b.key) || a.key.localeCompare(b.key));
}

/** `aws:lb/targetGroup:TargetGroup` → "target group". */
export const kindOf = ({ type }: Resource) =>
  (type.split(":").at(-1) ?? type)
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .replace(/^rest api$/, "REST API")
    .replace(/^vpc\b/, "VPC");

/** "4 methods"; one alone goes by its name. */
export function kindLine(kind: string, names: readonly string[]): string {
  if (names.length !== 1) {
    return `${names.length} ${plural(kind)}`;
  }
  return names[0] === kind ? kind : `${kind} ${names[0]}`;
}

/** Kinds that say what a service is here for; in a short list they come first. */
const telling =
  "accelerator,listener,endpoint group,zone,load balancer,REST API,domain name,authorizer,user pool,function,table,table replica,record,health check,target group,stage".split(
    ",",
  );

/** At most `most` lines, the most telling kinds first; what is left is counted. */
export function shortLines({ kinds }: Service, most: number): string[] {
  const place = (kind: string) => (telling.includes(kind) ? telling.indexOf(kind) : telling.length);
  const lines = [...kinds].sort(([a], [b]) => place(a) - place(b)).map(([kind, names]) => kindLine(kind, names));
  return lines.length <= most ? lines : [...lines.slice(0, most - 1), `and ${lines.length - most + 1} more kinds`];
}

/** How many resources a service has. */
export const sizeOf = ({ kinds }: Service) => [...kinds.values()].reduce((sum, names) => sum + names.length, 0);

function plural(kind: string): string {
  if (/[^aeiou]y$/.test(kind)) {
    return `${kind.slice(0, -1)}ies`;
  }
  return kind.endsWith("s") ? kind : `${kind}s`;
}
