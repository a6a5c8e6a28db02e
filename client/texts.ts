import type { NoticeKind } from "./types";

export type NoticeTexts = Record<NoticeKind, string>;

/** `{region}` and `{jurisdiction}` are filled in. */
export const english: NoticeTexts = {
  failover: "We are running from our second site ({region}). Your data stays in {jurisdiction}.",
  returned: "Everything is back to normal.",
  moving: "Your organization's data is being moved. Some actions may have to wait a moment.",
  moved: "Your organization's data now lives in {jurisdiction}.",
  "temporary-region": "For now, your organization is served from another place, as it has agreed.",
  offline: "You are offline. We will reconnect as soon as there is a network.",
};

export const french: NoticeTexts = {
  failover:
    "Nous utilisons notre second site ({region}). Vos données ne quittent pas leur juridiction ({jurisdiction}).",
  returned: "Tout est revenu à la normale.",
  moving:
    "Les données de votre organisation sont en cours de transfert. Certaines actions peuvent attendre un instant.",
  moved: "Les données de votre organisation se trouvent maintenant dans la juridiction {jurisdiction}.",
  "temporary-region": "Votre organisation est servie temporairement depuis un autre lieu, comme elle y a consenti.",
  offline: "Vous êtes hors ligne. Nous nous reconnecterons dès qu'il y aura du réseau.",
};

/** The ready texts for a language tag (`fr-CA`): French for French, else English. */
export const noticeTexts = (locale: string): NoticeTexts => (/^fr\b/i.test(locale) ? french : english);
