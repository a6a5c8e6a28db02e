/** A page without a framework: shows the profile, saves it, and says what the user should know. */
import { createHomeClient, type HomeClientOptions } from "../index";
import { createOffline } from "../offline";
import { indexedDbStorage } from "../storage";

/** What the page needs of the DOM. */
export interface View {
  show(part: "profile" | "notice" | "status", text: string): void;
}

export function startApp(
  view: View,
  options: Pick<HomeClientOptions, "lookup" | "organization" | "getToken">,
  user: string,
) {
  const storage = indexedDbStorage();
  const home = createHomeClient({ ...options, storage });
  const offline = createOffline(home, {
    user,
    reads: [{ match: /^\/v1\/profile$/, policy: "network-first", maxAgeSeconds: 86_400 }],
    // Somebody else was faster: their version stays, and the user is notified.
    onConflict: () => {
      view.show("notice", "Your change was not saved: the profile has changed meanwhile.");
      return "drop";
    },
  });
  home.on("notice", ({ text }) => view.show("notice", text));
  home.on("status", ({ state, region }) => view.show("status", `${state} ${region ?? ""}`.trim()));

  return {
    async load(): Promise<void> {
      const response = await offline.fetch("/v1/profile");
      const { preferences } = (await response.json()) as { preferences: { theme: string } };
      view.show("profile", preferences.theme);
    },
    async save(theme: string): Promise<void> {
      const body = JSON.stringify({ preferences: { theme } });
      const headers = { "content-type": "application/json" };
      const response = await offline.fetch("/v1/profile", { method: "PUT", headers, body });
      view.show("profile", response.status === 202 ? `${theme} (will be saved)` : theme);
    },
    waiting: () => offline.queued(),
  };
}
