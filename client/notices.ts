/** What users should know, made from what the client does. */
import { platform } from "./platform";
import { type NoticeTexts, noticeTexts } from "./texts";
import type { Home, HomeCore, NoticeKind } from "./types";

export { english, french, type NoticeTexts, noticeTexts } from "./texts";

export interface NoticeAbout {
  region?: string | null;
  detail?: string | null;
  /** ISO 8601. @default now */
  since?: string;
}

/** Tells the client's `notice` listeners. */
export function notify(home: HomeCore, kind: NoticeKind, about: NoticeAbout = {}): void {
  const { language = "en" } = platform.navigator ?? {};
  const texts: NoticeTexts = { ...noticeTexts(language), ...home.options.texts };
  const { jurisdiction, region: here } = home.status;
  const { region = here, detail = null, since = new Date().toISOString() } = about;
  const values: Record<string, string | null> = { region, jurisdiction };
  const text = texts[kind].replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  home.emit("notice", { kind, text, jurisdiction, region, since, detail });
}

/** Watches a client and tells its listeners in words. `createHomeClient` has done so. */
export function attachNotices(home: HomeCore): void {
  let { state } = home.status;
  let known: Home | undefined;
  home.on("status", (status) => {
    const before = state;
    state = status.state;
    const { since } = status;
    if (state === before) {
      return;
    }
    if (state === "failover" || state === "offline") {
      notify(home, state, { since });
    } else if (state === "home" && before !== "unknown") {
      notify(home, "returned", { since });
    }
  });
  home.on("home", (next) => {
    const before = known;
    known = next;
    const { notice, endpoints } = next;
    const about = { region: endpoints[0]!.region, ...(notice && { detail: notice.message, since: notice.since }) };
    if (before && before.jurisdiction !== next.jurisdiction) {
      notify(home, "moved", about);
    } else if (next.state === "moving" && before?.state !== "moving") {
      notify(home, "moving", about);
    }
    if (notice?.code === "temporary-region" && before?.notice?.code !== notice.code) {
      notify(home, "temporary-region", { ...about, region: null });
    }
  });
}
