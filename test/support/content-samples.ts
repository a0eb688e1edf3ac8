import type { ContentFacts, LintInput } from "../../server/content/index.ts";

/** An account's facts as the content tests use them; names and addresses are reserved examples. */
export const SAMPLE_FACTS: ContentFacts = {
  locale: "de",
  accountName: "Musterbank",
  listName: "Marktblick",
  imprintLines: [
    "Musterbank eG",
    "Musterplatz 1, 12345 Musterstadt",
    "Telefon 0123 456-0",
    "newsletter@musterbank.example",
    "Vertreten durch den Vorstand: N. N.",
    "Amtsgericht Musterstadt, GnR 1234",
  ],
  imprintUrl: "https://www.musterbank.example/impressum",
  privacyUrl: "https://www.musterbank.example/datenschutz",
  mailingDate: "2026-11-21",
  webViewUrl: "https://post.musterbank.example/w/4f2a9c",
};

/** A letter with nothing to complain about, with `body` between salutation and footer. */
export function sampleHtml(body: string): string {
  return `<!doctype html>\n<html lang="de"><head><title>Brief</title></head><body><h1>Ein Brief</h1><p>{{ contact.salutation_line }},</p>\n${body}\n{{ footer }}</body></html>`;
}

/** Lint input of a newsletter that passes, changed by `change`. */
export function sampleLintInput(change: Partial<LintInput> = {}): LintInput {
  return {
    kind: "newsletter",
    facts: SAMPLE_FACTS,
    subject: "Neues aus der Musterbank",
    preheader: "Drei Themen in wenigen Minuten",
    html: sampleHtml("<p>Guten Morgen.</p>"),
    text: "",
    textIsEdited: false,
    sender: {
      name: "Musterbank",
      address: "newsletter@musterbank.example",
      replyTo: "post@musterbank.example",
    },
    ownHosts: ["musterbank.example"],
    ...change,
  };
}
