/** React's own renderer without a browser, for components that render nothing: their hooks and effects run as they do there. */
import { act, createElement } from "react";

interface Root {
  render(element: unknown): void;
  unmount(): void;
}
// The project has React's types, but not those of its renderer.
const { createRoot } = require("react-dom/client") as { createRoot(container: unknown): Root };

export interface Rendered<T> {
  /** What the hook has returned, render by render. */
  seen: T[];
  last(): T;
  /** Renders again, with what `use` now reads. */
  again(): Promise<void>;
  /** Does something that changes state, and waits for what follows. */
  act(work: () => unknown): Promise<void>;
  unmount(): Promise<void>;
}

const page = globalThis as { window?: unknown; IS_REACT_ACT_ENVIRONMENT?: boolean };

export async function renderHook<T>(use: () => T): Promise<Rendered<T>> {
  const defaultView = { event: undefined, HTMLIFrameElement: class {} };
  page.window = defaultView;
  page.IS_REACT_ACT_ENVIRONMENT = true;
  const ownerDocument = { nodeType: 9, nodeName: "#document", addEventListener() {}, defaultView };
  const container = { nodeType: 1, nodeName: "DIV", tagName: "DIV", ownerDocument, addEventListener() {} };
  const seen: T[] = [];
  const Component = () => {
    seen.push(use());
    return null;
  };
  const root = createRoot(container);
  const run = (work: () => unknown) => act(async () => void (await work()));
  await run(() => root.render(createElement(Component)));
  return {
    seen,
    last: () => seen.at(-1)!,
    again: () => run(() => root.render(createElement(Component))),
    act: run,
    async unmount() {
      await run(() => root.unmount());
      delete page.window;
      delete page.IS_REACT_ACT_ENVIRONMENT;
    },
  };
}
