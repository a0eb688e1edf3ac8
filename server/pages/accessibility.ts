import type { Locale } from "../platform/index.ts";

/** Something that keeps a person who cannot see, or has no mouse, from using a page. */
export type AccessProblem = Record<Locale, string>;

const problem = (de: string, en: string): AccessProblem => ({ de, en });
const tagsOf = (page: string, names: string): string[] =>
  page.match(new RegExp(`<(?:${names})\\b[^>]*>`, "gi")) ?? [];
const attribute = (tag: string, name: string): string | undefined =>
  new RegExp(`\\s${name}="([^"]*)"`, "i").exec(tag)?.[1];
const words = (html: string): string =>
  html
    .replace(/<(script|style)\b[\s\S]*?<\/\1>/gi, "")
    .replace(/<[^>]*>/g, " ")
    .trim();

/**
 * Reads a finished page of ours for what WCAG 2.2 asks of its structure (A11Y-01): language, title, one main heading, names
 * of all controls, alternatives of pictures, zoom, ids. What needs eyes and colours is in the browser tests of a release;
 * here an account's own texts, logo and settings are looked at. Pure.
 */
export function accessProblems(page: string): AccessProblem[] {
  return [
    ...frameProblems(page),
    ...controlProblems(page),
    ...pictureProblems(page),
    ...idProblems(page),
  ];
}

function frameProblems(page: string): AccessProblem[] {
  const found: AccessProblem[] = [];
  if (!/<html\b[^>]*\slang="(?:de|en)"/i.test(page))
    found.push(problem("Die Sprache der Seite fehlt.", "The page names no language."));
  if (words(/<title>([^]*?)<\/title>/i.exec(page)?.[1] ?? "") === "")
    found.push(problem("Die Seite hat keinen Titel.", "The page has no title."));
  const headings = tagsOf(page, "h1").length;
  if (headings !== 1)
    found.push(
      problem(
        `Die Seite hat ${headings} Hauptüberschriften statt einer.`,
        `The page has ${headings} main headings instead of one.`,
      ),
    );
  if (tagsOf(page, "main").length !== 1)
    found.push(problem("Der Hauptteil ist nicht gekennzeichnet.", "The main part is not marked."));
  const [viewport] = tagsOf(page, "meta").filter((tag) => attribute(tag, "name") === "viewport");
  if (/user-scalable\s*=\s*no|maximum-scale\s*=\s*1/i.test(viewport ?? ""))
    found.push(problem("Die Seite lässt sich nicht vergrößern.", "The page cannot be enlarged."));
  if (/\stabindex="[1-9]/i.test(page))
    found.push(
      problem("Die Reihenfolge der Tastatur ist verstellt.", "The keyboard order is displaced."),
    );
  return found;
}

function controlProblems(page: string): AccessProblem[] {
  const found: AccessProblem[] = [];
  const labelled = new Set(tagsOf(page, "label").map((tag) => attribute(tag, "for")));
  const inLabels = (page.match(/<label\b[^>]*>[^]*?<\/label>/gi) ?? []).join("");
  for (const tag of tagsOf(page, "input|select|textarea")) {
    if (/\stype="(?:hidden|submit|button)"/i.test(tag)) continue;
    const id = attribute(tag, "id");
    const isNamed =
      attribute(tag, "aria-label") !== undefined ||
      attribute(tag, "aria-labelledby") !== undefined ||
      (id !== undefined && labelled.has(id)) ||
      inLabels.includes(tag);
    if (!isNamed)
      found.push(
        problem(
          `Das Feld „${attribute(tag, "name") ?? ""}“ hat keine Beschriftung.`,
          `The field “${attribute(tag, "name") ?? ""}” has no label.`,
        ),
      );
  }
  for (const [whole, name] of page.matchAll(/<(a|button)\b[^>]*>[^]*?<\/\1>/gi)) {
    const tag = /^<[^>]*>/.exec(whole)![0];
    const alternative = /\salt="[^"]+"/i.test(whole) || /\saria-label(?:ledby)?="[^"]+"/i.test(tag);
    if (words(whole) === "" && !alternative)
      found.push(
        name === "a"
          ? problem("Ein Link hat keinen Text.", "A link has no text.")
          : problem("Eine Schaltfläche hat keinen Text.", "A button has no text."),
      );
  }
  return found;
}

function pictureProblems(page: string): AccessProblem[] {
  return tagsOf(page, "img").some((tag) => attribute(tag, "alt") === undefined)
    ? [problem("Ein Bild hat keine Beschreibung.", "A picture has no description.")]
    : [];
}

function idProblems(page: string): AccessProblem[] {
  const ids = [...page.matchAll(/\sid="([^"]+)"/gi)].map(([, id]) => id!);
  const found: AccessProblem[] = [];
  if (new Set(ids).size !== ids.length)
    found.push(problem("Eine Kennung ist doppelt vergeben.", "An id is given twice."));
  const known = new Set(ids);
  const named = [...page.matchAll(/\saria-(?:describedby|labelledby)="([^"]+)"/gi)];
  if (named.some(([, list]) => list!.split(/\s+/).some((id) => !known.has(id))))
    found.push(
      problem(
        "Eine Beschreibung verweist auf nichts.",
        "A description refers to something that is not there.",
      ),
    );
  return found;
}
