/** The control API, and what it says when it refuses. */

async function ask(method, path, body) {
  let response;
  try {
    response = await fetch(path, {
      method,
      ...(body === undefined ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
    });
  } catch {
    throw new Error("The twin does not answer. Is it still running? Start it with: make up");
  }
  if (response.status === 204) {
    return null;
  }
  const result = await response.json();
  if (!response.ok) {
    throw new Error(result.detail ?? `${method} ${path}: status ${response.status}`);
  }
  return result;
}

export const get = (path) => ask("GET", path);
export const post = (path, body) => ask("POST", path, body);
export const remove = (path) => ask("DELETE", path);

/**
 * Listens to what happens. `listeners` by kind of message: state, event, requests.
 * `onConnection` hears "live" and "lost"; the browser tries again by itself.
 */
export function listen(listeners, onConnection) {
  const source = new EventSource("/api/events/stream");
  source.onopen = () => onConnection("live");
  source.onerror = () => onConnection("lost");
  for (const [kind, listener] of Object.entries(listeners)) {
    source.addEventListener(kind, ({ data }) => listener(JSON.parse(data)));
  }
  addEventListener("pagehide", () => source.close());
}
