/** AWS services as the pictures name them, in the order in which a request meets them. Pure. */
import type { Resource } from "../../local/graph";

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
};

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
    .replace(/^rest api$/, "REST API");

/** "4 methods" with their names cut to what fits on a line; one alone goes by its name. */
export function kindLine(kind: string, names: readonly string[]): string {
  return names.length === 1 ? `${kind} ${names[0]}` : `${names.length} ${plural(kind)}`;
}

function plural(kind: string): string {
  if (kind.endsWith("y")) return `${kind.slice(0, -1)}ies`;
  return kind.endsWith("s") ? kind : `${kind}s`;
}
