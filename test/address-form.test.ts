import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { archiveTexts } from "../server/archive/pages/index.ts";
import { blockTexts } from "../server/content/blocks.ts";
import { buildSystemMail, startersFor, type SystemMailContent } from "../server/content/index.ts";
import { noticeWords } from "../server/content/objection-notice.ts";
import { systemMailTexts } from "../server/content/system-mail-texts.ts";
import { personalMailTexts } from "../server/correspondence/personal-mail.ts";
import { noticeTexts } from "../server/correspondence/privacy-notice-texts.ts";
import { sourceWords } from "../server/correspondence/source-words.ts";
import { permissionLetterTexts } from "../server/mailings/permission-letter.ts";
import { peopleNoticeTexts } from "../server/oversight/people-notice-texts.ts";
import { pageTexts } from "../server/pages/texts.ts";
import type { Voice } from "../server/platform/index.ts";
import { campaignTexts } from "../server/preferences/pages/campaign-page.ts";
import { objectionTexts } from "../server/preferences/pages/objection-page.ts";
import { preferenceTexts } from "../server/preferences/pages/texts.ts";
import { storedTexts } from "../server/preferences/stored-texts.ts";
import { copyWords } from "../server/privacy/copy/copy-words.ts";
import { purchaseWords } from "../server/purchases/purchase-reason.ts";
import { answerWords, doneTexts } from "../server/requests/answer-words.ts";
import { kindWords } from "../server/requests/answer-texts.ts";
import { requestTexts } from "../server/requests/pages/request-texts.ts";
import { offlineTexts } from "../server/signup/offline-texts.ts";
import { signupTexts } from "../server/signup/pages/texts.ts";
import { readSources } from "./support/architecture/source.ts";
import { samplePages, sampleTheme } from "./support/public-page-samples.ts";

/** Sie and its forms with a capital; a third person at the beginning of a sentence is written differently. */
const FORMAL = /(?<![\p{L}])(?:Sie|Ihnen|Ihr(?:e[nmrs]?)?)(?![\p{L}])/u;
const INFORMAL = /(?<![\p{L}])(?:du|dir|dich|dein(?:e[nmrs]?)?)(?![\p{L}])/iu;
const informal = { ...sampleTheme, informal: true };

const root = join(import.meta.dirname, "..");

/** Every table of texts in voices, by the file it stands in. */
const TABLES: Record<string, Record<Voice, object>> = {
  "server/archive/pages/texts.ts": archiveTexts,
  "server/content/blocks.ts": blockTexts,
  "server/content/objection-notice.ts": noticeWords,
  "server/content/system-mail-texts.ts": systemMailTexts,
  "server/correspondence/personal-mail.ts": personalMailTexts,
  "server/correspondence/privacy-notice-texts.ts": noticeTexts,
  "server/correspondence/source-words.ts": sourceWords,
  "server/mailings/permission-letter.ts": permissionLetterTexts,
  "server/oversight/people-notice-texts.ts": peopleNoticeTexts,
  "server/pages/texts.ts": pageTexts,
  "server/preferences/pages/campaign-page.ts": campaignTexts,
  "server/preferences/pages/objection-page.ts": objectionTexts,
  "server/preferences/pages/texts.ts": preferenceTexts,
  "server/preferences/stored-texts.ts": storedTexts,
  "server/privacy/copy/copy-words.ts": copyWords,
  "server/purchases/purchase-reason.ts": purchaseWords,
  "server/requests/answer-texts.ts": kindWords,
  "server/requests/answer-words.ts": { sie: {}, du: {}, en: {} },
  "server/requests/pages/request-texts.ts": requestTexts,
  "server/signup/offline-texts.ts": offlineTexts,
  "server/signup/pages/texts.ts": signupTexts,
};

/** What somebody may be told by a table: its strings, and what its functions say to arguments of several kinds. */
function said(table: unknown, path: string): [string, string][] {
  if (typeof table === "string") return [[path, table]];
  if (typeof table === "function") return saidBy(table as (...args: unknown[]) => unknown, path);
  return Object.entries(table as object).flatMap(([key, one]) => said(one, `${path}.${key}`));
}

function saidBy(speak: (...args: unknown[]) => unknown, path: string): [string, string][] {
  const facts = { number: "7", kind: "x", received: "x", due: "x" };
  const samples: unknown[] = [1, 7, "x", true, false, undefined];
  return samples
    .flatMap((sample) => {
      // Whatever takes the facts of a case takes them first.
      try {
        return [speak(...Array.from({ length: 4 }, () => sample))];
      } catch {
        return [speak(facts, "access")];
      }
    })
    .flatMap((told) => said(told, `${path}()`));
}

const formalIn = (texts: [string, string][]) => texts.filter(([, text]) => FORMAL.test(text));
const informalIn = (texts: [string, string][]) => texts.filter(([, text]) => INFORMAL.test(text));

/** What a reader of markup sees, and titles and labels that are read to them. */
const seen = (markup: string): string =>
  markup.replace(/<(?:style|script)\b[\s\S]*?<\/(?:style|script)>| dir="ltr"/g, " ");

