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
  /** Offered in the editor instead of the account's own; never installed by itself. */
  isVariant?: boolean;
}

const oneLine = (text: string) => normaliseWording(text.replace(/\s+/g, " "));

const profiling = {
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
};

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
    texts: profiling,
    techniques: ["open", "click"],
    uses: ["person_report", "segments", "timing"],
    channels: ["newsletter"],
  },
  {
    purpose: "profiling",
    name: "Auswertung mit Gespräch",
    texts: {
      de: profiling.de.replace(
        "zu senden. Besondere",
        "zu senden; meine Beraterin oder mein Berater darf mich darauf ansprechen. Besondere",
      ),
      en: profiling.en.replace(
        "fitting time. Special",
        "fitting time, and my adviser may speak to me about it. Special",
      ),
    },
    techniques: ["open", "click"],
    uses: ["person_report", "segments", "timing", "hand_over"],
    channels: ["newsletter"],
    isVariant: true,
  },
  {
    purpose: "profiling",
    name: "Auswertung mit persönlichen E-Mails",
    texts: {
      de: profiling.de
        .replace(
          "öffne, die ich gewählt habe,",
          "öffne, die ich gewählt habe, und ebenso persönliche E-Mails meiner Beraterin oder meines Beraters an mich,",
        )
        .replace("Themen zu einem", "Themen im Newsletter und im Gespräch zu einem"),
      en: profiling.en
        .replace(
          "the newsletters I have chosen, and",
          "the newsletters I have chosen and personal e-mails from my adviser to me, and",
        )
        .replace("fitting topics at", "fitting topics, in the newsletter and by my adviser, at"),
    },
    techniques: ["open", "click"],
    uses: ["person_report", "segments", "timing", "hand_over"],
    channels: ["newsletter", "one_to_one"],
    isVariant: true,
  },
  {
    purpose: "sales_1to1",
    name: "Persönliche Angebote per E-Mail",
    texts: {
      de: oneLine(`Ja, {{absender}} darf mich persönlich per E-Mail ansprechen, um mir Informationen und Angebote
        zu {{themen}} zu senden. Geschrieben wird mir einzeln, von meiner Ansprechperson, nicht als Rundschreiben.
        Diese Einwilligung ist freiwillig. Ich kann sie jederzeit mit Wirkung für die Zukunft widerrufen, mit einer
        Antwort auf eine solche E-Mail, unter „Verwalten“ oder formlos an {{kontakt}}. Näheres:
        {{datenschutz_link}}.`),
      en: oneLine(`Yes, {{sender}} may write to me personally by e-mail, to send me information and offers on
        {{topics}}. Such messages are written to me alone by my contact person, not as a circular. This consent is
        voluntary. I can withdraw it at any time with effect for the future, by replying to such an e-mail, under
        “Manage”, or informally at {{contact}}. Details: {{privacy_link}}.`),
    },
    techniques: [],
    uses: [],
    channels: ["one_to_one"],
  },
  {
    purpose: "crm_campaign_email",
    name: "Kampagnen an Kundinnen und Kunden",
    texts: {
      de: oneLine(`Ja, {{absender}} darf mir als Kundin oder Kunde Informationen und Angebote zu {{themen}} per E-Mail
        senden, an die Adresse, die ich für meine Kundenverbindung angegeben habe. Diese Einwilligung ist freiwillig
        und für keinen Vertrag nötig. Ich kann sie jederzeit mit Wirkung für die Zukunft widerrufen, mit dem
        Abmeldelink in jeder dieser E-Mails oder formlos an {{kontakt}}. Näheres: {{datenschutz_link}}.`),
      en: oneLine(`Yes, {{sender}} may send me, as a customer, information and offers on {{topics}} by e-mail, to the
        address I gave for my customer relationship. This consent is voluntary and no contract depends on it. I can
        withdraw it at any time with effect for the future, by the unsubscribe link in each of these e-mails or
        informally at {{contact}}. Details: {{privacy_link}}.`),
    },
    techniques: [],
    uses: [],
    channels: ["campaign"],
  },
  {
    purpose: "web_tracking",
    name: "Auswertung meiner Website-Besuche",
    texts: {
      de: oneLine(`Ja, {{absender}} darf auswerten, welche Seiten der Website ich aufrufe, welche Formulare ich nutze und
        was ich herunterlade. Zweck ist, Inhalte der Website nach dem auszuwählen, was mich interessiert. Besondere
        Kategorien personenbezogener Daten (Art. 9 DSGVO) werden nicht ausgewertet. Diese Einwilligung ist
        freiwillig; die Website kann ich auch ohne sie ganz nutzen. Mit meinen E-Mails wird das nicht
        zusammengeführt, solange ich nicht auch dem zustimme. Ich kann sie jederzeit mit Wirkung für die Zukunft
        widerrufen, in den Einstellungen auf der Website oder formlos an {{kontakt}}. Näheres:
        {{datenschutz_link}}.`),
      en: oneLine(`Yes, {{sender}} may analyse which pages of the website I visit, which forms I use and what I
        download. The purpose is to choose the contents of the website by what interests me. Special categories of
        personal data (Art. 9 GDPR) are not analysed. This consent is voluntary; I can use the whole website without
        it, too. It is not joined with my e-mails as long as I have not agreed to that as well. I can withdraw it at
        any time with effect for the future, in the settings on the website or informally at {{contact}}. Details:
        {{privacy_link}}.`),
    },
    techniques: ["page_view", "form_use", "download"],
    uses: ["segments"],
    channels: [],
  },
  {
    purpose: "web_email_link",
    name: "Website und E-Mails zusammenführen",
    texts: {
      de: oneLine(`Ja, {{absender}} darf die Auswertung meiner Besuche auf der Website mit der Auswertung der E-Mails
        verbinden, die ich erhalte. Zweck ist, Themen und Angebote auf beiden Wegen aufeinander abzustimmen. Das gilt
        nur, solange ich auch beiden Auswertungen zugestimmt habe. Besondere Kategorien personenbezogener Daten
        (Art. 9 DSGVO) werden nicht ausgewertet. Diese Einwilligung ist freiwillig; Website und E-Mails bekomme ich
        auch ohne sie. Ich kann sie jederzeit mit Wirkung für die Zukunft widerrufen, unter „Verwalten“ oder
        formlos an {{kontakt}}. Näheres: {{datenschutz_link}}.`),
      en: oneLine(`Yes, {{sender}} may join the analysis of my visits to the website with the analysis of the e-mails I
        receive. The purpose is to match topics and offers in both places. This holds only as long as I have agreed
        to both analyses, too. Special categories of personal data (Art. 9 GDPR) are not analysed. This consent is
        voluntary; I get the website and the e-mails without it, too. I can withdraw it at any time with effect for
        the future, under “Manage” or informally at {{contact}}. Details: {{privacy_link}}.`),
    },
    techniques: [],
    uses: [],
    channels: [],
  },
];
