import assert from "node:assert/strict";
import fc from "fast-check";
import type { Evacuated } from "../../../functions/shared/evacuations";
import type { HttpRequest } from "../../../functions/shared/http";
import type { Reply } from "../../../functions/shared/reply";
import { type Handlers, serve } from "../../../functions/shared/serve";
import { type Route, type RoutedFunction, type RouteKey, routes, routesOf } from "../../../model/routes";
import { nobodyEvacuated } from "../support/evacuations";
import { logged } from "../support/handler";
import { request } from "../support/requests";
import { acme, domain } from "../support/tables";

const names = [...new Set(routes.map((route) => route.function))];
const place = { region: "ca-west-1", jurisdiction: "CA", domain, evacuations: nobodyEvacuated };
const user = { organization: acme, jurisdiction: "CA", subject: "jane" };

/** A function whose handlers say which of them was asked, and with what. */
function serving(name: RoutedFunction) {
  const handled: { key: string; parameters: unknown; owner: unknown }[] = [];
  const handlers = routesOf(name).map((row) => {
    const key: RouteKey<Route> = `${row.method} ${row.path}`;
    const handler = ({ parameters, owner }: { parameters: unknown; owner: unknown }) => {
      handled.push({ key, parameters, owner });
      return { response: { status: 200, headers: {}, body: key } };
    };
    return [key, handler];
  });
  const respond = serve<RoutedFunction, typeof place>(name, Object.fromEntries(handlers) as never);
  return { handled, respond, ask: (asked: HttpRequest) => respond(asked, place) as Reply };
}

const filled = (path: string, part = "acme") => path.replaceAll(/\{\w+\}/g, part);
/** Whether a row's path is the one asked for, part by part. */
function isPath(row: Pick<Route, "path">, asked: string): boolean {
  const [parts, others] = [row.path.split("/"), asked.split("/")];
  return parts.length === others.length && parts.every((part, index) => part.startsWith("{") || part === others[index]);
}
const methods = ["GET", "HEAD", "PUT", "POST", "PATCH", "DELETE", "OPTIONS", "TRACE"];

/** Mostly what a row allows, with any part of it wrong now and then: so that every check is met with all others passed. */
const mostly = <T>(right: T, ...wrong: T[]) =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(right) }, { weight: 2, arbitrary: fc.constantFrom(...wrong) });
const anyRequest = fc.constantFrom<Route & { function: RoutedFunction }>(...routes).chain((row) => {
  const path = filled(row.path);
  const most = row.maxBodyBytes ?? 1024;
  return fc.record({
    name: mostly(row.function, ...names),
    path: mostly(path, `${path}/x`, `${path}x`, filled(row.path, "a/b"), "/", "/v1", "//"),
    method: mostly<string>(row.method, ...methods),
    authorizer: mostly<Record<string, string>>(
      user,
      {},
      { ...user, jurisdiction: "US" },
      { ...user, organization: "a" },
    ),
    size: mostly(most, 0, 1, most + 1, 10 * most),
    type: mostly("application/json", "application/json; charset=utf-8", "text/plain", ""),
  });
});
type Any = typeof anyRequest extends fc.Arbitrary<infer T> ? T : never;

const asked = ({ path, method, authorizer, size, type }: Any) =>
  request(method, path, { authorizer, body: "x".repeat(size), headers: { "content-type": type } });

/** What HTTP, the table and nothing else say: status, and whether a handler was asked. */
function expected({ name, path, method, authorizer, size, type }: Any): number {
  const rows: readonly Route[] = routesOf(name).filter((row) => isPath(row, path));
  if (rows.length === 0) {
    return 404;
  }
  const row = rows.find((row) => row.method === (method === "HEAD" ? "GET" : method));
  if (!row) {
    return method === "OPTIONS" && rows.some(({ cors }) => cors !== "none") ? 204 : 405;
  }
  if (row.access === "token" && authorizer !== user) {
    return 401;
  }
  if (row.maxBodyBytes === undefined) {
    return 200;
  }
  if (size > row.maxBodyBytes) {
    return 413;
  }
  return type.startsWith("application/json") ? 200 : 415;
}