describe("how an account addresses people", () => {
  test("A11Y-08: with du no text says Sie, with Sie none says du", () => {
    for (const [file, texts] of Object.entries(TABLES)) {
      assert.deepEqual(formalIn(said(texts.du, file)), [], "says Sie with du");
      assert.deepEqual(informalIn(said(texts.sie, file)), [], "says du with Sie");
    }
    for (const kind of Object.keys(doneTexts.sie) as (keyof typeof doneTexts.sie)[]) {
      const facts = { number: "7", kind: "x", received: "x", due: "x" };
      for (const template of Object.keys(answerWords.sie) as (keyof typeof answerWords.sie)[]) {
        const write = (voice: Voice) =>
          said(
            (answerWords[voice][template] as (...args: unknown[]) => unknown)(facts, kind),
            kind,
          );
        assert.deepEqual(formalIn(write("du")), [], template);
        assert.deepEqual(informalIn(write("sie")), [], template);
      }
    }
  });

  test("A11Y-08: the lint reads every table of texts in voices", () => {
    const files = readSources(root, ["server"])
      .filter(({ path, text }) => !path.includes(".test.") && /\binBothForms\(/.test(text))
      .map(({ path }) => path)
      .filter((path) => path !== "server/platform/voices.ts");
    // The letter that asks for measuring is read with the other designs below.
    assert.deepEqual(
      files.toSorted(),
      [...Object.keys(TABLES), "server/content/starters/tracking-question.ts"].toSorted(),
    );
  });

  test("A11Y-08: texts for readers stand in tables of voices, nowhere else", () => {
    const folders =
      /^server\/(?:archive|correspondence|pages|preferences|purchases|requests|signup|content\/starters|privacy\/copy)\//;
    /** They speak to those who work with the product. */
    const staff = new Set([
      "server/correspondence/lint-template.ts",
      "server/preferences/live-check.ts",
      "server/requests/todos.ts",
      "server/signup/present-form.ts",
      "server/signup/form-parts.ts",
    ]);
    const found = readSources(root, ["server"])
      .filter(({ path }) => folders.test(path) && !path.includes(".test.") && !staff.has(path))
      .filter(
        ({ path, text }) =>
          !/\b(?:inBothForms|sayIn)\(/.test(text) && !path.endsWith("/texts-de.ts"),
      )
      .filter(({ text }) => FORMAL.test(text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "")));
    assert.deepEqual(
      found.map(({ path }) => path),
      [],
    );
  });

  test("A11Y-08: no public page says Sie where the account says du, and the other way round", () => {
    const formal = samplePages("de");
    for (const [name, page] of Object.entries(samplePages("de", informal))) {
      if (!name.endsWith("-neutral")) assert.doesNotMatch(seen(page), FORMAL, name);
      assert.doesNotMatch(seen(formal[name]!), INFORMAL, name);
    }
    // English is the same in both.
    assert.deepEqual(samplePages("en", informal), samplePages("en"));
  });

  test("A11Y-08 DOI-04: no mail of the product's own says Sie where the account says du", () => {
    const at = new Date("2026-11-21T13:05:00Z");
    const mails: SystemMailContent[] = [
      {
        kind: "opt_in",
        origin: { channel: "page", page: "www.musterbank.example" },
        requestedAt: at,
        lists: [{ name: "Marktblick" }],
        wordings: ["Ja, ich möchte den Newsletter erhalten.", "Ja, auch das."],
        confirmUrl: "https://mail.example/b/1",
        notMeUrl: "https://mail.example/n/1",
        validDays: 7,
        expiresAt: at,
      },
      { kind: "access", requestedAt: at, url: "https://mail.example/v/1", validMinutes: 60 },
      {
        kind: "address_change",
        oldAddress: "alt@example.org",
        newAddress: "neu@example.org",
        url: "https://mail.example/a/1",
        expiresAt: at,
      },
      { kind: "address_change_notice", newAddress: "neu@example.org", requestedAt: at },
    ];
    for (const mail of mails) {
      const write = (theme: typeof informal) =>
        buildSystemMail(theme, { locale: "de", timeZone: "Europe/Berlin" }, mail);
      const [du, sie] = [write(informal), write(sampleTheme)];
      for (const part of ["subject", "html", "text"] as const) {
        assert.doesNotMatch(seen(du[part]), FORMAL, `${mail.kind} ${part}`);
        assert.doesNotMatch(seen(sie[part]), INFORMAL, `${mail.kind} ${part}`);
      }
      assert.notEqual(du.text, sie.text);
    }
  });

  test("A11Y-08: designs come with du under the same ids", () => {
    const say = (isInformal: boolean) =>
      startersFor({ informal: isInformal }).map((one) => [
        one.id,
        `${one.subject} ${one.preheader} ${JSON.stringify(one.source)}`,
      ]) as [string, string][];
    const german = ([id]: [string, string]) => id.endsWith("-de");
    assert.deepEqual(formalIn(say(true).filter(german)), []);
    assert.deepEqual(informalIn(say(false).filter(german)), []);
    assert.deepEqual(
      say(true).map(([id]) => id),
      say(false).map(([id]) => id),
    );
  });

  test("A11Y-08: the protected texts of leaving are approved in each voice", () => {
    const checks = readFileSync(join(root, "server/preferences/checks.ts"), "utf8");
    for (const voice of ["sie", "du", "en"])
      for (const text of ["newsletter", "campaign"])
        assert.ok(checks.includes(`"${voice}.${text}": "`), `${voice}.${text}`);
  });
});
