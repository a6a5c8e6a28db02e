import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { leaveStatement, siblingsPath } from "../../model/evacuation";
import { apiHost, gatewayHost, healthyHost, regionalApiHost } from "../../model/names";
import { siblingsOf } from "../../model/topology";
import type { AlarmSpec } from "../shared/alarm";
import type { Entrance, FailoverHost, Part } from "../shared/part";
import { apiAlarms } from "./api-alarms";
import { declare } from "./api-content";
import { deployApi } from "./api-deployment";
import { ApiDomain } from "./api-domain";
import { createApiFunctions } from "./api-functions";
import { createAuthorizer } from "./authorizer";
import type { RegionArgs, RegionContext } from "./context";
import type { Data } from "./data";
import type { ReadableSnapshot } from "./function";

export interface ApiArgs extends RegionArgs {
  data: Data;
  snapshot: ReadableSnapshot;
}

/** `ca.api.<domain>` in this Region: a REST API whose data routes take tokens of the jurisdiction's own pools only. */
export class Api extends pulumi.ComponentResource implements Part {
  readonly alarms: readonly AlarmSpec[];
  readonly hosts: readonly FailoverHost[];
  readonly entrances: readonly Entrance[];
  readonly outputs: Record<"apiUrl" | "regionalApiUrl", string>;

  constructor(name: string, { ctx, data, snapshot }: ApiArgs, opts?: pulumi.ComponentResourceOptions) {
    super("home-region:infra:Api", name, {}, opts);
    const rest = createRestApi(name, ctx, this);
    const api = rest.resource;
    const { authorizer, verifier } = createAuthorizer(name, { ctx, api, data, snapshot }, this);
    const functions = createApiFunctions(name, { ctx, data, snapshot, authorizer: verifier }, { parent: this });
    const stage = deployApi(name, { ctx, rest, functions, verified: authorizer }, this);
    const { host, alarms } = createHost(name, ctx, api, stage, this);
    this.alarms = [
      ...alarms,
      ...apiAlarms(name, ctx, api, stage),
      ...[verifier, ...Object.values(functions)].flatMap((part) => part.alarms),
    ];
    this.hosts = [host];
    this.entrances = [{ label: "api", arn: stage.arn }];
    this.outputs = {
      apiUrl: `https://${host.jurisdiction.hostname}`,
      regionalApiUrl: `https://${host.regional.hostname}`,
    };
    this.registerOutputs({ ...this.outputs, restApiId: api.id, stageName: stage.stageName });
  }
}

function createRestApi(name: string, ctx: RegionContext, parent: pulumi.Resource) {
  return declare(
    aws.apigateway.RestApi,
    name,
    {
      description: `Data of organizations at home in ${ctx.config.jurisdiction}, served in ${ctx.config.region}`,
      endpointConfiguration: { types: "REGIONAL" },
      disableExecuteApiEndpoint: true, // only the jurisdiction's own names
      tags: ctx.tags("personal"),
    },
    parent,
  );
}

/** The jurisdiction's name and the Region's own, both served here. */
function createHost(
  name: string,
  ctx: RegionContext,
  api: aws.apigateway.RestApi,
  stage: aws.apigateway.Stage,
  parent: pulumi.Resource,
): { host: FailoverHost; alarms: readonly AlarmSpec[] } {
  const { jurisdiction, region, domain } = ctx.config;
  const [sibling] = siblingsOf(region);
  const served = (label: string, hostname: string, ownsValidationRecord: boolean) => {
    const args = { ctx, api, stage, hostname, ownsValidationRecord };
    return new ApiDomain(`${name}-${label}`, args, { parent });
  };
  const shared = served("jurisdiction", apiHost(jurisdiction, domain), false);
  const own = served("regional", regionalApiHost(region, domain), true);
  const host = {
    what: "the API",
    jurisdiction: { hostname: apiHost(jurisdiction, domain), target: shared.target },
    regional: { hostname: regionalApiHost(region, domain), target: own.target },
    healthPath: "/healthz",
    ...(sibling !== undefined && {
      sibling: { hostname: regionalApiHost(sibling, domain), path: siblingsPath, statement: leaveStatement(region) },
      healthyHost: healthyHost(jurisdiction, domain),
      gatewayHost: gatewayHost(region, domain),
    }),
    serving: stage,
  };
  return { host, alarms: [...shared.alarms, ...own.alarms] };
}
