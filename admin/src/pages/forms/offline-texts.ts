import { defineTexts } from "../../ui/index.ts";

export const texts = defineTexts("formsOffline", {
  de: {
    offline: "Offline fragen",
    letter: "Brief mit QR-Code (A4)",
    card: "Karte mit QR-Code (A6)",
    phone: "Gesprächsleitfaden",
    locale: { de: "Deutsch", en: "Englisch" },
  },
  en: {
    offline: "Ask offline",
    letter: "Letter with QR code (A4)",
    card: "Card with QR code (A6)",
    phone: "Telephone script",
    locale: { de: "German", en: "English" },
  },
});
