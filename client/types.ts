import type { AttemptFetch, Runtime } from "./platform";

export type { AttemptFetch, HomeAttempt } from "./platform";

/** One Region's addresses. Origins without a trailing slash. */
export interface HomeEndpoint {
  region: string;
  role: "primary" | "standby";
  api: string;
  websocket: string;
}

/** The lookup's response: where an organization lives. Endpoints are of `jurisdiction` only, primary first. */
export interface Home {
  organization: string;
  jurisdiction: string;
  state: "active" | "moving" | "suspended";
  endpoints: HomeEndpoint[];
  identity: { issuer: string; userPoolId: string; clientId: string };
  version: number;
  ttlSeconds: number;
  staleIfErrorSeconds: number;
  notice: { code: string; message: string; since: string } | null;
}

type Awaitable<T> = T | Promise<T>;

/** Where small texts are kept: `localStorage` and React Native's AsyncStorage fit as they are. */
export interface HomeStorage {
  getItem(key: string): Awaitable<string | null>;
  setItem(key: string, value: string): Awaitable<unknown>;
  removeItem(key: string): Awaitable<unknown>;
  /** Needed by the offline queue, unless the storage has Web Storage's `length` and `key(index)`. */
  getAllKeys?(): Awaitable<readonly string[]>;
}

/** A storage that lists its keys by itself. */
export interface ListedStorage extends HomeStorage {
  getAllKeys(): Promise<string[]>;
}

export interface TokenRequest {
  home: Home;
  /** True after a 401: the token that was given before is no longer good. All who are refused meanwhile share the answer. */
  refresh: boolean;
  /** The token that was refused, where that is known. */
  refused?: string | null | undefined;
}

export interface HomeClientOptions {
  /** Origin of the lookup: `https://api.example.com`. Homes are accepted on its own domain only. */
  lookup: string;
  /** Slug or opaque id of the organization. */
  organization: string;
  /** Where the last known home is kept between starts. @default memory */
  storage?: HomeStorage | undefined;
  /** The user's access token for `home`. It goes to the home's endpoints only, never to the lookup. */
  getToken?: ((request: TokenRequest) => Awaitable<string | null | undefined>) | undefined;
  /** Jurisdictions that this app may ever use, whatever the lookup says: `["CA"]`. @default any */
  jurisdictions?: readonly string[] | undefined;
  /** Milliseconds until an attempt's headers, a whole call with its response's body, and one question to the lookup. */
  timeouts?: (CallTimeouts & { lookupMs?: number }) | undefined;
  /** Attempts after the first, per endpoint. @default 1 */
  retries?: number | undefined;
  /** Ask a second endpoint when a read takes longer than 95 % of them do. @default true */
  hedge?: boolean | undefined;
  /** The notices' texts; `{region}` and `{jurisdiction}` are filled in. Ready ones are in `./texts`. */
  texts?: Partial<Record<NoticeKind, string>> | undefined;
  /** Makes every attempt, and what the lookup is asked: the place to see and change them. @default the platform's */
  fetch?: AttemptFetch | undefined;
  /** Node: undici's Agent, see `homeDispatcher` in `./node`. Given to every fetch. */
  dispatcher?: unknown;
  /** The class to connect with, where the platform has none (Node 20). */
  WebSocket?: any;
  /** For tests: time, chance and network. */
  runtime?: Partial<Runtime> | undefined;
}

export type NoticeKind = "failover" | "returned" | "moving" | "moved" | "temporary-region" | "offline";

/** Something that the user should know. */
export interface HomeNotice {
  kind: NoticeKind;
  /** Ready to show; "" where `texts` has none. */
  text: string;
  jurisdiction: string | null;
  region: string | null;
  /** ISO 8601. */
  since: string;
  /** What the lookup or the Region said, where it said something. */
  detail: string | null;
}

export interface HomeStatus {
  state: "unknown" | "home" | "failover" | "unavailable" | "offline";
  jurisdiction: string | null;
  /** Region whose endpoint is used now. */
  region: string | null;
  endpoint: string | null;
  /** ISO 8601: when it became so. */
  since: string;
  /** Why, in a word that is stable: `start`, `lookup`, `failures`, `slow`, `recovered`, `moved`, `network`. */
  why: string;
}

/** Times in milliseconds. Carries no path, no ids and no text of a user's. */
export interface Measurement {
  kind: "lookup" | "request" | "connect" | "failover";
  at?: number;
  ms?: number;
  region?: string | null;
  /** HTTP status; 0 where there was no response. */
  status?: number;
  /** How many attempts, hedges included, the call took. */
  attempts?: number;
}

export interface HomeEvents {
  notice: HomeNotice;
  status: HomeStatus;
  /** A new answer was taken: the home itself. */
  home: Home;
  measurement: Measurement;
}

/** Milliseconds, from when the request's body has been sent. */
export interface CallTimeouts {
  /** Until an attempt's headers. @default 10000 */
  firstByteMs?: number;
  /** Until the call is over. @default 30000; a body that takes long has more where a call says nothing of its own */
  wholeMs?: number;
}

export interface HomeRequestInit extends RequestInit {
  /** This call's own, before the client's. */
  timeouts?: CallTimeouts | undefined;
  /** This call's own, before the client's. */
  retries?: number | undefined;
  /** Makes a write safe to repeat: sent as `Idempotency-Key`. 1 to 255 printable ASCII characters without quotes. */
  idempotencyKey?: string | undefined;
  /** False: never ask a second endpoint for this read. True: also where the client does not. */
  hedge?: boolean | undefined;
}

export type HomeFetch = (input: string | URL | Request, init?: HomeRequestInit) => Promise<Response>;

/** What the parts beside the core build on: a client, or anything that fetches like one. */
export interface HomeCore {
  /** The web's fetch, at home. Takes a path (`/v1/profile`) or a URL on one of the home's own endpoints. */
  readonly fetch: HomeFetch;
  readonly status: HomeStatus;
  /** The home that is known now, if one is. */
  readonly home: Home | undefined;
  readonly options: HomeClientOptions;
  /** Resolves with the home: known, stored, or looked up. */
  ready(): Promise<Home>;
  /** Asks the lookup now. Rejects where it cannot be reached; the known home stays. */
  refresh(): Promise<Home>;
  /** Drops the stored home: at sign-out, or when the organization's slug has passed to another one. */
  forget(): Promise<void>;
  on<K extends keyof HomeEvents>(type: K, listener: (event: HomeEvents[K]) => void): () => void;
  /** For parts of the SDK: tells the client's listeners. */
  emit<K extends keyof HomeEvents>(type: K, event: HomeEvents[K]): void;
}