describe("serve", () => {
  it("names no owner to what anybody may ask, whatever the authorizer says", () => {
    const { handled, ask } = serving("lookup");
    ask(request("GET", "/v1/homes", { authorizer: user }));
    assert.deepEqual(handled, [{ key: "GET /v1/homes", parameters: {}, owner: undefined }]);
  });

  it("gives any method at any path the one response that the table of routes allows", () =>
    fc.assert(
      fc.property(anyRequest, (any) => {
        const { handled, ask } = serving(any.name);
        const { response } = ask(asked(any));
        assert.equal(response.status, expected(any));
        assert.equal(handled.length, response.status === 200 ? 1 : 0, "a handler is asked for what is allowed, once");
      }),
      { numRuns: 3000 },
    ));

  it("refuses in words that a program and a person can go by, with the header that the status asks for", () =>
    fc.assert(
      fc.property(anyRequest, (any) => {
        const { response, code, route } = serving(any.name).ask(asked(any));
        const { status, headers, body } = response;
        if (status === 200 || status === 204) {
          return;
        }
        const problem = JSON.parse(body);
        assert.deepEqual(
          [problem.status, problem.code, headers["content-type"]],
          [status, code, "application/problem+json"],
        );
        assert.match(problem.detail, /^.{15,}\.$/);
        assert.equal(status === 405, headers.allow !== undefined);
        assert.equal(status === 404, route === "unknown");
        if (status === 405) {
          assert.equal(headers.allow!.split(", ").includes(any.method), false);
        }
      }),
    ));

  it("lets pages read every response of a route that they may read, the refusals too, and none of another", () =>
    fc.assert(
      fc.property(anyRequest, (any) => {
        const { headers } = serving(any.name).ask(asked(any)).response;
        const own = routesOf(any.name);
        const { cors } = own.find((row) => isPath(row, any.path)) ?? own[0]!;
        const origin = { app: `https://app.${domain}`, any: "*", none: undefined }[cors];
        assert.equal(headers["access-control-allow-origin"], origin);
        assert.equal(headers["home-jurisdiction"], cors === "app" ? "CA" : undefined);
        assert.equal(headers.vary, cors === "app" ? "origin" : undefined);
      }),
    ));

  it("lets pages of the apps that are configured read what the regional API answers, and no other page", () => {
    const appOrigins = [`https://app.${domain}`, "https://admin.example.test", "http://localhost:*"];
    const respond = serve<"measurements", typeof place>("measurements", {
      "POST /v1/measurements": () => ({ response: { status: 204, headers: {}, body: "" } }),
    });
    const allowed = (origin: string | undefined, method = "POST") => {
      const asking = request(method, "/v1/measurements", {
        authorizer: user,
        body: {},
        headers: origin ? { origin } : {},
      });
      const { headers } = (respond(asking, { ...place, appOrigins } as typeof place) as Reply).response;
      return [headers["access-control-allow-origin"], headers["timing-allow-origin"], headers.vary];
    };
    for (const origin of [`https://app.${domain}`, "https://admin.example.test", "http://localhost:5173"]) {
      for (const method of ["POST", "OPTIONS", "GET"]) {
        assert.deepEqual(allowed(origin, method), [origin, "*", "origin"]);
      }
    }
    for (const origin of [
      undefined,
      "null",
      "https://evil.example",
      "http://localhost:1.evil.example",
      "https://localhost:1",
    ]) {
      assert.deepEqual(allowed(origin), [`https://app.${domain}`, "*", "origin"]);
    }
  });

  it("tells nobody to keep what is private, whatever the response", () =>
    fc.assert(
      fc.property(anyRequest, (any) => {
        const { headers } = serving(any.name).ask(asked(any)).response;
        const row = routesOf(any.name).find((route) => filled(route.path) === any.path);
        if (row?.cache === "private") {
          assert.equal(headers["cache-control"], "private, no-store");
        }
        if (row?.cache === "none") {
          assert.equal(headers["cache-control"], "no-store");
        }
      }),
    ));

  it("hands on the parts of the path, decoded, and who asks", () => {
    const { handled, ask } = serving("lookup");
    for (const part of ["acme", "a%20b", "%E0%A4%A", ""]) {
      ask(request("HEAD", `/v1/organizations/${part}/home`));
    }
    assert.deepEqual(
      handled.map(({ parameters }) => ({ ...(parameters as object) })),
      ["acme", "a b", "", ""].map((organization) => ({ organization })),
    );
    assert.deepEqual(
      handled.map(({ owner }) => owner),
      [undefined, undefined, undefined, undefined],
    );
    const profile = serving("profile");
    profile.ask(request("GET", "/v1/profile", { authorizer: user }));
    assert.deepEqual(profile.handled[0]!.owner, { organization: acme, subject: "jane" });
  });

  for (const row of (routes as readonly (Route & { function: RoutedFunction })[]).filter(
    ({ access }) => access === "token",
  )) {
    it(`refuses ${row.method} ${row.path} while the Region is evacuated, before its handler is asked, and serves the sibling's`, async () => {
      const body = row.maxBodyBytes === undefined ? undefined : {};
      const served = async (evacuated: Evacuated) => {
        const { handled, respond } = serving(row.function);
        const at = { ...place, evacuations: { evacuated: async () => evacuated } };
        const { response } = await respond(request(row.method, filled(row.path), { authorizer: user, body }), at);
        return [response.status, handled.length];
      };
      assert.deepEqual(await served(new Set([place.region])), [503, 0]);
      assert.deepEqual(await served(undefined), [503, 0]);
      assert.deepEqual(await served(new Set(["ca-central-1"])), [200, 1]);
    });
  }

  it("says in a 404 which paths there are, and not what the load balancer asks alone", () => {
    const detail = (name: RoutedFunction) => JSON.parse(serving(name).ask(request("GET", "/")).response.body).detail;
    assert.equal(detail("lookup"), "Valid paths: /v1/organizations/{organization}/home, /v1/homes.");
    assert.equal(detail("health"), "Valid paths: /livez, /healthz, /siblings.");
  });

  for (const [when, handler] of [
    [
      "throws",
      () => {
        throw new RangeError("of jane");
      },
    ],
    ["rejects", () => Promise.reject(new RangeError("of jane"))],
  ] as const) {
    it(`refuses with 500 that the page may read where a handler ${when}, and logs its kind alone`, async () => {
      const handlers = { "POST /v1/measurements": handler } as Handlers<"measurements", typeof place>;
      const respond = serve<"measurements", typeof place>("measurements", handlers);
      const post = request("POST", "/v1/measurements", { authorizer: user, body: {} });
      const { result, log } = await logged(async () => respond(post, place));
      assert.deepEqual(
        [result.response.status, result.code, result.route],
        [500, "internal-error", "/v1/measurements"],
      );
      assert.equal(result.response.headers["access-control-allow-origin"], `https://app.${domain}`);
      assert.deepEqual(
        log.map(({ error }) => error),
        ["RangeError"],
      );
      assert.doesNotMatch(JSON.stringify([log, result]), /jane/);
    });
  }
});
