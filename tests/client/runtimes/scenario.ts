/** What every runtime goes through, with the package as it is published. Uses nothing but what all of them have. */
type Sdk = typeof import("../../../client/index") & typeof import("../../../client/offline");
type Storage = import("../../../client/types").HomeStorage;

/** What the world is told to be, until the next order. */
export interface Order {
  /** Starts counting afresh. */
  begin?: boolean;
  /** Hosts whose connections break; `all` but the app's own. */
  down?: string[];
  /** A host that takes requests and says nothing. */
  silent?: string;
  home?: "CA" | "US" | "lie";
  /** So many writes are done without a response. */
  loseResponses?: number;
  push?: unknown;
  /** Breaks the WebSocket's connection. */
  cut?: boolean;
}

/** What the world has seen since `begin`. */
export interface Seen {
  lookups: number;
  /** Hosts of lookups, calls and WebSockets, in order. */
  hosts: string[];
  /** `<key> <body>`, each once. */
  writes: string[];
  attempts: number;
  /** Messages that the WebSocket's server has accepted. */
  heard: unknown[];
}

export interface Device {
  sdk: Sdk;
  /** A storage that is empty. */
  storage: Storage;
  /** Options of the client's that the platform needs: `WebSocket`, `dispatcher`. */
  options?: object;
}

/** Step → what happened there. `expected` is what must. */
export async function scenario({ sdk, storage, options }: Device): Promise<Record<string, unknown>> {
  const reported: Record<string, unknown> = {};
  const lookup = "https://api.example.com";
  const create = (name: string, more: object = {}) =>
    sdk.createHomeClient({
      lookup,
      organization: name,
      storage,
      getToken: () => "token",
      hedge: false,
      ...more,
      ...options,
    });
  const world = async (order?: Order) => {
    const body = order ? JSON.stringify(order) : "";
    return (await fetch("https://app.example.com/world", { method: "POST", body })).json() as Promise<Seen>;
  };
  const read = async (home: ReturnType<typeof create>, init?: object) => {
    const response = await home.fetch("/v1/profile", init);
    return `${response.status} ${((await response.json()) as { host?: string }).host}`;
  };
  const codeOf = (work: Promise<unknown>) => work.then(String, (error) => error.code ?? String(error));

  await world({ begin: true });
  const first = create("start");
  reported["first launch"] = [await read(first), first.status.region, (await world()).lookups];
  const second = create("start");
  reported["second start"] = [await read(second), (await world()).hosts];

  await world({ begin: true, home: "US" });
  reported["421 corrected"] = [await read(second), second.status.jurisdiction, distinct((await world()).hosts)];

  await world({ begin: true, home: "lie" });
  reported["foreign endpoint"] = [await codeOf(create("lied").fetch("/v1/profile")), (await world()).hosts];
  await world({ begin: true });
  const abroad = create("abroad");
  reported["foreign URL"] = [
    await codeOf(abroad.fetch("https://us.api.example.com/v1/profile")),
    (await world()).hosts,
  ];

  await world({ begin: true, down: ["ca.api.example.com"] });
  const failing = create("failing");
  const notices: string[] = [];
  failing.on("notice", ({ text }) => notices.push(text));
  reported.failover = [await read(failing), await read(failing), await read(failing), failing.status.state, notices];

  await world({ begin: true, silent: "ca.api.example.com" });
  reported.hedge = [await read(create("hedging", { hedge: true })), (await world()).hosts];
  const abort = new AbortController();
  const gone = codeOf(create("gone").fetch("/v1/profile", { signal: abort.signal }));
  setTimeout(() => abort.abort(), 50);
  reported.abort = (await gone) !== "200";

  await world({ begin: true });
  const home = create("offline");
  const offline = sdk.createOffline(home, { user: "u1" });
  const put = async (body: string) => (await offline.fetch("/v1/profile", { method: "PUT", body })).status;
  const online = await put("1");
  await world({ down: ["all"] });
  const queued = await put("2");
  await world({ begin: true, loseResponses: 1 });
  await offline.replay();
  const left = await offline.queued();
  offline.stop();
  const { writes, attempts } = await world();
  reported.queue = [online, queued, left.length, writes.map((write) => write.split(" ")[1]), attempts];

  await world({ begin: true });
  const socket = create("socket").connect();
  const messages: unknown[] = [];
  const resumed: boolean[] = [];
  let wake = () => {};
  socket.on("message", (message) => {
    messages.push(message);
    wake();
  });
  socket.on("open", (opened) => resumed.push(opened.resumed));
  const message = () =>
    new Promise<void>((resolve) => {
      wake = resolve;
    });
  await socket.send("hello");
  let next = message();
  await world({ push: "before" });
  await next;
  next = message();
  await world({ push: "during", cut: true });
  await next;
  await socket.send("again");
  socket.close();
  reported.socket = [(await world()).heard, messages, resumed, socket.state];
  return reported;
}

/** After a 421, fetch asks once more on a connection of its own: https://fetch.spec.whatwg.org/#http-network-or-cache-fetch */
const distinct = (hosts: string[]) => hosts.filter((host, index) => host !== hosts[index - 1]);

const [api, ca, us, west] = ["api", "ca.api", "us.api", "ca-west-1.ca.api"].map((name) => `${name}.example.com`);

export const expected: Record<string, unknown> = {
  "first launch": [`200 ${ca}`, "ca-central-1", 1],
  "second start": [`200 ${ca}`, [api, ca, ca]],
  "421 corrected": [`200 ${us}`, "US", [ca, api, us]],
  "foreign endpoint": ["response-refused", [api]],
  "foreign URL": ["outside-home", [api]],
  failover: [
    ...Array(3).fill(`200 ${west}`),
    "failover",
    ["We are running from our second site (ca-west-1). Your data stays in CA."],
  ],
  hedge: [`200 ${west}`, [api, ca, west]],
  abort: true,
  queue: [200, 202, 0, ["2"], 2],
  socket: [["hello", "again"], ["before", "during"], [false, true], "closed"],
};
