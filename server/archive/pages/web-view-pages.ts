import {
  contactHint,
  html,
  letterPage,
  type PageContext,
  pageVoice,
  safeUrl,
  withLanguage,
} from "../../pages/index.ts";
import { archiveTexts } from "./texts.ts";

/** Before the first mail leaves, and from test mails. */
export function webViewWaitingPage(context: PageContext): string {
  const words = archiveTexts[pageVoice(context)];
  return letterPage(context, {
    title: words.waitingTitle,
    heading: words.waitingTitle,
    stamp: "clock",
    lead: words.waitingLead,
  });
}

/** After the sender switched the web view off. */
export function webViewWithdrawnPage(context: PageContext): string {
  const words = archiveTexts[pageVoice(context)];
  return letterPage(context, {
    title: words.withdrawnTitle,
    heading: words.withdrawnTitle,
    stamp: "letter",
    tone: "quiet",
    lead: words.withdrawnLead(context.theme.accountName),
  });
}

/** Where the personal links of a mail lead from its web view: to one's own mail, or to a fresh link for one's address. */
export function personalLinksPage(
  context: PageContext,
  model: { accessUrl?: string | undefined; backUrl?: string | undefined },
): string {
  const words = archiveTexts[pageVoice(context)];
  return letterPage(context, {
    title: words.personalTitle,
    heading: words.personalTitle,
    stamp: "key",
    lead: words.personalLead,
    content: html`<ol class="steps m4">
        ${words.personalSteps.map((step) => html`<li>${step}</li>`)}
      </ol>
      ${
        model.accessUrl === undefined
          ? contactHint(context)
          : html`<p class="muted m4">${words.personalAccess}</p>
              <p class="m2">
                <a class="btn" href="${safeUrl(withLanguage(model.accessUrl, context.locale))}"
                  >${words.personalButton}</a
                >
              </p>`
      }
      ${
        model.backUrl === undefined
          ? ""
          : html`<p class="small m4"><a href="${safeUrl(model.backUrl)}">${words.back}</a></p>`
      }`,
  });
}

/**
 * The line below a mail's web view. Inline styles in colours of its own: it stands in somebody else's style sheet, on a
 * background that nobody knows.
 */
export function webViewStrip(
  context: PageContext,
  model: { personalUrl: string; archive?: { url: string; listName: string } | undefined },
): string {
  const words = archiveTexts[pageVoice(context)];
  const text = "margin:0!important;font:400 14px/22px sans-serif!important;color:#1B2430!important";
  const link =
    "display:inline!important;font:inherit!important;color:#0B5A5A!important;text-decoration:underline!important";
  return html`<div
    lang="${context.locale}"
    role="note"
    style="clear:both;box-sizing:border-box;width:calc(100% - 24px);max-width:600px;margin:24px auto!important;padding:16px 20px!important;background:#F3F7F6!important;border:1px solid #C9DDDA;border-radius:10px;text-align:left"
  >
    <p style="${text}">
      ${words.strip} <a href="${safeUrl(model.personalUrl)}" style="${link}">${words.stripHelp}</a>
    </p>
    ${
      model.archive === undefined
        ? ""
        : html`<p style="${text};padding-top:8px!important">
            <a href="${safeUrl(model.archive.url)}" style="${link}"
              >${words.stripArchive(model.archive.listName)}</a
            >
          </p>`
    }
  </div>`.markup;
}
