/** How an app signs in, as README and examples have it: a page and a program, with aws-amplify, against the twin. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import type { Page } from "playwright-core";
import type { Twin } from "../../local/twin";
import { invite } from "../../ops/organizations/invite";
import { twinPool } from "../../ops/organizations/twin-pool";
import { ClientBrowsers } from "../support/client-browser";
import { startTestTwin, warmUp } from "../support/twin";

const root = join(__dirname, "../..");
const examples = join(root, "client/examples");
const password = "Maple-leaf-2026";

describe("signing in against the twin", function () {
  this.timeout(150_000);
  const browsers = new ClientBrowsers();
  let twin: Twin;

  before(async () => {
    twin = await startTestTwin();
    await warmUp(twin);
  });
  after(async () => {
    await twin?.stop();
  });
  afterEach(() => assert.deepEqual(twin.context.ledger.crossings(), []));

  const proxy = () => twin.control.endpoints().proxies.find(({ place }) => place === "Toronto")!.url;
  const invited = async (organization: string) => {
    const email = `${randomUUID()}@${organization}.example`;
    const poolOf = (home: string) => twinPool(twin.url, home);
    const options = { resend: false, dryRun: false };
    const { temporaryPassword, ...invitation } = await invite(twin.registry, poolOf, { organization, email }, options);
    return { ...invitation, first: temporaryPassword! };
  };
  const program = async (...args: string[]) => {
    const env = {
      ...process.env,
      TS_NODE_PROJECT: join(root, "client/tsconfig.json"),
      NODE_USE_ENV_PROXY: "1",
      HTTPS_PROXY: proxy(),
      NODE_EXTRA_CA_CERTS: twin.caFile,
    };
    const command = ["-r", "ts-node/register", join(examples, "sign-in-node.ts"), ...args];
    return promisify(execFile)(process.execPath, command, { cwd: root, env });
  };

  for (const [organization, region] of [
    ["acme", "ca-central-1"],
    ["globex", "us-east-1"],
  ] as const) {
    it(`is a program's in Node: ${organization} chooses a password, saves and reads in ${region}`, async () => {
      const { email, first } = await invited(organization);
      const { stdout } = await program(organization, email, first, password);
      assert.match(stdout, new RegExp(`^200 \\{"preferences":\\{"theme":"dark"\\}.* from ${region}\\n$`));
      assert.match((await program(organization, email, password)).stdout, /^200 /);
    });
  }

  it("refuses a wrong password, and somebody of an organization elsewhere", async () => {
    const { email, first } = await invited("acme");
    const refused = (...args: string[]) =>
      assert.rejects(program(...args), /NotAuthorizedException: Incorrect username/);
    await refused("acme", email, "Wrong-leaf-2026");
    await refused("globex", email, first);
  });

  describe("in a page of http://localhost", () => {
    let server: Server;
    let url: string;

    before(async function () {
      if (!(await browsers.prepare())) {
        return this.skip();
      }
      const bundle = { bundle: true, format: "iife", globalName: "example", write: false } as const;
      const entryPoints = [join(examples, "sign-in.ts")];
      const script = (await build({ ...bundle, entryPoints })).outputFiles[0]!.text;
      const page = await readFile(join(examples, "sign-in.html"), "utf8");
      server = createServer(({ url: path }, response) => {
        const isScript = path === "/sign-in.js";
        response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
        response.end(isScript ? script : page);
      });
      await once(server.listen(0, "127.0.0.1"), "listening");
      url = `http://localhost:${(server.address() as AddressInfo).port}/?organization=acme`;
    });
    after(async () => {
      server?.closeAllConnections();
      server?.close();
      browsers.remove();
    });
    afterEach(() => browsers.closeAll());

    const says = (page: Page, text: string) => page.locator("#message", { hasText: text }).waitFor({ timeout: 30_000 });
    const enter = async (page: Page, email: string, typed: string) => {
      await page.fill("#email", email);
      await page.fill("#password", typed);
      await page.click("#form button");
    };

    it("is an invited person's: a password of their own, home without another sign-in, and out again", async () => {
      const { email, first } = await invited("acme");
      const context = await browsers.open(proxy());
      const page = await context.newPage();
      const sent: string[] = [];
      page.on("request", (request) => sent.push(request.postData() ?? ""));
      await page.goto(url);
      await says(page, "Please sign in.");
      await enter(page, email, "Wrong-leaf-2026");
      await says(page, "NotAuthorizedException: Incorrect username or password.");
      await enter(page, email, first);
      await says(page, "Choose a password of your own.");
      await page.fill("#new-password", password);
      await page.click("#choose button");
      await says(page, "Signed in. Your profile: 404, from ca-central-1");
      assert.ok(sent.length > 0 && !sent.some((body) => body.includes(first)), "the first password was sent");
      const again = await context.newPage();
      again.on("request", (request) => sent.push(request.postData() ?? ""));
      await again.goto(url);
      await says(again, "Signed in.");
      sent.length = 0;
      await again.click("#leave");
      await says(again, "Please sign in.");
      await enter(again, email, password);
      await says(again, "Signed in.");
      assert.ok(!sent.some((body) => body.includes(password)), "the password was sent");
    });
  });
});
