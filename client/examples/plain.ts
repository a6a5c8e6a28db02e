/** A page without a framework: shows the profile, saves it, and says what the user should know. */
import { createHomeClient, type HomeClientOptions } from "../index";
import { createOffline, type QueuedWrite } from "../offline";
import { indexedDbStorage } from "../storage";

/** What the page needs of the DOM. */
export interface View {
  show(part: "profile" | "notice" | "status", text: string): void;
}

interface Profile {
  preferences: { theme?: string };
  version: number;
}

const path = "/v1/profile";

/** The API takes a write only with what it was made of: the version that was read, or none at all. */
const condition = (version: number): Record<string, string> =>
  version > 0 ? { "if-match": `"${version}"` } : { "if-none-match": "*" };

export function startApp(
  view: View,
  options: Pick<HomeClientOptions, "lookup" | "organization" | "getToken">,
  user: string,
) {
  const home = createHomeClient({ ...options, storage: indexedDbStorage() });
  const offline = createOffline(home, {
    user,
    reads: [{ match: /^\/v1\/profile$/, policy: "network-first", maxAgeSeconds: 86_400 }],
    onConflict,
  });
  let version = 0;
  home.on("notice", ({ text }) => view.show("notice", text));
  home.on("status", ({ state, region }) => view.show("status", `${state} ${region ?? ""}`.trim()));

  /** Refused when it was sent later. A theme is the user's own: what they chose last goes on top of what is there by now. */
  async function onConflict({ headers, body }: QueuedWrite, response: Response) {
    const { "if-match": _, "if-none-match": __, ...others } = headers;
    const problem = await problemOf(response);
    if (problem.code === "version-conflict") {
      return { headers: { ...others, ...condition(problem.currentVersion ?? 0) }, body };
    }
    view.show("notice", `Your change was not saved: ${problem.title}.`);
    return "drop";
  }

  return {
    async load(): Promise<void> {
      const response = await offline.fetch(path);
      if (!response.ok && response.status !== 404) {
        return view.show("notice", `Your profile cannot be shown: ${(await problemOf(response)).title}.`);
      }
      // Who has never saved anything has no profile.
      const profile = response.ok ? ((await response.json()) as Profile) : { preferences: {}, version: 0 };
      version = profile.version;
      view.show("profile", profile.preferences.theme ?? "no theme yet");
    },
    async save(theme: string): Promise<void> {
      const headers = { "content-type": "application/json", ...condition(version) };
      const body = JSON.stringify({ preferences: { theme } });
      const response = await offline.fetch(path, { method: "PUT", headers, body });
      if (response.status === 202) {
        view.show("profile", `${theme} (will be saved)`);
      } else if (response.ok) {
        version = ((await response.json()) as Profile).version;
        view.show("profile", theme);
      } else {
        view.show("notice", `Your change was not saved: ${(await problemOf(response)).title}.`);
      }
    },
    waiting: () => offline.queued(),
  };
}

interface Problem {
  title: string;
  code?: string;
  currentVersion?: number;
}

/** What the API says of a refusal (RFC 9457). */
const problemOf = async (response: Response) =>
  (await response.json().catch(() => ({ title: `HTTP ${response.status}` }))) as Problem;
