/** The real programs under Pulumi's mocks: unknown calls throw, every registration is recorded. Does not prove that AWS accepts it. */
import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { evaluateStacks } from "../../graph";
import type { Resource, StackGraph } from "../../graph/graph";
import { stackFiles } from "../../graph/project";
import { withLocalOrigins } from "../../local/local-origins";

export const projectRoot = resolve(__dirname, "../..");

let all: Promise<StackGraph[]> | undefined;

/** Every stack of the project as it stands, evaluated once a process. */
export function evaluatedStacks(): Promise<StackGraph[]> {
  all ??= evaluateStacks({ root: projectRoot });
  return all;
}

let ofTwin: Promise<StackGraph[]> | undefined;

/** The same as the twin runs them. */
export function twinStacks(): Promise<StackGraph[]> {
  ofTwin ??= evaluateStacks({ root: projectRoot, configure: withLocalOrigins });
  return ofTwin;
}

/** One stack's resources by `type name`, components left out. */
export async function stackResources(stack: string): Promise<DeclaredStack> {
  const graph = (await evaluatedStacks()).find((graph) => graph.stack === stack);
  if (!graph) {
    throw new Error(`no stack ${stack}`);
  }
  return new DeclaredStack(graph);
}

export class DeclaredStack {
  readonly resources: Resource[];

  constructor(readonly graph: StackGraph) {
    this.resources = graph.resources.filter((resource) => !resource.type.startsWith("home-region:"));
  }

  /** `aws:kms/key:Key registry` of every resource, sorted. */
  list(): string[] {
    return this.resources.map((resource) => `${resource.type} ${resource.name}`).sort();
  }

  ofType(type: string): Resource[] {
    return this.resources.filter((resource) => resource.type === type);
  }

  /** The one resource with this type and name. */
  get(type: string, name: string): Resource {
    const found = this.ofType(type).filter((resource) => resource.name === name);
    if (found.length !== 1) {
      throw new Error(`${found.length} resources are ${type} ${name} in ${this.graph.stack}`);
    }
    return found[0]!;
  }
}

export interface TemporaryProject {
  root: string;
  remove(): void;
}

/** A copy of the project's program, and of `others`, that may be changed; removed by the returned `remove`. */
export function temporaryProject(...others: string[]): TemporaryProject {
  const parts = "model cli infra functions package.json tsconfig.json Pulumi.yaml".split(" ");
  const stacks = stackFiles(projectRoot).map((stack) => `Pulumi.${stack}.yaml`);
  return copyOf([...parts, ...stacks, ...others]);
}

/** A copy of the project with its tests, tools and documents. */
export function temporaryWholeProject(): TemporaryProject {
  const left = new Set(["node_modules", ".git", ".home-region", ".stryker-tmp", "reports"]);
  return copyOf(readdirSync(projectRoot).filter((part) => !left.has(part)));
}

function copyOf(parts: readonly string[]): TemporaryProject {
  const root = mkdtempSync(join(tmpdir(), "home-region-test-"));
  for (const part of parts) {
    cpSync(join(projectRoot, part), join(root, part), { recursive: true });
  }
  symlinkSync(join(projectRoot, "node_modules"), join(root, "node_modules"));
  return { root, remove: () => rmSync(root, { recursive: true, force: true }) };
}
