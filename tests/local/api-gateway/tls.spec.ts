import assert from "node:assert/strict";
import { connect } from "node:tls";
import { ApiGateway } from "../../../local/api-gateway/service";
import { Route53 } from "../../../local/route53/service";
import { graphOf, letIn, resource, type TestTwin, twinContext } from "../../support/twin-context";
import { api, defaultHost, host, region, regionalDomainName } from "./declared-api";

describe("local/api-gateway TLS", () => {
  let twin: TestTwin;
  let service: ApiGateway;

  const start = async (options: { speed: number; more?: ReturnType<typeof resource>[] }) => {
    twin = await twinContext({
      graph: graphOf(...api(), ...(options.more ?? [])),
      speed: options.speed,
      hosts: [host],
    });
    const lambda = { invoke: async () => ({ statusCode: 200, body: "well" }) };
    const certificates = { ...twin.certificates, forArn: () => twin.certificates.forHost(host) };
    service = new ApiGateway(twin, { lambda, certificates, waf: letIn, homeOf: async () => "CA" });
    await service.start();
  };
  afterEach(async () => {
    await service.stop();
    await twin.close();
  });

  async function shakeHands(servername: string | undefined, version: "TLSv1.2" | "TLSv1.3"): Promise<string> {
    const [ip = ""] = twin.network.addressesOf(regionalDomainName) ?? [];
    const from = twin.network.place("Toronto");
    const connection = await twin.network.connect({ from, ip, port: 443, trace: "trace" });
    return new Promise((resolve) => {
      const socket = connect({
        socket: connection,
        rejectUnauthorized: false,
        minVersion: version,
        maxVersion: version,
        ...(servername !== undefined && { servername }),
      });
      const done = (result: string) => {
        socket.destroy();
        resolve(result);
      };
      socket.on("secureConnect", () => done("served"));
      socket.on("error", (error: NodeJS.ErrnoException) => done(String(error.code)));
    });
  }

  // OpenSSL has changed the name's beginning.
  const alert = /ALERT_HANDSHAKE_FAILURE$/;
  for (const version of ["TLSv1.2", "TLSv1.3"] as const) {
    it(`refuses the handshake without a server's name, and with one that it does not serve: ${version}`, async () => {
      await start({ speed: 1_000 });
      const names = [
        host,
        host.toUpperCase(),
        regionalDomainName,
        defaultHost,
        `api9.execute-api.${region}.amazonaws.com`,
      ];
      for (const name of names) {
        assert.equal(await shakeHands(name, version), "served", name);
      }
      const others = [
        "www.example.org",
        `x.${host}`,
        `a.b.execute-api.${region}.amazonaws.com`,
        "execute-api.eu-west-1.amazonaws.com",
      ];
      for (const name of [undefined, ...others]) {
        assert.match(await shakeHands(name, version), alert, name);
      }
    });
  }

  it("is unhealthy for a health check that sends no server's name, healthy for one that does", async () => {
    const ipAddress = "198.51.100.1";
    const check = (id: string, inputs: object) =>
      resource(
        "aws:route53/healthCheck:HealthCheck",
        id,
        {
          type: "HTTPS",
          fqdn: host,
          ipAddress,
          port: 443,
          resourcePath: "/healthz",
          requestInterval: 10,
          failureThreshold: 1,
          regions: ["us-east-1"],
          ...inputs,
        },
        { id },
      );
    await start({ speed: 20, more: [check("named", {}), check("nameless", { enableSni: false })] });
    assert.equal(twin.network.addressesOf(regionalDomainName)?.[0], ipAddress);
    const route53 = new Route53(twin);
    await route53.start();
    try {
      const detail = (id: string) => route53.healthStates().find(({ name }) => name === id)?.detail ?? "";
      for (let step = 0; step < 1_000 && !/200 in/.test(detail("named")); step++) {
        await twin.clock.sleep(500);
      }
      for (let step = 0; step < 1_000 && route53.healthOf("nameless"); step++) {
        await twin.clock.sleep(500);
      }
      assert.deepEqual([route53.healthOf("named"), route53.healthOf("nameless")], [true, false]);
      assert.match(detail("named"), /200 in/);
      assert.match(detail("nameless"), /handshake failure/);
    } finally {
      await route53.stop();
    }
  });
});
