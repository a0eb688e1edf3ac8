import { attribute, flag, html, safeUrl, type HtmlValue, type SafeHtml } from "./html.ts";
import { icon, postmark, type Icon, type Stamp } from "./icons.ts";
import { renderPage, withLanguage } from "./layout.ts";
import { pageTexts } from "./texts.ts";
import { pageVoice } from "./theme.ts";
import type { Locale, PageContext } from "./theme.ts";

/** Where a button leads: always a POST, because a GET changes nothing (DOI-07, UNS-03). */
export interface FormTarget {
  action: string;
  /** Hidden fields: tokens, one-time nonces, ids. */
  fields?: Readonly<Record<string, string>> | undefined;
}

/** A form that keeps the page's language in its address and carries the target's hidden fields. */
export function postForm(
  locale: Locale,
  target: FormTarget,
  content: HtmlValue,
  className?: string,
): SafeHtml {
  return html`<form
    method="post"
    action="${safeUrl(withLanguage(target.action, locale))}"
    ${attribute("class", className)}
  >
    ${hiddenFields(target)}${content}
  </form>`;
}

export function hiddenFields(target: FormTarget): SafeHtml {
  return html`${Object.entries(target.fields ?? {}).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
  )}`;
}

/** A tinted remark with its drawing. `id` lets fields name it in `aria-describedby`. */
export function note(name: Icon, text: HtmlValue, id?: string): SafeHtml {
  return html`<p class="note" ${attribute("id", id)}>${icon(name)}<span>${text}</span></p>`;
}

/** What just happened, told to screen readers when the page opens. */
export function statusNote(text: HtmlValue, kind: "good" | "bad" = "good"): SafeHtml {
  const role = kind === "good" ? "status" : "alert";
  return html`<p class="note ${kind}" role="${role}">
    ${icon(kind === "good" ? "check" : "warning")}<span>${text}</span>
  </p>`;
}

/** One broken field: the id it has on the page and what to do about it. */
export interface FieldProblem {
  fieldId: string;
  message: string;
}

/** The list of what is missing, focused when the page opens, each entry leading to its field (A11Y-02). */
export function errorSummary(
  heading: string,
  problems: readonly FieldProblem[],
  after?: HtmlValue,
): SafeHtml {
  if (problems.length === 0) return html``;
  return html`<div class="summary" role="alert" tabindex="-1" ${flag("autofocus", true)}>
    <h2>${heading}</h2>
    <ul>
      ${problems.map(
        (problem) => html`<li><a href="#${problem.fieldId}">${problem.message}</a></li>`,
      )}
    </ul>
    ${after}
  </div>`;
}

/** The message under a field; its id is the field's with `-fehler`. */
export function fieldError(problems: readonly FieldProblem[], fieldId: string): SafeHtml {
  const found = problems.find((problem) => problem.fieldId === fieldId);
  return found === undefined
    ? html``
    : html`<p class="err" id="${fieldId}-fehler">${found.message}</p>`;
}

/** `aria-invalid` and `aria-describedby` of a field: its hints, and its error when it has one. */
export function described(
  problems: readonly FieldProblem[],
  fieldId: string,
  ...hintIds: readonly string[]
): SafeHtml {
  const broken = problems.some((problem) => problem.fieldId === fieldId);
  const ids = broken ? [`${fieldId}-fehler`, ...hintIds] : hintIds;
  return html`${broken ? html` aria-invalid="true"` : ""}${attribute("aria-describedby", ids.join(" "))}`;
}

/** The two doors of the newsletter: signing up and managing. Without a second address there is nothing to choose. */
export function tabs(
  context: PageContext,
  current: "signUp" | "manage",
  urls: { signUp?: string | undefined; manage?: string | undefined },
): SafeHtml {
  const words = pageTexts[pageVoice(context)];
  const tab = (name: "signUp" | "manage"): SafeHtml | "" => {
    const url = urls[name];
    return url === undefined
      ? ""
      : html`<a
          href="${safeUrl(withLanguage(url, context.locale))}"
          ${attribute("aria-current", name === current ? "page" : undefined)}
          >${words[name]}</a
        >`;
  };
  return html`<nav class="tabs" aria-label="${words.tabs}">${tab("signUp")}${tab("manage")}</nav>`;
}

export interface Letter {
  title: string;
  heading: string;
  stamp: Stamp;
  tone?: "accent" | "ok" | "quiet" | undefined;
  lead?: HtmlValue;
  content?: HtmlValue;
  /** Answers to a POST have no language switch. */
  answer?: boolean | undefined;
  script?: string | undefined;
  failed?: boolean | undefined;
}

/** A page with one thing to say: a letter card with postmark, heading and lead. */
export function letterPage(context: PageContext, letter: Letter): string {
  return renderPage({
    theme: context.theme,
    locale: context.locale,
    title: letter.title,
    languageSwitch: letter.answer !== true,
    script: letter.script,
    failed: letter.failed,
    body: html`<div class="wrap narrow">
      <article class="card letter">
        ${postmark(letter.stamp, letter.tone)}
        <h1>${letter.heading}</h1>
        ${letter.lead === undefined ? "" : html`<p class="lead m2">${letter.lead}</p>`}
        ${letter.content}
      </article>
    </div>`,
  });
}
