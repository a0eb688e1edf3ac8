import {
  html,
  letterPage,
  pageVoice,
  safeUrl,
  withLanguage,
  type PageContext,
} from "../../pages/index.ts";
import { inBothForms, type Informal, type Voice, type Words } from "../../platform/index.ts";
import { unsubscribeScriptPath } from "./unsubscribe-pages.ts";

const de = {
  title: "Werbung widersprechen",
  heading: "Möchten Sie keine Werbung mehr von uns erhalten?",
  lead: "Ein Klick genügt. Ihr Widerspruch gilt sofort und für jede Werbung von uns an diese Adresse, auch für persönliche E‑Mails und Newsletter. Sie müssen nichts begründen.",
  button: "Werbung widersprechen",
  keep: "Sie möchten nichts ändern? Dann schließen Sie diese Seite einfach.",
} as const;

const du: Informal<typeof de> = {
  heading: "Möchtest du keine Werbung mehr von uns erhalten?",
  lead: "Ein Klick genügt. Dein Widerspruch gilt sofort und für jede Werbung von uns an diese Adresse, auch für persönliche E‑Mails und Newsletter. Du musst nichts begründen.",
  keep: "Du möchtest nichts ändern? Dann schließ diese Seite einfach.",
};

const en: Words<typeof de> = {
  title: "Object to advertising",
  heading: "Would you like no more advertising from us?",
  lead: "One click is enough. Your objection takes effect at once and holds for all advertising from us to this address, personal e‑mails and newsletters included. You need not give a reason.",
  button: "Object to advertising",
  keep: "Nothing to change? Then simply close this page.",
};

export const objectionTexts: Record<Voice, Words<typeof de>> = { ...inBothForms(de, du), en };

/** The page behind the objection link of a mail (Art. 21(2) GDPR). A GET of it changes nothing. */
export function objectionPage(
  context: PageContext,
  model: { action: string; autoSubmit: boolean },
): string {
  const words = objectionTexts[pageVoice(context)];
  const action = safeUrl(withLanguage(model.action, context.locale));
  return letterPage(context, {
    title: words.title,
    heading: words.heading,
    stamp: "letter",
    lead: words.lead,
    script: model.autoSubmit ? unsubscribeScriptPath : undefined,
    content: html`<form
        class="m4"
        method="post"
        action="${action}"
        ${model.autoSubmit ? html` data-auto-submit` : ""}
      >
        <button class="btn big">${words.button}</button>
      </form>
      <p class="small muted m3">${words.keep}</p>`,
  });
}
