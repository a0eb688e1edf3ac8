import {
  html,
  letterPage,
  pageVoice,
  postForm,
  safeUrl,
  withLanguage,
  type FormTarget,
  type PageContext,
} from "../../pages/index.ts";
import { inBothForms, type Informal, type Voice, type Words } from "../../platform/index.ts";

const de = {
  title: "Ihre Einstellungen",
  heading: "Angebote an Sie persönlich",
  lead: "Diese E‑Mail hat Ihr Berater oder Ihre Filiale für Sie ausgewählt. Sie gehört zu keinem Newsletter.",
  analysis: "Auswertung Ihrer Nutzung",
  on: "Sie haben erlaubt, dass wir auswerten, ob Sie diese E‑Mails öffnen und was Sie anklicken.",
  off: "Wir werten nicht aus, was Sie mit diesen E‑Mails tun.",
  switchOff: "Auswertung ausschalten",
  switchedOff:
    "Die Auswertung ist aus. Was aufgezeichnet war, wird innerhalb einer Minute gelöscht.",
  mails: "Diese E‑Mails",
  mailsText: "Sie möchten keine Angebote dieser Art mehr? Ein Klick genügt.",
  mailsEnded: "Sie sind abgemeldet. Es kommen keine Angebote dieser Art mehr.",
  leave: "Abmelden …",
  object: "Keine Werbung mehr",
  objectText: "Sie widersprechen jeder Werbung von uns, an Sie und an diese Adresse.",
  objectButton: "Keine Werbung mehr erhalten",
  data: "Name und Adresse ändern Sie am besten dort, wo Sie Kunde sind: Diese Angaben kommen von dort.",
} as const;

const du: Informal<typeof de> = {
  title: "Deine Einstellungen",
  heading: "Angebote an dich persönlich",
  lead: "Diese E‑Mail hat dein Berater oder deine Filiale für dich ausgewählt. Die E‑Mail gehört zu keinem Newsletter.",
  analysis: "Auswertung deiner Nutzung",
  on: "Du hast erlaubt, dass wir auswerten, ob du diese E‑Mails öffnest und was du anklickst.",
  off: "Wir werten nicht aus, was du mit diesen E‑Mails tust.",
  mailsText: "Du möchtest keine Angebote dieser Art mehr? Ein Klick genügt.",
  mailsEnded: "Du bist abgemeldet. Es kommen keine Angebote dieser Art mehr.",
  objectText: "Du widersprichst jeder Werbung von uns, an dich und an diese Adresse.",
  data: "Name und Adresse änderst du am besten dort, wo du Kunde bist: Diese Angaben kommen von dort.",
};

const en: Words<typeof de> = {
  title: "Your settings",
  heading: "Offers to you personally",
  lead: "Your adviser or branch chose this e‑mail for you. It belongs to no newsletter.",
  analysis: "Analysis of your use",
  on: "You allowed us to analyse whether you open these e‑mails and what you click.",
  off: "We do not analyse what you do with these e‑mails.",
  switchOff: "Switch the analysis off",
  switchedOff: "The analysis is off. What was recorded is deleted within a minute.",
  mails: "These e‑mails",
  mailsText: "You would like no more offers of this kind? One click is enough.",
  mailsEnded: "You are unsubscribed. No more offers of this kind will come.",
  leave: "Unsubscribe …",
  object: "No more advertising",
  objectText: "You object to all advertising from us, to you and to this address.",
  objectButton: "Receive no more advertising",
  data: "Name and address are best changed where you are a customer: that is where they come from.",
};

export const campaignTexts: Record<Voice, Words<typeof de>> = { ...inBothForms(de, du), en };

export interface CampaignPageModel {
  measured: boolean;
  /** Said after switching it off on this very page. */
  switchedOff?: boolean;
  unsubscribed: boolean;
  analysis: FormTarget;
  leaveUrl: string;
  object: FormTarget;
}

/** "Verwalten" from a campaign of the core system: what holds for the person, and how to end it (TRK-15, UNS-12). */
export function campaignPage(context: PageContext, model: CampaignPageModel): string {
  const { locale } = context;
  const words = campaignTexts[pageVoice(context)];
  const state = model.switchedOff ? words.switchedOff : model.measured ? words.on : words.off;
  const button = (label: string) => html`<button class="btn plain sm">${label}</button>`;
  return letterPage(context, {
    title: words.title,
    heading: words.heading,
    stamp: model.switchedOff ? "check" : "letter",
    ...(model.switchedOff ? { answer: true } : {}),
    lead: words.lead,
    content: html`<ul class="rows m4">
        <li class="row act">
          <div>
            <h2>${words.analysis}</h2>
            <p class="d">${state}</p>
          </div>
          ${model.measured ? postForm(locale, model.analysis, button(words.switchOff)) : ""}
        </li>
        <li class="row act">
          <div>
            <h2>${words.mails}</h2>
            <p class="d">${model.unsubscribed ? words.mailsEnded : words.mailsText}</p>
          </div>
          ${
            model.unsubscribed
              ? ""
              : html`<a class="btn plain sm" href="${safeUrl(withLanguage(model.leaveUrl, locale))}"
                  >${words.leave}</a
                >`
          }
        </li>
        <li class="row act">
          <div>
            <h2>${words.object}</h2>
            <p class="d">${words.objectText}</p>
          </div>
          ${postForm(locale, model.object, button(words.objectButton))}
        </li>
      </ul>
      <p class="small muted m3">${words.data}</p>`,
  });
}
