import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { apiHost, regionalApiHost } from "../../model/names";
import type { LambdaFunction } from "../shared/lambda";
import { declare } from "./api-content";
import { deployApi } from "./api-deployment";
import { ApiDomain } from "./api-domain";
import type { Route } from "./api-routes";
import { createAuthorizer } from "./authorizer";
import type { Data } from "./data";
import { type Foundation, readsRegistry, regionFunction, tags, usesTable } from "./foundation";

/** `ca.api.<domain>` in this Region: a REST API whose data routes take tokens of the jurisdiction's own pools only. */
export class Api extends pulumi.ComponentResource {
  readonly restApi: aws.apigateway.RestApi;
  readonly stage: aws.apigateway.Stage;
  /** Host name → where Route 53 points for it. */
  readonly jurisdictionDomain: aws.apigateway.DomainName;
  readonly regionalDomain: aws.apigateway.DomainName;

  constructor(name: string, on: Foundation, data: Data, opts?: pulumi.ComponentResourceOptions) {
    super("home-region:infra:Api", name, {}, opts);
    const rest = declare(
      aws.apigateway.RestApi,
      name,
      {
        description: `Data of organizations at home in ${on.config.jurisdiction}, served in ${on.config.region}`,
        endpointConfiguration: { types: "REGIONAL" },
        disableExecuteApiEndpoint: true, // only the jurisdiction's own names
        tags: tags(on, "personal"),
      },
      this,
    );
    const api = rest.resource;
    const verified = createAuthorizer(name, on, api, data, this);
    const authorizer = verified.resource;
    const profile = createProfile(name, on, data, this);
    const measurements = createMeasurements(name, on, this);
    const health = createHealth(name, on, data, this);
    const routes: Route[] = [
      { method: "GET", path: "/v1/profile", target: profile, authorizer },
      { method: "PUT", path: "/v1/profile", target: profile, authorizer },
      // A browser's preflight carries no token; the function answers it without reading anything.
      { method: "OPTIONS", path: "/v1/profile", target: profile },
      { method: "POST", path: "/v1/measurements", target: measurements, authorizer },
      { method: "OPTIONS", path: "/v1/measurements", target: measurements },
      { method: "GET", path: "/healthz", target: health },
      { method: "GET", path: "/healthz/deep", target: health },
    ];
    const stage = deployApi(name, on, rest, routes, [verified], this);
    this.restApi = api;
    this.stage = stage;

    const { jurisdiction, region, domain } = on.config;
    const domainArgs = { api, stage };
    this.jurisdictionDomain = new ApiDomain(
      `${name}-jurisdiction`,
      on,
      { ...domainArgs, hostname: apiHost(jurisdiction, domain), ownsValidationRecord: false },
      { parent: this },
    ).domainName;
    this.regionalDomain = new ApiDomain(
      `${name}-regional`,
      on,
      { ...domainArgs, hostname: regionalApiHost(region, domain), ownsValidationRecord: true },
      { parent: this },
    ).domainName;
    this.registerOutputs();
  }
}

function createProfile(name: string, on: Foundation, data: Data, parent: pulumi.Resource): LambdaFunction {
  return regionFunction(
    `${name}-profile`,
    on,
    {
      source: "profile",
      description: "Preferences of the signed-in user",
      environment: { PROFILE_TABLE: data.profiles.tableName, IDEMPOTENCY_TABLE: data.idempotency.tableName },
      permissions: [
        ...readsRegistry(on, "dynamodb:BatchGetItem"),
        // A transaction takes the permissions of what is in it, and none of its own.
        ...usesTable(on, data.profiles, ["dynamodb:GetItem", "dynamodb:PutItem"]),
        ...usesTable(on, data.idempotency, ["dynamodb:GetItem", "dynamodb:PutItem"]),
      ],
      tags: tags(on, "personal"),
    },
    { parent },
  );
}

/** Its metrics are lines of its own log: beyond that it may do nothing. */
function createMeasurements(name: string, on: Foundation, parent: pulumi.Resource): LambdaFunction {
  return regionFunction(
    `${name}-measurements`,
    on,
    {
      source: "measurements",
      description: "Takes the times that clients have measured",
      environment: {},
      permissions: [],
      tags: tags(on, "operational"),
    },
    { parent },
  );
}

function createHealth(name: string, on: Foundation, data: Data, parent: pulumi.Resource): LambdaFunction {
  return regionFunction(
    `${name}-health`,
    on,
    {
      source: "health",
      description: "Says whether this Region's API can serve",
      environment: {
        PROFILE_TABLE: data.profiles.tableName,
        IDEMPOTENCY_TABLE: data.idempotency.tableName,
        SIGNING_KEYS_TABLE: data.signingKeys.tableName,
      },
      permissions: [
        ...readsRegistry(on, "dynamodb:GetItem"),
        ...usesTable(on, data.profiles, ["dynamodb:GetItem"]),
        ...usesTable(on, data.idempotency, ["dynamodb:GetItem"]),
        ...usesTable(on, data.signingKeys, ["dynamodb:GetItem"]),
      ],
      tags: tags(on, "operational"),
    },
    { parent },
  );
}
