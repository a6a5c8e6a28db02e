import { allowed, platform, type Runtime } from "./platform";

/** Whoever holds the lock and has not answered for so long is stopped: by `alert()`, a debugger, the browser. */
const silentMs = 3000;
const everyMs = 1000;

/**
 * Runs `run` while no other tab that lives does. A stopped tab keeps its lock, so those that live take turns at another one; what
 * it sends when it goes on is done once by its keys.
 */
export function inTurn<T>(runtime: Runtime, name: string, run: () => Promise<T>): Promise<T> {
  let silent = false;
  return runtime.exclusively(
    name,
    () => (silent ? inTurn(runtime, `${name}+`, run) : answering(name, run)),
    (go) =>
      whenSilent(runtime, name, () => {
        silent = true;
        go();
      }),
  );
}

const open = (name: string) => {
  const channel = allowed(() => new platform.BroadcastChannel(name));
  channel?.unref?.();
  return channel;
};

/** Says that it lives, to whoever asks while `run` runs. */
async function answering<T>(name: string, run: () => Promise<T>): Promise<T> {
  const channel = platform.navigator?.locks && open(name);
  if (channel) {
    channel.onmessage = ({ data }: { data: unknown }) => data === "who" && channel.postMessage("I");
    channel.postMessage("I");
  }
  try {
    return await run();
  } finally {
    channel?.close();
  }
}

function whenSilent(runtime: Runtime, name: string, go: () => void): () => void {
  const channel = open(name);
  if (!channel) {
    return () => {};
  }
  let heard = runtime.now();
  let timer: unknown;
  channel.onmessage = ({ data }: { data: unknown }) => {
    if (data === "I") {
      heard = runtime.now();
    }
  };
  const ask = () => {
    if (runtime.now() - heard >= silentMs) {
      return go();
    }
    channel.postMessage("who");
    timer = runtime.setTimeout(ask, everyMs);
    (timer as { unref?(): void }).unref?.();
  };
  ask();
  return () => {
    runtime.clearTimeout(timer);
    channel.close();
  };
}
