/** HTTP as bytes, broken at will, and the entries of a twin that it can be sent to. */
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { connect as connectTls, TLSSocket } from "node:tls";
import * as fc from "fast-check";
import { iam } from "../../local/iam/types";
import type { Twin } from "../../local/twin";
import { regionStacks } from "../../model/topology";

export interface Entry {
  name: string;
  open(): Promise<Duplex>;
}

/** How a client leaves: after the response, at once in order, or with a reset. */
export type Ending = "waits" | "ends" | "resets";

export interface RawRequest {
  text: Buffer;
  ending: Ending;
}

/** One entry of each kind, as it is reached: servers on the twin's network, those that functions are given, proxy, control API. */
export function entriesOf(twin: Twin): Entry[] {
  const { network, graph, ledger } = twin.context;
  const from = network.place("Toronto");
  const kinds = new Map(
    // The first of each kind: an API by its own domain.
    network
      .endpoints()
      .toReversed()
      .map((endpoint) => [endpoint.name.split(/[ .]/)[0]!, endpoint]),
  );
  const served = [...kinds].map(([name, { ip, port, name: full }]) => ({
    name,
    open: async () => {
      const connection = await network.connect({ from, ip, port, trace: ledger.open("Toronto") });
      const servername = /[a-z0-9-]+(\.[a-z0-9-]+)+$/.exec(full)?.[0] ?? "api.example.com";
      const socket = connectTls({ socket: connection, servername, rejectUnauthorized: false });
      // A reset of the connection is one of the client's TLS too.
      connection.on("close", () => socket.destroy());
      await once(socket, "secureConnect");
      return socket;
    },
  }));
  const { region } = Object.values(regionStacks)[0]!;
  const role = graph.ofType("aws:lambda/function:Function").find((lambda) => lambda.region === region)!.inputs.role;
  const variables = twin.services.variables({ region, roleArn: role, name: "test", trace: () => undefined });
  const given = Object.entries(variables).filter(([name]) => name.startsWith("AWS_ENDPOINT_URL_"));
  const loopback = [...given, ["proxy", twin.control.endpoints().proxies[0]!.url], ["control API", twin.url]];
  return [...served, ...loopback.map(([name, url]) => ({ name: name!, open: () => loopbackSocket(url!) }))];
}

async function loopbackSocket(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  await once(socket, "connect");
  return socket;
}

/** Everything that comes back until the server closes, or `enough`; a client that resets hears nothing. */
export async function exchange(
  entry: Entry,
  { text, ending }: RawRequest,
  enough = (_response: string) => false,
): Promise<string> {
  const socket = await entry.open();
  socket.on("error", () => {});
  let response = "";
  const over = new Promise<void>((resolve) => {
    socket.on("data", (chunk: Buffer) => {
      response += chunk.toString("latin1");
      if (enough(response)) {
        resolve();
      }
    });
    socket.on("end", resolve);
    socket.on("close", resolve);
  });
  socket.write(text);
  if (ending === "ends") {
    socket.end();
  }
  if (ending === "resets") {
    setImmediate(() => reset(socket));
  }
  await over;
  socket.destroy();
  return response;
}

/** TLS over a connection of the twin's own cannot send a reset: it just ends. */
const reset = (socket: Duplex) =>
  socket instanceof TLSSocket ? socket.destroy() : (socket as Socket).resetAndDestroy();

