import { html, safeUrl, type SafeHtml } from "./html.ts";
import { homeUrl } from "./layout.ts";
import { letterPage } from "./parts.ts";
import { pageTexts } from "./texts.ts";
import { pageVoice } from "./theme.ts";
import type { PageContext } from "./theme.ts";

/**
 * The answer to every link that does not verify: forged, cut short, of another kind, or of an account that
 * is gone. Always the same page, so that nothing can be learned from it (UNS-18). Send it with status 404.
 */
export function linkInvalidPage(context: PageContext): string {
  const words = pageTexts[pageVoice(context)];
  return letterPage(context, {
    title: words.invalidTitle,
    heading: words.invalidTitle,
    stamp: "question",
    tone: "quiet",
    lead: words.invalidLead,
    content: html`<p class="m4">${words.invalidTry}</p>
      <ol class="steps m2">
        ${words.invalidSteps.map((step) => html`<li>${step}</li>`)}
      </ol>
      ${contactHint(context)}`,
  });
}

/** Behind the link of a mail that no person sees (TRK-13). Programs open it; whoever lands here is told what it is for. */
export function programsOnlyPage(context: PageContext): string {
  const words = pageTexts[pageVoice(context)];
  return letterPage(context, {
    title: words.programsTitle,
    heading: words.programsTitle,
    stamp: "question",
    tone: "quiet",
    lead: words.programsLead,
    content: html`<p class="m4">${words.programsWhy}</p>`,
  });
}

/** A page that does not exist (404). */
export function pageNotFound(context: PageContext): string {
  const words = pageTexts[pageVoice(context)];
  const home = context.theme.homeUrl;
  return letterPage(context, {
    title: words.notFoundTitle,
    heading: words.notFoundTitle,
    stamp: "question",
    tone: "quiet",
    lead: words.notFoundLead,
    content:
      home === undefined
        ? undefined
        : html`<p class="m4">
            <a class="btn line" href="${homeUrl(home, context.locale)}">${words.homeLink}</a>
          </p>`,
  });
}

/** Too many requests (429). Nothing was stored; `retryMinutes` is rounded up to whole minutes. */
export function rateLimitedPage(context: PageContext, model: { retryMinutes: number }): string {
  const words = pageTexts[pageVoice(context)];
  return letterPage(context, {
    title: words.busyTitle,
    heading: words.busyTitle,
    stamp: "clock",
    tone: "quiet",
    answer: true,
    lead: words.busyLead,
    content: html`<p class="m2">${words.busyWait(Math.ceil(model.retryMinutes))}</p>`,
  });
}

/** The database does not answer (503). Says honestly that nothing was saved and how to reach a person. */
export function databaseAwayPage(context: PageContext): string {
  const words = pageTexts[pageVoice(context)];
  const address = context.theme.contactEmail;
  return letterPage(context, {
    title: words.awayTitle,
    heading: words.awayTitle,
    stamp: "clock",
    tone: "quiet",
    answer: true,
    lead: words.awayLead,
    content: html`<p class="m2">${words.awayWait}</p>
      ${address === undefined ? "" : html`<p class="m2">${words.awayUrgent} ${mailLink(address)}</p>`}`,
  });
}

/** Something failed that nobody foresaw (500). `reference` is the request id, to find it in the log. */
export function failedPage(
  context: PageContext,
  model: { reference?: string | undefined },
): string {
  const words = pageTexts[pageVoice(context)];
  return letterPage(context, {
    title: words.failedTitle,
    heading: words.failedTitle,
    stamp: "question",
    tone: "quiet",
    answer: true,
    lead: words.failedLead,
    content: html`${contactHint(context)}${
      model.reference === undefined
        ? ""
        : html`<p class="small muted m3">${words.reference}: ${model.reference}</p>`
    }`,
  });
}

/** How to get the same done by writing to a person; no page with a dead end. */
export function contactHint(context: PageContext): SafeHtml {
  const words = pageTexts[pageVoice(context)];
  const address = context.theme.contactEmail;
  return address === undefined
    ? html`<p class="muted m4">${words.contactHintNoAddress}</p>`
    : html`<p class="muted m4">${words.contactHint} ${mailLink(address)}</p>`;
}

export function mailLink(address: string): SafeHtml {
  return html`<a class="mail" href="${safeUrl(`mailto:${address}`)}">${address}</a>`;
}
