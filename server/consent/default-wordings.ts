import type { Locale } from "../platform/index.ts";
import type { ConsentPurpose } from "./ledger.ts";
import { normaliseWording } from "./wording.ts";

export interface DefaultWording {
  purpose: ConsentPurpose;
  name: string;
  texts: Record<Locale, string>;
  techniques: string[];
  uses: string[];
  channels: string[];
}

const oneLine = (text: string) => normaliseWording(text.replace(/\s+/g, " "));

/** Wordings every account starts with. They say what the product does, and wait for approval (CON-09). */
export const defaultWordings: DefaultWording[] = [
  {
    purpose: "newsletter",
    name: "Newsletter",
    texts: {
      de: oneLine(`Ja, ich möchte {{listen}} von {{absender}} per E-Mail erhalten: Informationen und Angebote
        zu {{themen}}, {{frequenz}}. Diese Einwilligung kann ich jederzeit mit Wirkung für die Zukunft
        widerrufen, mit dem Abmeldelink in jeder E-Mail, unter „Verwalten“ oder formlos an {{kontakt}}.
        Zum Nachweis werden Wortlaut und Zeitpunkt dieser Erklärung, das Formular und die Bestätigungsmail
        gespeichert. Näheres: {{datenschutz_link}}.`),
      en: oneLine(`Yes, I would like to receive {{lists}} from {{sender}} by e-mail: information and offers
        on {{topics}}, {{frequency}}. I can withdraw this consent at any time with effect for the future, by
        the unsubscribe link in every e-mail, under “Manage”, or informally at {{contact}}. The wording and
        time of this declaration, the form and the confirmation mail are stored as proof. Details:
        {{privacy_link}}.`),
    },
    techniques: [],
    uses: [],
    channels: ["newsletter"],
  },
  {
    purpose: "profiling",
    name: "Auswertung meiner Nutzung",
    texts: {
      de: oneLine(`Ja, {{absender}} darf auswerten, ob und wann ich die Newsletter öffne, die ich gewählt habe,
        und welche Links ich darin anklicke. Dafür enthalten diese E-Mails eine kleine Messgrafik (Zählpixel)
        und persönliche Links. Zweck ist, mir passendere Themen zu einem passenden Zeitpunkt zu senden.
        Besondere Kategorien personenbezogener Daten (Art. 9 DSGVO) werden nicht ausgewertet. Diese
        Einwilligung ist freiwillig; die Newsletter erhalte ich auch ohne sie. Ich kann sie jederzeit mit
        Wirkung für die Zukunft widerrufen, unter „Verwalten“ oder mit dem Link „Tracking-Einstellungen“ in
        jeder dieser E-Mails. Näheres: {{datenschutz_link}}.`),
      en: oneLine(`Yes, {{sender}} may analyse whether and when I open the newsletters I have chosen, and which
        links I click in them. These e-mails then contain a small measuring image (pixel) and personal links.
        The purpose is to send me more fitting topics at a more fitting time. Special categories of personal
        data (Art. 9 GDPR) are not analysed. This consent is voluntary; I receive the newsletters without it,
        too. I can withdraw it at any time with effect for the future, under “Manage” or by the link
        “Tracking settings” in each of these e-mails. Details: {{privacy_link}}.`),
    },
    techniques: ["open", "click"],
    uses: ["person_report", "segments", "timing"],
    channels: ["newsletter"],
  },
];