const oddTexts = ["__proto__", "constructor", "%zz", "%c3%28", "%", "\\", "é", "null", ""];
const word = fc.oneof(
  fc.constantFrom(...oddTexts),
  fc.string({ maxLength: 20 }),
  fc.string({ unit: "binary", maxLength: 8 }),
);
const method = fc.oneof(fc.constantFrom("GET", "POST", "PUT", "HEAD", "OPTIONS", "CONNECT", "DELETE", "PRI"), word);
const target = fc.oneof(
  fc.constantFrom(
    "/",
    "/%zz",
    "/%",
    "/%c3%28",
    "*",
    "//",
    "http://[::1",
    "http://%zz/",
    "%zz:99999999",
    "[::1]:443",
    ":",
    "",
  ),
  fc.constantFrom(
    "/v1/profile",
    "/v1/profile/%zz",
    "/v1/organizations/%zz/home?%zz=%",
    "/api/ledger/%zz",
    "/api/faults",
  ),
  word.map((text) => `/${text}`),
  word,
);
const attribute: fc.Arbitrary<unknown> = fc.oneof(fc.jsonValue(), fc.record({ S: word }), fc.record({ N: word }));
const input = fc.record(
  {
    TableName: fc.oneof(word, fc.jsonValue()),
    Key: fc.oneof(fc.jsonValue(), fc.dictionary(word, attribute, { maxKeys: 3 })),
    Item: fc.oneof(fc.jsonValue(), fc.dictionary(word, attribute, { maxKeys: 3 })),
    RequestItems: fc.oneof(fc.jsonValue(), fc.dictionary(word, fc.jsonValue(), { maxKeys: 2 })),
    TransactItems: fc.oneof(
      fc.jsonValue(),
      fc.array(fc.oneof(fc.jsonValue(), fc.dictionary(fc.constantFrom("Put", "Get", "Delete"), fc.jsonValue()))),
    ),
    KeyConditionExpression: word,
    AuthFlow: fc.constantFrom("USER_AUTH", "REFRESH_TOKEN_AUTH", "__proto__"),
    ClientId: fc.oneof(word, fc.jsonValue()),
    AuthParameters: fc.jsonValue(),
    AccessToken: fc.oneof(word, fc.jsonValue()),
    UserPoolId: fc.jsonValue(),
    kind: word,
  },
  { requiredKeys: [] },
);
const body = fc.oneof(
  fc.constant(Buffer.alloc(0)),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  fc.oneof(fc.jsonValue(), input).map((value) => Buffer.from(JSON.stringify(value))),
);
const operations =
  "GetItem PutItem Query Scan BatchGetItem BatchWriteItem TransactWriteItems DescribeTable __proto__".split(" ");
const calls = "InitiateAuth RespondToAuthChallenge GetUser RevokeToken SignUp AdminGetUser constructor".split(" ");
const header = fc.oneof(
  fc.tuple(fc.constantFrom("Host", "Content-Length", "Accept", "Cookie", "X-Forwarded-For", "Authorization"), word),
  fc.constantFrom<[string, string]>(
    ["Content-Length", "-1"],
    ["Content-Length", "7"],
    ["Transfer-Encoding", "chunked"],
    ["Transfer-Encoding", "gzip, chunked"],
    ["Connection", "Upgrade"],
    ["Upgrade", "websocket"],
    ["Expect", "100-continue"],
    ["Content-Type", "application/json"],
    ["Host", "127.0.0.1"],
  ),
  fc.tuple(word, word),
);
const awsTarget = fc.oneof(
  fc.constantFrom(...operations).map((name) => `DynamoDB_20120810.${name}`),
  fc.constantFrom(...calls).map((name) => `AWSCognitoIdentityProviderService.${name}`),
);

/** Requests of which most are broken somewhere, and some are right but for what they ask. */
export function rawRequests(twin: Twin, hosts: readonly string[]): fc.Arbitrary<RawRequest> {
  const { accessKeyId } = twin.services.get(iam).operator();
  const signed = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20261127/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0`;
  const sound = fc
    .record({ method: fc.constantFrom("GET", "POST", "PUT"), target, host: fc.constantFrom(...hosts), awsTarget, body })
    .map((line) => {
      const lines = [
        `${line.method} ${line.target} HTTP/1.1`,
        `Host: ${line.host}`,
        `X-Amz-Target: ${line.awsTarget}`,
        `Authorization: ${signed}`,
        "Content-Type: application/json",
        `Content-Length: ${line.body.length}`,
        "Connection: close",
      ];
      return Buffer.concat([Buffer.from(`${lines.join("\r\n")}\r\n\r\n`), line.body]);
    });
  const broken = fc
    .record({
      method,
      target,
      version: fc.constantFrom("HTTP/1.1", "HTTP/1.0", "HTTP/9.9", ""),
      headers: fc.array(header, { maxLength: 6 }),
      body,
    })
    .map((line) => {
      const lines = [
        `${line.method} ${line.target} ${line.version}`,
        ...line.headers.map(([name, value]) => `${name}: ${value}`),
      ];
      return Buffer.concat([Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1"), line.body]);
    });
  const ending = fc.constantFrom<Ending>("ends", "ends", "resets");
  return fc.record({ text: fc.oneof(sound, broken), ending });
}
