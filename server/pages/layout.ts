import { readableColours } from "../platform/index.ts";
import { attribute, html, raw, safeUrl, type SafeHtml } from "./html.ts";
import { monogram } from "./icons.ts";
import { pageStyles } from "./styles.ts";
import { pageTexts } from "./texts.ts";
import { pageVoice } from "./theme.ts";
import type { Locale, PageTheme } from "./theme.ts";

export interface PageOptions {
  theme: PageTheme;
  locale: Locale;
  /** Without the account's name; that is added. */
  title: string;
  /** Content of `<main>`. */
  body: SafeHtml;
  /** Path of a script file on our own host. Pages work without it (A11Y-03). */
  script?: string | undefined;
  /** Off on pages that answer a POST: a switch would leave the answer. */
  languageSwitch?: boolean | undefined;
  /** Parameters of the page's address that a change of language keeps. */
  query?: string | undefined;
  /** Search engines may take the page in. */
  indexed?: boolean | undefined;
  /** Path of a feed with what is new on this page. */
  feed?: { url: string; title: string } | undefined;
  /** The page reports errors; the title says so first (WCAG 2.2, G199). */
  failed?: boolean | undefined;
}

const languageNames: Record<Locale, string> = { de: "Deutsch", en: "English" };

/** The whole document of a public page, as text ready to send. */
export function renderPage(page: PageOptions): string {
  const { theme, locale } = page;
  const words = pageTexts[pageVoice(page)];
  const title = `${page.failed === true ? `${words.error}: ` : ""}${page.title} · ${theme.legalName}`;
  const document = html`<!doctype html>
    <html lang="${locale}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        ${page.indexed === true ? "" : html`<meta name="robots" content="noindex" />`}
        <meta name="referrer" content="no-referrer" />
        <title>${title}</title>
        <link rel="icon" href="${favicon(theme)}" />
        ${page.feed === undefined ? "" : html`<link rel="alternate" type="application/rss+xml" title="${page.feed.title}" href="${safeUrl(page.feed.url)}" />`}
        ${raw(`<style>${pageStyles(theme)}</style>`)}
        ${page.script === undefined ? "" : html`<script src="${safeUrl(page.script)}" defer></script>`}
      </head>
      <body>
        <a class="skip" href="#inhalt">${words.skip}</a>
        <header class="top">
          <div class="wrap">
            ${sign(theme, locale)}${page.languageSwitch === false ? "" : languageSwitch(page, page.query)}
          </div>
        </header>
        <main id="inhalt">${page.body}</main>
        ${footer(page)}
      </body>
    </html> `.markup;
  // The indentation of the templates is a third of a page; in markup it means no more than one line break.
  return `${document.trim().replace(/\s*\n\s*/g, "\n")}\n`;
}

/** A square in the account's colour, in the page itself: browsers would ask for `/favicon.ico` otherwise. */
function favicon(theme: PageTheme): string {
  const colour = encodeURIComponent(readableColours(theme.colour).light);
  return `data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'%3E%3Crect width='8' height='8' rx='2' fill='${colour}'/%3E%3C/svg%3E`;
}

/** The address with the language of the page, so that a form's answer keeps it. Fragments stay at the end. */
export function withLanguage(url: string, locale: Locale): string {
  const [, path = "", query = "", fragment = ""] = /^([^?#]*)(\?[^#]*)?(#.*)?$/.exec(url) ?? [];
  const others = query
    .slice(1)
    .split("&")
    .filter((part) => part !== "" && !part.startsWith("lang="));
  return `${path}?${[...others, `lang=${locale}`].join("&")}${fragment}`;
}

function sign(theme: PageTheme, locale: Locale): SafeHtml {
  const content =
    theme.logoUrl === undefined
      ? html`${monogram(theme.accountName)}<span>${theme.accountName}</span>`
      : html`<img src="${logoSource(theme.logoUrl)}" alt="${theme.accountName}" />`;
  return theme.homeUrl === undefined
    ? html`<span class="logo">${content}</span>`
    : html`<a class="logo" href="${homeUrl(theme.homeUrl, locale)}">${content}</a>`;
}

/** The account's start page: ours takes the language, a site elsewhere is left as it is. */
export function homeUrl(url: string, locale: Locale): string {
  return safeUrl(/^https?:/i.test(url) ? url : withLanguage(url, locale));
}

function logoSource(url: string): string {
  return /^data:image\/(png|jpeg|gif|webp|svg\+xml)[;,]/.test(url) ? url : safeUrl(url);
}

function languageSwitch(page: PageOptions, query = ""): SafeHtml {
  const { theme, locale } = page;
  if (theme.locales.length < 2) return html``;
  return html`<nav class="lang" aria-label="${pageTexts[pageVoice(page)].language}">
    ${theme.locales.map((each) =>
      each === locale
        ? html`<span aria-current="true">${languageNames[each]}</span>`
        : html`<a href="${withLanguage(`?${query}`, each)}" lang="${each}" hreflang="${each}"
            >${languageNames[each]}</a
          >`,
    )}
  </nav>`;
}

/**
 * Who is responsible stands on every page (DSR-01). Without a page of its own the whole imprint
 * folds out here, so that it is complete in either case (§ 5 DDG).
 */
function footer(page: PageOptions): SafeHtml {
  const { theme } = page;
  const words = pageTexts[pageVoice(page)];
  const lines = theme.imprintLines.filter((line) => line.trim() !== theme.legalName);
  const link = (url: string | undefined, text: string): SafeHtml | "" =>
    url === undefined || url === ""
      ? ""
      : html`<li><a href="${safeUrl(url)}" ${attribute("rel", "noreferrer")}>${text}</a></li>`;
  const links = [
    link(theme.imprintUrl, words.imprint),
    link(theme.privacyUrl, words.privacy),
    link(theme.accessibilityUrl, words.accessibility),
    link(
      theme.contactEmail === undefined ? undefined : `mailto:${theme.contactEmail}`,
      words.contact,
    ),
  ].filter((each) => each !== "");
  const folded =
    theme.imprintUrl === undefined && lines.length > 0
      ? html`<details>
          <summary>${words.imprint}</summary>
          <div>${theme.legalName}${lines.map((line) => html`<br />${line}`)}</div>
        </details>`
      : "";
  return html`<footer class="foot">
    <div class="wrap">
      <span>${[theme.legalName, lines[0]].filter(Boolean).join(" · ")}</span>
      ${
        links.length === 0
          ? ""
          : html`<ul>
              ${links}
            </ul>`
      }${folded}
    </div>
  </footer>`;
}
