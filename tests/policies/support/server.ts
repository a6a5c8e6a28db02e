/** The packs as the engine uses them: `@pulumi/policy`'s own server in a process of its own, spoken to over gRPC. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import * as grpc from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/analyzer_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Resource } from "../../../policies/shared/resource";

export interface Diagnostic {
  policy: string;
  message: string;
  level: "advisory" | "mandatory" | "disabled" | "remediate";
  urn: string;
}

const levels = ["advisory", "mandatory", "disabled", "remediate"] as const;

export class PolicyServer {
  #child: ChildProcess | undefined;
  #client: any;

  /** Starts the pack in `folder` as the nodejs language host does. */
  async start(folder: string): Promise<void> {
    const runner = require.resolve("@pulumi/pulumi/cmd/run-policy-pack");
    this.#child = spawn(process.execPath, [runner, "127.0.0.1:0", "."], {
      cwd: join(__dirname, "../../..", folder),
      stdio: ["ignore", "pipe", "inherit"],
    });
    const lines = createInterface({ input: this.#child.stdout! });
    const [port] = await once(lines, "line", { signal: AbortSignal.timeout(25_000) });
    this.#client = new AnalyzerClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), {
      "grpc.max_receive_message_length": 1 << 28,
      "grpc.max_send_message_length": 1 << 28,
    });
  }

  async stop(): Promise<void> {
    this.#client?.close();
    if (!this.#child || this.#child.exitCode !== null) {
      return;
    }
    const ended = once(this.#child, "exit");
    this.#child.kill("SIGKILL");
    await ended;
  }

  async policies(): Promise<{ name: string; level: string }[]> {
    const { Empty } = require("google-protobuf/google/protobuf/empty_pb");
    const info = await this.#call("getAnalyzerInfo", new Empty());
    return info
      .getPoliciesList()
      .map((info: any) => ({ name: info.getName(), level: levels[info.getEnforcementlevel()]! }));
  }

  /** Rule → its settings; `enforcementLevel` among them. */
  async configure(settings: Record<string, Record<string, unknown>>): Promise<void> {
    const request = new proto.ConfigureAnalyzerRequest();
    for (const [name, { enforcementLevel = "mandatory", ...properties }] of Object.entries(settings)) {
      const config = new proto.PolicyConfig();
      config.setEnforcementlevel(levels.indexOf(enforcementLevel as "mandatory") as any);
      config.setProperties(structOf(properties));
      request.getPolicyconfigMap().set(name, config);
    }
    await this.#call("configure", request);
  }

  async analyze(resource: Resource): Promise<Diagnostic[]> {
    return diagnostics(await this.#call("analyze", fill(new proto.AnalyzeRequest(), resource)));
  }

  async analyzeStack(resources: readonly Resource[]): Promise<Diagnostic[]> {
    return diagnostics(await this.#call("analyzeStack", stackRequest(resources)));
  }

  /** The properties as the pack's remediations leave them, or undefined where they change nothing. */
  async remediate(resource: Resource): Promise<Record<string, any> | undefined> {
    const response = await this.#call("remediate", fill(new proto.AnalyzeRequest(), resource));
    return response.getRemediationsList().at(-1)?.getProperties()?.toJavaScript();
  }

  #call(method: string, request: unknown): Promise<any> {
    return new Promise((resolve, reject) => {
      const deadline = { deadline: Date.now() + 25_000 };
      this.#client[method](request, deadline, (error: Error | null, response: unknown) =>
        error ? reject(error) : resolve(response),
      );
    });
  }
}

export function stackRequest(resources: readonly Resource[]): proto.AnalyzeStackRequest {
  const request = new proto.AnalyzeStackRequest();
  for (const resource of resources) {
    const item = fill(new proto.AnalyzerResource(), resource);
    for (const [property, urns] of Object.entries(resource.dependencies ?? {})) {
      const dependencies = new proto.AnalyzerPropertyDependencies();
      dependencies.setUrnsList([...urns]);
      item.getPropertydependenciesMap().set(property, dependencies);
    }
    request.addResources(item);
  }
  return request;
}

/** The wire has no undefined. */
const structOf = (value: object) => Struct.fromJavaScript(JSON.parse(JSON.stringify(value)));

export function fill<T extends proto.AnalyzeRequest | proto.AnalyzerResource>(request: T, resource: Resource): T {
  const options = new proto.AnalyzerResourceOptions();
  options.setProtect(resource.protect ?? false);
  request.setType(resource.type);
  request.setUrn(resource.urn);
  request.setName(resource.name);
  request.setProperties(structOf({ ...resource.outputs, ...resource.props }));
  request.setOptions(options);
  if (resource.provider) {
    const provider = new proto.AnalyzerProviderResource();
    provider.setType(resource.provider.type);
    provider.setName(resource.provider.name);
    provider.setProperties(structOf(resource.provider.props));
    request.setProvider(provider);
  }
  return request;
}

export function diagnostics(response: any): Diagnostic[] {
  return response.getDiagnosticsList().map((diagnostic: any) => ({
    policy: diagnostic.getPolicyname(),
    message: diagnostic.getMessage(),
    level: levels[diagnostic.getEnforcementlevel()]!,
    urn: diagnostic.getUrn(),
  }));
}
