/** What React Native's native side gives to JavaScript, by messages to the host: networking, WebSockets, blobs, timers. */
const host = (kind, ...args) => print(`@@${JSON.stringify([kind, ...args])}`);
const timers = new Map();
const blobs = new Map();
let count = 0;
const none = () => {};
const device = () => require("react-native/Libraries/EventEmitter/RCTDeviceEventEmitter").default;

globalThis.setTimeout = (run, ms = 0, ...args) => {
  timers.set(++count, () => run(...args));
  host("timer", count, Math.max(0, ms));
  return count;
};
globalThis.clearTimeout = (id) => void timers.delete(id);

const kept = new Map();
const modules = {
  NativeMicrotasksCxx: { queueMicrotask: (run) => void Promise.resolve().then(run) },
  PlatformConstants: {
    getConstants: () => ({ reactNativeVersion: { major: 0, minor: 88, patch: 1 }, isTesting: true }),
  },
  Networking: {
    // Bodies: `{string}`, or `{base64}` of bytes.
    sendRequest: (method, url, id, headers, data, responseType) =>
      host("http", id, { method, url, headers, body: data.string ?? null, responseType }),
    abortRequest: (id) => host("abort", id),
    addListener: none,
    removeListeners: none,
  },
  WebSocketModule: {
    connect: (url, protocols, _options, id) => host("socket", id, url, protocols),
    send: (text, id) => host("send", id, text),
    close: (code, reason, id) => host("close", id, code, reason),
    addListener: none,
    removeListeners: none,
  },
  BlobModule: {
    getConstants: () => ({ BLOB_URI_SCHEME: "content", BLOB_URI_HOST: null }),
    addNetworkingHandler: none,
    addWebSocketHandler: none,
    removeWebSocketHandler: none,
    createFromParts: (parts, id) => blobs.set(id, parts.map(({ data }) => data).join("")),
    release: (id) => blobs.delete(id),
  },
  FileReaderModule: { readAsText: async ({ blobId }) => blobs.get(blobId) },
  RNCAsyncStorage: {
    multiGet: (keys, done) =>
      done(
        null,
        keys.map((key) => [key, kept.get(key) ?? null]),
      ),
    multiSet(pairs, done) {
      for (const [key, value] of pairs) {
        kept.set(key, value);
      }
      done(null);
    },
    multiRemove(keys, done) {
      for (const key of keys) {
        kept.delete(key);
      }
      done(null);
    },
    getAllKeys: (done) => done(null, [...kept.keys()]),
  },
};
const began = Date.now();
globalThis.performance = { now: () => Date.now() - began };
globalThis.RN$Bridgeless = true;
globalThis.nativeModuleProxy = modules;
globalThis.__turboModuleProxy = (name) => modules[name] ?? null;

/** Called by the host. */
globalThis.__event = (kind, ...args) => {
  if (kind !== "timer") {
    return device().emit(kind, ...args);
  }
  const run = timers.get(args[0]);
  timers.delete(args[0]);
  run?.();
};
/** A response's body becomes a blob before it is told of. */
globalThis.__data = (id, text, responseType) => {
  const blob = { blobId: `b${id}`, offset: 0, size: text.length };
  if (responseType === "blob") {
    blobs.set(blob.blobId, text);
  }
  device().emit("didReceiveNetworkData", [id, responseType === "blob" ? blob : text]);
};
globalThis.__host = host;
