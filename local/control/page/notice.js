/** What went wrong, where everybody sees it. */
import { byId, h, render } from "./dom.js";

export function notify(message) {
  const box = byId("notice");
  box.hidden = message === null;
  if (message === null) {
    return render(box);
  }
  render(box, h("span", {}, message), h("button", { type: "button", onclick: () => notify(null) }, "Close"));
}

/** Runs something that talks to the twin; its refusal is shown. Resolves to undefined then. */
export async function attempt(run) {
  try {
    const result = await run();
    notify(null);
    return result;
  } catch (error) {
    notify(error.message);
    return undefined;
  }
}
