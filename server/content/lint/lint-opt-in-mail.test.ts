import assert from "node:assert/strict";
import { test } from "node:test";
import { lintOptInMail, type OptInMailInput } from "./lint-opt-in-mail.ts";

const LINKS = {
  confirm: "https://post.musterbank.example/b/x",
  notMe: "https://post.musterbank.example/n/x",
  privacy: "https://www.musterbank.example/datenschutz",
  imprint: "https://www.musterbank.example/impressum",
};
const IMPRINT = ["Musterbank eG", "Musterplatz 1, 12345 Musterstadt"];
const WORDING =
  "Ja, ich möchte den Newsletter „Marktblick“ mit Informationen und Angeboten zu 5 % Zinsen erhalten.";
const HTML = `<html lang="de"><body><h1>Bitte bestätigen Sie Ihre Anmeldung</h1><p>Bitte bestätigen Sie mit einem Klick.</p>
<a data-doi-confirm href="${LINKS.confirm}">Anmeldung bestätigen</a><p>${WORDING.replaceAll(" ", "&nbsp;")}</p>
<p><a href="${LINKS.notMe}">Ich habe mich nicht angemeldet</a></p><p>Musterbank eG<br>Musterplatz&nbsp;1, 12345 Musterstadt</p>
<a href="${LINKS.imprint}">Impressum</a> <a href="${LINKS.privacy}">Datenschutz</a></body></html>`;
const TEXT = `Bitte bestätigen Sie:\n${LINKS.confirm}\n\n${WORDING}\n\nNicht Sie? ${LINKS.notMe}\n\nMusterbank eG\nMusterplatz 1, 12345\nMusterstadt\n${LINKS.privacy}`;

function lint(change: Partial<OptInMailInput> = {}): string[] {
  const input: OptInMailInput = {
    subject: "Bitte bestätigen Sie Ihre Anmeldung zum Newsletter Marktblick",
    html: HTML,
    text: TEXT,
    links: LINKS,
    imprintLines: IMPRINT,
    wordings: [WORDING],
    names: ["Marktblick"],
    ...change,
  };
  return lintOptInMail(input).map(
    (finding) => `${finding.rule} ${finding.severity} ${finding.part}`,
  );
}

const before = (addition: string) => ({ html: HTML.replace("</body>", `${addition}</body>`) });

test("DOI-02: a plain opt-in mail passes, quoted consent may speak of offers", () => {
  assert.deepEqual(lint(), []);
  assert.ok(lint({ wordings: [] }).includes("DOI-02 block html"));
  assert.deepEqual(
    lint({ ...before("<p>Liste: Sonderangebote</p>"), names: ["Sonderangebote"] }),
    [],
  );
});

test("DOI-02: second targets, social links, pictures and advertising words are refused", () => {
  assert.deepEqual(lint(before(`<a href="https://www.musterbank.example/konto">Girokonto</a>`)), [
    "DOI-02 block html",
  ]);
  assert.deepEqual(lint(before(`<a href="https://www.facebook.com/musterbank">Facebook</a>`)), [
    "DOI-02 block html",
  ]);
  assert.deepEqual(lint(before(`<img src="https://www.musterbank.example/banner.png" alt="">`)), [
    "DOI-02 block html",
  ]);
  assert.deepEqual(
    lint({
      ...before(`<img src="https://www.musterbank.example/logo.png" alt="Musterbank">`),
      logoUrl: "https://www.musterbank.example/logo.png",
    }),
    [],
  );
  for (const words of [
    "10 % Rabatt",
    "Gutschein sichern",
    "Jetzt kaufen",
    "Unser Angebot",
    "nur 9,99 €",
    "Follow us",
    "special offer",
  ]) {
    assert.ok(lint(before(`<p>${words}</p>`)).includes("DOI-02 block html"), words);
  }
  assert.deepEqual(lint({ text: `${TEXT}\nhttps://www.musterbank.example/konto` }), [
    "DOI-02 block text",
  ]);
  assert.deepEqual(lint({ subject: "Anmeldung bestätigen und 5 % sparen" }), [
    "DOI-02 block subject",
  ]);
});

test("DOI-03: the complete imprint stands in both parts", () => {
  assert.deepEqual(lint({ html: HTML.replace("Musterplatz&nbsp;1", "Musterplatz") }), [
    "DOI-03 block html",
  ]);
  assert.deepEqual(lint({ text: TEXT.replace("Musterbank eG", "Musterbank") }), [
    "DOI-03 block text",
  ]);
  assert.deepEqual(lint({ imprintLines: [] }), ["DOI-03 block html", "DOI-03 block text"]);
});

test("DOI-04: the subject prompts truthfully", () => {
  assert.deepEqual(lint({ subject: "Ihre Anmeldung" }), ["DOI-04 warn subject"]);
  assert.deepEqual(lint({ subject: "AW: Anmeldung bestätigen" }), ["DOI-04 block subject"]);
  assert.deepEqual(lint({ subject: "Please confirm your subscription" }), []);
});

test("DOI-05: one button with a clear verb and a short explanation", () => {
  assert.deepEqual(lint({ html: HTML.replace("data-doi-confirm ", "") }), ["DOI-05 block html"]);
  assert.deepEqual(lint(before(`<a role="button" href="${LINKS.notMe}">Nein</a>`)), [
    "DOI-05 block html",
  ]);
  assert.deepEqual(lint(before(`<a href="${LINKS.confirm}">Anmeldung bestätigen</a>`)), [
    "DOI-05 block html",
  ]);
  assert.deepEqual(lint({ html: HTML.replace(">Anmeldung bestätigen<", ">Weiter<") }), [
    "DOI-05 block html",
  ]);
  assert.deepEqual(lint({ html: HTML.replace("mit einem Klick.", "Wort ".repeat(90)) }), [
    "DOI-05 block html",
  ]);
  assert.deepEqual(lint({ text: TEXT.replace(LINKS.confirm, "") }), ["DOI-05 block text"]);
});

test("DOI-06: nothing is measured and nothing loaded with an identifier", () => {
  const logoUrl = "https://www.musterbank.example/logo.png?u=1";
  for (const addition of [
    `<img src="${logoUrl}" alt="">`,
    `<p style="background:url(https://www.musterbank.example/x.png)">x</p>`,
    `<link rel="stylesheet" href="https://fonts.example/x.css">`,
    `<style>@import url(https://fonts.example/x.css);</style>`,
    `<script>1</script>`,
  ]) {
    assert.deepEqual(lint({ ...before(addition), logoUrl }), ["DOI-06 block html"], addition);
  }
});
