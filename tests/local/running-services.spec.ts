import assert from "node:assert/strict";
import type { Service, TwinContext } from "../../local/context";
import { type AnyModule, type ServiceKey, serviceKey } from "../../local/module";
import { RunningServices, startOrder } from "../../local/running-services";
import { InvalidInput } from "../../model/invalid-input";

const key = (name: string): ServiceKey<Service> => serviceKey(name);
const idle = async () => {};
const declaredOnly = (name: string, rest: Partial<AnyModule> = {}): AnyModule => ({
  key: key(name),
  title: name,
  description: { does: "nothing" },
  ...rest,
});
const moduleOf = (name: string, rest: Partial<AnyModule> = {}): AnyModule =>
  declaredOnly(name, { create: () => ({ start: idle, stop: idle }), ...rest });
const needing = (name: string, ...needs: string[]) => moduleOf(name, { needs: needs.map(key) });
const context = {} as TwinContext;
const caller = { region: "ca-central-1", roleArn: "role", name: "f", trace: () => undefined };
const refusal = (message: RegExp) => (error: unknown) => {
  assert.ok(error instanceof InvalidInput);
  assert.match(error.message, message);
  return true;
};

describe("the services' start order", () => {
  const names = (modules: readonly AnyModule[]) => modules.map((module) => module.key.name);

  it("is the list's, needs first", () => {
    const modules = [
      needing("dns", "balancer", "api"),
      needing("api", "table"),
      moduleOf("table"),
      needing("balancer"),
    ];
    assert.deepEqual(names(startOrder(modules)), ["balancer", "table", "api", "dns"]);
    assert.deepEqual(names(startOrder(modules, key("api"))), ["table", "api"]);
  });

  it("has all that give variables before what runs functions", () => {
    const variables = () => ({ A: "a" });
    const modules = [
      moduleOf("functions", { runsFunctions: true, variables }),
      moduleOf("later", { variables }),
      moduleOf("x"),
    ];
    assert.deepEqual(names(startOrder(modules)), ["later", "functions", "x"]);
  });

  it("refuses a need that nobody is", () => {
    const wrong = () => startOrder([needing("a", "nobody"), moduleOf("b")]);
    assert.throws(wrong, refusal(/a needs "nobody": unknown service "nobody"; valid services: a, b/));
  });

  it("refuses a circle, and tells it", () => {
    const modules = [needing("x", "a"), needing("a", "b"), needing("b", "c"), needing("c", "a")];
    assert.throws(() => startOrder(modules), refusal(/in a circle: a → b → c → a; .*services\.get/));
    assert.throws(() => startOrder([needing("a", "a")]), refusal(/a → a/));
  });

  it("refuses two services of a name", () => {
    assert.throws(
      () => startOrder([moduleOf("a"), moduleOf("b"), moduleOf("a")]),
      refusal(/more than one service is called a/),
    );
  });
});

describe("running services", () => {
  it("start once each, a part of them first", async () => {
    const started: Service[] = [];
    const services = new RunningServices([needing("b", "a"), moduleOf("a"), declaredOnly("only-declared")], context);
    const start = async (service: Service) => void started.push(service);
    await services.start(start, key("a"));
    assert.deepEqual(started, [services.get(key("a"))]);
    await services.start(start);
    await services.start(start);
    assert.deepEqual(started, [services.get(key("a")), services.get(key("b"))]);
  });

  it("find each other when they are called, also the one that is created later", () => {
    const reported = (other: string) => ({
      create: (_: TwinContext, services: { get(key: ServiceKey<Service>): Service }) => ({
        start: idle,
        stop: idle,
        other: () => services.get(key(other)),
      }),
    });
    const services = new RunningServices([moduleOf("a", reported("b")), moduleOf("b", reported("a"))], context);
    assert.equal((services.get(key("a")) as any).other(), services.get(key("b")));
    assert.equal((services.get(key("b")) as any).other(), services.get(key("a")));
  });

  it("refuse a look-up of what is not there", () => {
    const services = new RunningServices([moduleOf("a")], context);
    assert.throws(
      () => services.get(key("b")),
      refusal(/unknown service "b"; valid services: a; is it in local\/services\.ts/),
    );
  });

  it("give functions the variables of all, and tell the health of all", () => {
    const state = { service: "a", name: "n", region: null, target: "t", healthy: true, since: 0, detail: "" };
    const services = new RunningServices(
      [
        moduleOf("a", { variables: (_, { region }) => ({ A: region }), health: () => [state] }),
        moduleOf("b", { variables: (_, { name }) => ({ B: name }) }),
        declaredOnly("c", { variables: () => ({ C: "c" }), health: () => [state, state] }),
      ],
      context,
    );
    assert.deepEqual(services.variables(caller), { A: "ca-central-1", B: "f" });
    assert.deepEqual(services.health(), [state]);
  });
});
