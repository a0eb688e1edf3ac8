import type { SocialLink } from "../../../contract/blocks.ts";
import type { Locale } from "../../platform/index.ts";

/** The day of sending, written out. */
export const longDayField = "{{ mailing.date }}";

export const SOCIAL_NAMES: Readonly<Record<SocialLink["network"], string>> = {
  website: "Website",
  linkedin: "LinkedIn",
  xing: "XING",
  instagram: "Instagram",
  facebook: "Facebook",
  youtube: "YouTube",
  mastodon: "Mastodon",
  bluesky: "Bluesky",
  tiktok: "TikTok",
  x: "X",
  podcast: "Podcast",
};

/** What blocks say by themselves, and what empty ones ask for in the editor. */
export const WORDS = {
  de: {
    webView: "Im Browser ansehen",
    video: "Video ansehen",
    until: "Noch bis",
    price: "statt",
    phone: "Telefon",
    emptyText: "Text schreiben",
    emptyImage: "Bild auswählen",
    emptyButton: "Beschriftung",
    emptySocial: "Netzwerke in der Gestaltung hinterlegen oder hier eintragen",
    emptyHtml: "Eigenes HTML einfügen",
    emptyColumn: "Baustein hinzufügen",
    emptyProduct: "Produkt beschreiben",
    emptyEvent: "Termin eintragen",
    emptyAdvisor: "Ansprechpartner eintragen",
    emptyVideo: "Standbild auswählen",
    emptyCountdown: "Datum eintragen",
  },
  en: {
    webView: "View in browser",
    video: "Watch the video",
    until: "Until",
    price: "instead of",
    phone: "Phone",
    emptyText: "Write a text",
    emptyImage: "Choose an image",
    emptyButton: "Label",
    emptySocial: "Add networks to the brand kit or here",
    emptyHtml: "Paste own HTML",
    emptyColumn: "Add a block",
    emptyProduct: "Describe a product",
    emptyEvent: "Enter a date",
    emptyAdvisor: "Enter a contact person",
    emptyVideo: "Choose a still",
    emptyCountdown: "Enter a date",
  },
} as const satisfies Record<Locale, Record<string, string>>;
