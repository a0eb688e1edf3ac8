import {
  type FormTarget,
  html,
  letterPage,
  note,
  type PageContext,
  pageVoice,
  postForm,
  safeUrl,
  withLanguage,
} from "../../pages/index.ts";
import { preferenceTexts } from "./texts.ts";

export interface TrackingQuestionModel {
  /** Both answers are POSTs of the same weight; each carries its nonce. */
  agree: FormTarget;
  decline: FormTarget;
  /** The newsletter the question came with. */
  listName?: string | undefined;
  /** The whole approved wording (T-1b). */
  wording: string;
  /** The person agreed to an earlier wording that says less (CON-19). */
  renewed?: boolean | undefined;
}

/**
 * The question for the tracking permission (CON-26, T-17): who, what, what for, voluntary, without
 * disadvantage, how to withdraw; then two buttons that differ in nothing but their words (CON-25).
 */
export function trackingQuestionPage(context: PageContext, model: TrackingQuestionModel): string {
  const { locale } = context;
  const words = preferenceTexts[pageVoice(context)].question;
  const privacy = context.theme.privacyUrl;
  return letterPage(context, {
    title: words.title,
    heading: words.heading,
    stamp: "chart",
    lead: model.renewed === true ? words.renewedLead : words.lead(model.listName),
    content: html`<div class="two m4">
        <section class="box">
          <h2>${words.yesTitle}</h2>
          <p>${words.yesText}</p>
        </section>
        <section class="box">
          <h2>${words.noTitle}</h2>
          <p>${model.renewed === true ? words.renewedNo : words.noText}</p>
        </section>
      </div>
      <fieldset class="m5">
        <legend>${words.wording}</legend>
        <div class="m2">${note("info", words.withdraw, "widerruf")}</div>
        <p class="quote m3" id="wortlaut">${model.wording}</p>
        <div class="pair m4">
          ${postForm(locale, model.agree, html`<button class="btn big plain" aria-describedby="widerruf wortlaut">${words.agree}</button>`)}
          ${postForm(locale, model.decline, html`<button class="btn big plain" aria-describedby="widerruf wortlaut">${words.decline}</button>`)}
        </div>
      </fieldset>
      <p class="small muted m3">
        ${model.renewed === true ? words.renewedClose : words.close}${privacy === undefined ? "" : html` ${words.details}<a href="${safeUrl(privacy)}">${words.detailsLink}</a>.`}
      </p>`,
  });
}

/** The answer to either button. Both are friendly, neither asks again (CON-25). */
export function trackingAnsweredPage(
  context: PageContext,
  model: { answer: "granted" | "refused" | "kept"; manageUrl?: string | undefined },
): string {
  const words = preferenceTexts[pageVoice(context)].question;
  const title = words[`${model.answer}Title`];
  return letterPage(context, {
    title,
    heading: `${title}.`,
    stamp: "check",
    tone: "ok",
    answer: true,
    lead: words[`${model.answer}Lead`],
    content: html`<p class="muted m2">${words[`${model.answer}Text`]}</p>
      ${
        model.manageUrl === undefined
          ? ""
          : html`<p class="m4">
              <a class="btn line" href="${safeUrl(withLanguage(model.manageUrl, context.locale))}"
                >${words.settings}</a
              >
            </p>`
      }`,
  });
}
