import assert from "node:assert/strict";
import { once } from "node:events";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { UserPools } from "../../../local/cognito/service";
import { identityOf } from "../../../local/identity";
import { organizationsCommand } from "../../../ops/organizations";
import { assign } from "../../../registry/assign";
import { result as reply, type Scripted, startScripted } from "../../functions/support/scripted-api";
import { startRegistry, type TestRegistry } from "../../registry/registry";
import { callCognito, clientId, poolId, poolsGraph } from "../../support/pools";
import { letIn, type TestTwin, twinContext } from "../../support/twin-context";
import { run } from "../shared/run";

const email = "ana@acme.example";

describe("npm run organizations -- invite", () => {
  let registry: TestRegistry;
  let organization: string;

  beforeEach(async () => {
    registry = await startRegistry();
    await assign(registry.target, "acme", "CA", []);
    organization = [...(await registry.rows()).values()].find(({ organization: id }) => id?.S)!.organization!.S!;
  });
  afterEach(() => registry.close());

  describe("in the twin", () => {
    let twin: TestTwin;
    let pools: UserPools;
    let control: Server;
    let port: string;

    beforeEach(async () => {
      twin = await twinContext({ graph: poolsGraph() });
      pools = new UserPools(twin, {
        certificates: twin.certificates,
        lambda: { invoke: () => Promise.reject(new Error("no trigger is declared")) },
        waf: letIn,
      });
      await pools.start();
      const { name: _, ...target } = registry.target;
      const outputs = {
        stacks: [{ stack: "ca" }],
        outputsOf: () => ({ userPoolId: poolId, userPoolClientId: clientId }),
      };
      const identity = identityOf(outputs as unknown as Parameters<typeof identityOf>[0], pools);
      control = createServer((_request, response) => response.end(JSON.stringify({ registry: target, identity })));
      await once(control.listen(0, "127.0.0.1"), "listening");
      port = String((control.address() as AddressInfo).port);
    });
    afterEach(async () => {
      control.closeAllConnections();
      control.close();
      await pools.stop();
      await twin.close();
    });

    const invite = (...args: string[]) => run(organizationsCommand(), "invite", ...args, "--port", port);
    const initiate = (PASSWORD: string) =>
      callCognito(pools.endpoint("ca-central-1"), "InitiateAuth", {
        ClientId: clientId,
        AuthFlow: "USER_AUTH",
        AuthParameters: { USERNAME: email, PREFERRED_CHALLENGE: "PASSWORD", PASSWORD },
      });
    const attributes = async () => {
      const authorization = `AWS4-HMAC-SHA256 Credential=${pools.operator().accessKeyId}/20260601/x`;
      const input = { UserPoolId: poolId, Username: email };
      const { body } = await callCognito(pools.endpoint("ca-central-1"), "AdminGetUser", input, { authorization });
      return (
        body.UserAttributes && Object.fromEntries(body.UserAttributes.map((entry: any) => [entry.Name, entry.Value]))
      );
    };

    it("makes a user of the organization who chooses a password, and says which password is the first", async () => {
      const { code, stdout, stderr } = await invite("acme", email, "--json");
      assert.deepEqual([code, stderr], [0, ""]);
      const invited = JSON.parse(stdout);
      const { sub, ...others } = await attributes();
      assert.deepEqual(others, { email, email_verified: "true", "custom:organization": organization });
      assert.deepEqual(invited, {
        ...{ organization, email, jurisdiction: "CA", region: "ca-central-1", userPoolId: poolId, user: sub },
        ...{ dryRun: false, resent: false, temporaryPassword: invited.temporaryPassword },
      });
      const { body } = await initiate(invited.temporaryPassword);
      assert.equal(body.ChallengeName, "NEW_PASSWORD_REQUIRED");
    });

    it("says in words what it did, by id too", async () => {
      const { stdout } = await invite(organization, email);
      const place = `${organization}, home CA: user pool ${poolId} in ca-central-1`;
      assert.match(stdout, new RegExp(`^${email} is invited to ${place}, as user [0-9a-f-]{36}\\n`));
      assert.match(stdout, /\nno e-mail is sent here; the temporary password is \S{20,}\n$/);
    });

    it("changes nothing in a dry run", async () => {
      const { code, stdout } = await invite("acme", email, "--dry-run");
      assert.equal(code, 0);
      assert.match(stdout, /^dry run, nobody invited\. ana@acme\.example would be invited to org_/);
      assert.equal(await attributes(), undefined);
    });

    it("sends an invitation again, with a new password, while nobody has signed in with it", async () => {
      const first = JSON.parse((await invite("acme", email, "--json")).stdout);
      const again = JSON.parse((await invite("acme", email, "--json", "--resend")).stdout);
      assert.deepEqual([again.user, again.resent], [first.user, true]);
      assert.equal((await initiate(first.temporaryPassword)).status, 400);
      assert.equal((await initiate(again.temporaryPassword)).body.ChallengeName, "NEW_PASSWORD_REQUIRED");
    });

    it("refuses what cannot be, and says what may be", async () => {
      const refused = async (message: RegExp, ...args: string[]) => {
        const { code, stdout, stderr } = await invite(...args);
        assert.deepEqual([code, stdout], [1, ""], args.join(" "));
        assert.match(stderr, message);
      };
      for (const address of [
        "ana",
        "ana@acme",
        "ana@@acme.example",
        "a b@acme.example",
        "ana@acme.example,bo@acme.example",
      ]) {
        await refused(/is no e-mail address; allowed: name@domain/, "acme", address);
      }
      await refused(/no organization "globex"/, "globex", email);
      await refused(/was not invited yet; fix: leave out --resend/, "acme", email, "--resend");
      await invite("acme", email);
      await refused(/is invited already; fix: .*--resend/, "acme", email);
      await refused(/is invited already/, "acme", email.toUpperCase(), "--dry-run");
      await assign(registry.target, "globex", "CA", []);
      await refused(/belongs to another organization of this jurisdiction/, "globex", email);
      await assign(registry.target, "initech", "US", []);
      await refused(/has no user pool in US; fix: /, "initech", email);
    });

    it("refuses somebody who has signed in already", async () => {
      await pools.users.create({ poolId, username: "ana", email, password: "Maple-leaf-2026", organization });
      const { code, stderr } = await invite("acme", email, "--resend");
      assert.deepEqual(
        [code, stderr],
        [1, `${email} has signed in for ${organization} already; nothing is to be done\n`],
      );
    });

    it("refuses for an organization that is not served", async () => {
      const row = (await registry.rows()).get(`org#${organization}`)!;
      await registry.put({ ...row, state: { S: "moving" } });
      const { code, stderr } = await invite("acme", email);
      assert.equal(code, 1);
      assert.match(stderr, /organization "acme" is moving: nobody is invited meanwhile; allowed: active/);
    });
  });

  describe("--aws", () => {
    const names = ["AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER", "AWS_ENDPOINT_URL_DYNAMODB", "PATH"];
    const keys = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];
    let environment: Record<string, string | undefined>;
    let cognito: Scripted;
    let folder: string;

    beforeEach(async () => {
      environment = Object.fromEntries([...names, ...keys].map((name) => [name, process.env[name]]));
      cognito = await startScripted();
      folder = await mkdtemp(join(tmpdir(), "invite-"));
      const { table, hashSecret } = registry.target;
      const global = JSON.stringify({ registryTableName: table, registryHashKey: hashSecret });
      const script = [
        `[ "$*" = "stack output --json --show-secrets --stack global" ] && echo '${global}'`,
        `[ "$*" = "stack output --json --stack ca" ] && echo '{"userPoolId":"${poolId}"}'`,
        "exit 0",
      ];
      await writeFile(join(folder, "pulumi"), `#!/bin/sh\n${script.join("\n")}\n`);
      await chmod(join(folder, "pulumi"), 0o755);
      Object.assign(process.env, {
        AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: cognito.endpoint,
        AWS_ENDPOINT_URL_DYNAMODB: registry.target.endpoint,
        AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
        AWS_SECRET_ACCESS_KEY: "secret",
        PATH: [folder, "/usr/bin", "/bin"].join(delimiter),
      });
    });
    afterEach(async () => {
      for (const [name, value] of Object.entries(environment)) {
        if (value === undefined) {
          delete process.env[name];
        } else {
          process.env[name] = value;
        }
      }
      await cognito.stop();
      await rm(folder, { recursive: true });
    });

    const invite = (...args: string[]) => run(organizationsCommand(), "invite", "acme", email, "--aws", ...args);
    const unknown = reply(400, { __type: "UserNotFoundException", message: "User does not exist." });
    const created = reply(200, { User: { Username: "u-1", Attributes: [{ Name: "sub", Value: "u-1" }] } });

    it("asks the home's own pool, signed for its Region, and lets the pool send the e-mail", async () => {
      cognito.replies = [unknown, created];
      const { code, stdout, stderr } = await invite();
      assert.deepEqual([code, stderr], [0, ""]);
      assert.match(stdout, /as user u-1\na temporary password goes to them by e-mail, from the pool's own Region\n$/);
      assert.deepEqual(
        cognito.calls.map(({ target, input }) => [target.split(".")[1], input]),
        [
          ["AdminGetUser", { UserPoolId: poolId, Username: email }],
          [
            "AdminCreateUser",
            {
              UserPoolId: poolId,
              Username: email,
              DesiredDeliveryMediums: ["EMAIL"],
              UserAttributes: [
                { Name: "email", Value: email },
                { Name: "email_verified", Value: "true" },
                { Name: "custom:organization", Value: organization },
              ],
            },
          ],
        ],
      );
      for (const { headers } of cognito.calls) {
        assert.match(
          String(headers.authorization),
          /Credential=AKIDEXAMPLE\/\d{8}\/ca-central-1\/cognito-idp\/aws4_request/,
        );
      }
    });

    it("only reads in a dry run", async () => {
      cognito.replies = [unknown];
      assert.equal((await invite("--dry-run")).code, 0);
      assert.deepEqual(
        cognito.calls.map(({ target }) => target.split(".")[1]),
        ["AdminGetUser"],
      );
    });

    for (const [type, message] of [
      ["AccessDeniedException", /may not invite; fix: allow cognito-idp:AdminCreateUser/],
      ["ResourceNotFoundException", /no such user pool; fix: is the Region deployed/],
      ["CodeDeliveryFailureException", /could not be sent; fix: /],
      ["LimitExceededException", /sends 50 messages a day/],
      ["UnrecognizedClientException", /AWS does not know these credentials/],
      ["SomethingElseException", /the pool refused\n\(SomethingElseException: m\)/],
    ] as const) {
      it(`refuses in an operator's words what the pool refuses: ${type}`, async () => {
        cognito.replies = [unknown, reply(400, { __type: type, message: "m" })];
        const { code, stdout, stderr } = await invite();
        assert.deepEqual([code, stdout], [1, ""]);
        assert.match(stderr, new RegExp(`^user pool ${poolId} \\(AWS, ca-central-1\\): `));
        assert.match(stderr, message);
      });
    }

    it("refuses without the Region's stack, and names it", async () => {
      await writeFile(
        join(folder, "pulumi"),
        `#!/bin/sh\ncase "$*" in *ca) echo '{}';; *) ${"exec"} ${join(folder, "global")};; esac\n`,
      );
      const { table, hashSecret } = registry.target;
      const global = JSON.stringify({ registryTableName: table, registryHashKey: hashSecret });
      await writeFile(join(folder, "global"), `#!/bin/sh\necho '${global}'\n`, { mode: 0o755 });
      const { code, stderr } = await invite();
      assert.equal(code, 1);
      assert.match(
        stderr,
        /^stack ca has no output userPoolId; fix: deploy it with this version first: npm run up -- ca$/m,
      );
      assert.deepEqual(cognito.calls, []);
    });
  });
});
