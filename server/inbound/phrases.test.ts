import assert from "node:assert/strict";
import { test } from "node:test";
import { findPhrases, isClearUnsubscribe, phrases } from "./phrases.ts";

const intents = (text: string) => findPhrases(text).map((match) => match.intent);

test("LEG-17: each phrase of the table is found, in a sentence and in capitals", () => {
  for (const { text, intent } of phrases) {
    const whole = text.startsWith("^");
    const plain = text.replace("^", "").replaceAll("…", "dies hier").replaceAll("*", "");
    const sentence = whole ? `Guten Tag\n${plain}!\nGruß` : `Guten Tag, ${plain} danke.`;
    for (const each of [sentence, sentence.toLocaleUpperCase("de").replaceAll("SS", "ss")])
      assert.ok(intents(each).length > 0, `${text}: ${each}`);
    assert.ok(["unsubscribe", "objection", "erasure"].includes(intent));
  }
});

const SAYS_SO: [string, string][] = [
  ["Bitte keine weiteren Mails", "unsubscribe"],
  ["bitte keine e-mails mehr an diese adresse", "unsubscribe"],
  ["Ich moechte Ihren Newsletter nicht mehr erhalten.", "unsubscribe"],
  ["Bitte nehmen Sie mich aus\ndem Verteiler heraus.", "unsubscribe"],
  ["Melden Sie mich bitte vom Newsletter ab", "unsubscribe"],
  ["Hiermit kündige ich den Newsletter.", "unsubscribe"],
  ["STOP", "unsubscribe"],
  ["Widerspruch gegen Werbung", "objection"],
  ["Ich widerspreche der Nutzung meiner Daten zu Werbezwecken.", "objection"],
  ["hiermit widerrufe ich meine Einwilligung", "objection"],
  ["Bitte löschen Sie alle meine Daten.", "erasure"],
  ["Loeschen Sie mich!", "erasure"],
  ["Please remove me from your list", "unsubscribe"],
  ["take me off this list, thanks", "unsubscribe"],
  ["I don’t want any more emails from you", "unsubscribe"],
  ["Unsubscribe", "unsubscribe"],
  ["I object to direct marketing.", "objection"],
  ["please delete my personal data", "erasure"],
];
const SAYS_NOTHING = [
  "Vielen Dank für den Marktblick, wie immer sehr lesenswert!",
  "Können Sie mir einen Termin am Freitag anbieten?",
  "Wir nehmen gern an der Messe teil und freuen uns.",
  "Die Zinsen sind wieder gestiegen, was raten Sie?",
  "Stopfen Sie bitte das Loch im Zaun.",
  "Thanks, this was helpful. Could you send me the slides?",
  "I will stop by your office on Monday.",
  "Bitte schicken Sie mir die Unterlagen zu.",
];

test("LEG-17: what people write in German and English is understood, and ordinary answers are left alone", () => {
  for (const [text, intent] of SAYS_SO) assert.ok(intents(text).includes(intent as never), text);
  for (const text of SAYS_NOTHING) assert.deepEqual(findPhrases(text), [], text);
});

test("LEG-17: matches name their place in the text, in order and apart", () => {
  const text = "Hallo,\nbitte keine weiteren Mails. Ich widerspreche der Werbung.";
  const found = findPhrases(text);
  assert.deepEqual(
    found.map(({ start, end }) => text.slice(start, end)),
    ["keine weiteren Mails", "widerspreche"],
  );
});

test("LEG-17: only a fresh subject that says one thing, without a doubt below, acts by itself", () => {
  for (const subject of [
    "Abmelden",
    "ABMELDEN!",
    "unsubscribe",
    "Bitte abmelden.",
    "Newsletter abmelden",
  ])
    assert.equal(isClearUnsubscribe(subject, "Danke."), true, subject);
  for (const subject of [
    "AW: Abmelden",
    "Re: unsubscribe",
    "Abmeldung von der Konferenz",
    "Stop",
    "",
  ])
    assert.equal(isClearUnsubscribe(subject, ""), false, subject);
  assert.equal(isClearUnsubscribe("Abmelden", "Wie kann ich das rückgängig machen?"), false);
  assert.equal(isClearUnsubscribe("Abmelden", "Ich will mich nicht abmelden"), false);
});

test("LEG-17: hostile text costs no time", () => {
  const began = performance.now();
  for (const text of [
    "bitte ".repeat(1300),
    "aus ".repeat(2000),
    "a".repeat(8000),
    "keine weiteren ".repeat(530),
  ])
    findPhrases(text);
  assert.ok(performance.now() - began < 2000, `${performance.now() - began} ms`);
});
