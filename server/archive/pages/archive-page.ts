import {
  formatWeekday,
  html,
  icon,
  type Locale,
  type PageContext,
  pageVoice,
  renderPage,
  type SafeHtml,
  safeUrl,
  withLanguage,
} from "../../pages/index.ts";
import { archiveTexts } from "./texts.ts";

/** One issue in an archive. */
export interface ArchiveIssue {
  title: string;
  excerpt: string;
  at: Date;
  url: string;
  /** Language of the issue, which need not be the page's. */
  locale: Locale;
}

export interface ArchiveModel {
  listName: string;
  description: string;
  frequency: string;
  issues: readonly ArchiveIssue[];
  /** From 1. */
  page: number;
  pages: number;
  /** The archive's own path. */
  selfUrl: string;
  feedUrl: string;
  /** Form that offers the list; without one nobody can subscribe. */
  formUrl?: string | undefined;
  indexed: boolean;
}

/** The public archive of a list: what was sent, the latest first, and where to subscribe. */
export function archivePage(context: PageContext, model: ArchiveModel): string {
  const { locale, theme } = context;
  const words = archiveTexts[pageVoice(context)];
  const { page, pages } = model;
  const title = words.archiveTitle(model.listName);
  return renderPage({
    theme,
    locale,
    title: page > 1 ? `${title} (${words.page(page, pages)})` : title,
    indexed: model.indexed,
    feed: { url: model.feedUrl, title },
    query: page > 1 ? `seite=${page}` : undefined,
    body: html`<div class="wrap cols flow">
      <div class="aside">
        <h1>${model.listName}</h1>
        <p class="lead m2">${model.description || words.archiveLead}</p>
        ${
          model.formUrl === undefined
            ? ""
            : html`<p class="go m4">
                <a class="btn" href="${safeUrl(withLanguage(model.formUrl, locale))}"
                  >${words.subscribe}</a
                >
              </p>`
        }
        <ul class="promise">
          ${model.frequency === "" ? "" : promise("letter", words.frequency(model.frequency), words.archiveLead)}
          <li>
            ${icon("feed")}
            <div>
              <strong><a href="${safeUrl(model.feedUrl)}">${words.feed}</a></strong
              ><span>${words.feedHint}</span>
            </div>
          </li>
          ${promise("shield", words.uncounted, "")}
        </ul>
      </div>
      <section class="card" aria-labelledby="ausgaben">
        <div class="sec">
          <h2 id="ausgaben">${words.issues}</h2>
          ${
            model.issues.length === 0
              ? html`<p class="lead m2">${words.none}</p>
                  <p class="muted m1">${words.noneHint}</p>`
              : html`<ol class="rows m2">
                  ${model.issues.map((issue) => issueRow(context, issue))}
                </ol>`
          }
        </div>
        ${pages > 1 ? pageLinks(context, model) : ""}
      </section>
    </div>`,
  });
}

function promise(name: "letter" | "shield", text: string, hint: string): SafeHtml {
  return html`<li>
    ${icon(name)}
    <div><strong>${text}</strong>${hint === "" ? "" : html`<span>${hint}</span>`}</div>
  </li>`;
}

function issueRow(context: PageContext, issue: ArchiveIssue): SafeHtml {
  return html`<li class="row">
    <div class="all">
      <p class="small muted">
        <time datetime="${issue.at.toISOString().slice(0, 10)}"
          >${formatWeekday(issue.at, context)}</time
        >
      </p>
      <h3 lang="${issue.locale}">
        <b><a href="${safeUrl(issue.url)}">${issue.title}</a></b>
      </h3>
      ${issue.excerpt === "" ? "" : html`<p class="d" lang="${issue.locale}">${issue.excerpt}</p>`}
    </div>
  </li>`;
}

function pageLinks(context: PageContext, { page, pages, selfUrl }: ArchiveModel): SafeHtml {
  const { locale } = context;
  const words = archiveTexts[pageVoice(context)];
  const link = (to: number, text: string): SafeHtml =>
    html`<a
      class="btn line sm"
      href="${safeUrl(withLanguage(to === 1 ? selfUrl : `${selfUrl}?seite=${to}`, locale))}"
      >${text}</a
    >`;
  return html`<nav class="sec" aria-label="${words.pages}">
    <p class="small muted">${words.page(page, pages)}</p>
    <div class="acts m2">
      ${page > 1 ? link(page - 1, words.newer) : ""}${page < pages ? link(page + 1, words.older) : ""}
    </div>
  </nav>`;
}
