import type { StackSettings } from "../graph/project";

/** A stack's settings with this machine's origins among the web apps': one in development works against the twin. */
export function withLocalOrigins(settings: StackSettings): StackSettings {
  const key = `${settings.project}:appOrigins`;
  const origins = [settings.config[key], "http://localhost:*", "http://127.0.0.1:*"].filter(Boolean).join(",");
  return { ...settings, config: { ...settings.config, [key]: origins } };
}
