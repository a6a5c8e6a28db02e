import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { type ControlApi, createControlApi } from "../../../local/control/server";
import { type FakeTwin, fakeTwin } from "../../support/fake-twin";

describe("npm run journey", () => {
  let twin: FakeTwin;
  let api: ControlApi;
  before(async () => {
    twin = fakeTwin({ speed: 200, traffic: false });
    api = createControlApi(twin, { port: 0 });
    await api.start();
  });
  after(async () => {
    await api.stop();
    await twin.stop();
  });

  const run = (...args: string[]) =>
    new Promise<{ code: number; out: string; err: string }>((resolve) => {
      const port = new URL(api.url()).port;
      const command = ["-r", "ts-node/register", "local/journey/main.ts", "--port", port, ...args];
      execFile(process.execPath, command, (error, out, err) => resolve({ code: Number(error?.code ?? 0), out, err }));
    });

  it("prints every hop, aligned, and that no personal data left home", async () => {
    const { code, out } = await run("--organization", "acme", "--from", "toronto");
    const lines = out.split("\n");
    assert.equal(code, 0);
    assert.equal(lines.at(-2), "No hop of personal data left CA.");
    const heading = lines.find((line) => line.startsWith("step, service"))!;
    const hop = lines.find((line) => line.includes("GetItem profiles-CA"))!;
    assert.equal(hop.indexOf("ca-central-1"), heading.indexOf("place"));
    assert.equal(hop.indexOf("personal"), heading.indexOf("class"));
    assert.ok(!out.includes("\u001b"));
  });

  it("prints JSON", async () => {
    const { out } = await run("--organization", "globex", "--from", "Paris", "--format", "json");
    assert.equal(JSON.parse(out).home, "US");
  });

  it("exits with 1 where a hop of personal data left home", async () => {
    const { runJourney } = twin;
    twin.runJourney = async (request) => {
      const journey = await runJourney(request);
      const hop = { ...journey.hops.at(-2)!, region: "us-east-1", jurisdiction: "US" };
      return { ...journey, hops: [...journey.hops, hop], crossings: [hop] };
    };
    const { code, out } = await run("--organization", "acme", "--from", "Toronto");
    twin.runJourney = runJourney;
    assert.equal(code, 1);
    assert.match(out, /1 hops? of personal data left CA: us-east-1\./);
  });

  it("refuses unknown organization and place together, with suggestions and no stack", async () => {
    const { code, err } = await run("--organization", "acmee", "--from", "Torono");
    assert.equal(code, 1);
    assert.match(err, /No organization is called "acmee"\. Did you mean "acme"\?/);
    assert.match(err, /No place is called "Torono"\. Did you mean "Toronto"\? There are: Toronto, Montreal/);
    assert.doesNotMatch(err, /\n\s+at /);
  });

  it("refuses to go without a twin, and says how to start one", async () => {
    const { code, err } = await run("--organization", "acme", "--from", "Toronto", "--port", "1");
    assert.equal(code, 1);
    assert.match(err, /No twin runs on port 1\. Start it with "make up" first/);
  });
});
