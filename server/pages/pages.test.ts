import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { pageElements } from "../../test/support/page-elements.ts";
import { sampleContext, samplePages, sampleTheme } from "../../test/support/public-page-samples.ts";
import {
  chooseLocale,
  contrast,
  html,
  linkInvalidPage,
  neutralTheme,
  pageFonts,
  pageHeaders,
  pageNotFound,
  raw,
  readableColours,
  safeUrl,
  withLanguage,
} from "./index.ts";

// What stands beside the accent: paper and card under it as text, the writing on it as a button.
const grounds = {
  light: ["#FBFAF7", "#FFFFFF"],
  dark: ["#14181D", "#1B2128", "#0E1A1C"],
} as const;

describe("markup", () => {
  test("values are text, markup and lists stay markup, nothing becomes nothing", () => {
    const evil = `<img src=x onerror="alert('&')">`;
    assert.equal(
      html`<p title="${evil}">${evil}</p>`.markup,
      '<p title="&lt;img src=x onerror=&quot;alert(&#39;&amp;&#39;)&quot;&gt;">&lt;img src=x onerror=&quot;alert(&#39;&amp;&#39;)&quot;&gt;</p>',
    );
    assert.equal(
      html`${[1, raw("<b>"), undefined, null, false, html`<i>${"<"}</i>`]}`.markup,
      "1<b><i>&lt;</i>",
    );
  });

  test("addresses typed in by people lead to pages, mail or telephone only", () => {
    for (const bad of [
      "javascript:alert(1)",
      " JavaScript:alert(1)",
      "java\nscript:alert(1)",
      "data:text/html,x",
      "vbscript:x",
    ])
      assert.equal(safeUrl(bad), "#", bad);
    for (const good of [
      "https://example.org/a?b=c",
      "/f/frm_1",
      "mailto:a@example.org",
      "?lang=en",
      "#inhalt",
    ])
      assert.equal(safeUrl(good), good);
  });

  test("the language joins an address before its fragment and never twice", () => {
    assert.equal(withLanguage("/f/1?a=b&lang=de#x", "en"), "/f/1?a=b&lang=en#x");
    assert.equal(withLanguage("/f/1", "de"), "/f/1?lang=de");
  });
});

describe("theme", () => {
  test("A11Y-01: whatever colour an account chooses, text and buttons reach 4.5 : 1 in both modes (seed 7)", () => {
    let seed = 7;
    for (let round = 0; round < 400; round += 1) {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      const colour = `#${(seed % 0x1000000).toString(16).padStart(6, "0")}`;
      const accents = readableColours(colour);
      for (const mode of ["light", "dark"] as const) {
        for (const ground of grounds[mode])
          assert.ok(contrast(accents[mode], ground) >= 4.5, `${colour} ${mode} on ${ground}`);
      }
    }
  });

  test("a readable colour stays itself, an unreadable word falls back", () => {
    assert.equal(readableColours("#0b6e6e").light, "#0B6E6E");
    assert.equal(readableColours("red; }").light, "#0B6E6E");
  });

  test("the visitor's choice wins over the browser, the browser over the account", () => {
    assert.equal(chooseLocale(["de", "en"], "en", "de"), "en");
    assert.equal(chooseLocale(["de", "en"], undefined, "fr, en-GB;q=0.8, de;q=0.5"), "en");
    assert.equal(chooseLocale(["de", "en"], "fr", undefined), "de");
    assert.equal(chooseLocale(["de"], "en", "en"), "de");
  });
});

describe("every page", () => {
  const pages = (["de", "en"] as const).flatMap((locale) =>
    Object.entries(samplePages(locale)).map(([name, page]) => ({ locale, name, page })),
  );

  test("is under 30 kB, and with its typefaces compressed too", () => {
    const fonts = pageFonts().reduce((sum, font) => sum + font.body.length, 0);
    for (const { name, locale, page } of pages) {
      assert.ok(Buffer.byteLength(page) < 30_000, `${locale} ${name}: ${Buffer.byteLength(page)}`);
      assert.ok(gzipSync(page).length + fonts < 30_000, `${locale} ${name}, compressed with fonts`);
    }
  });

  test("its style is the one that the policy allows; there is no other style, script or foreign source", () => {
    const policy = pageHeaders(sampleTheme)["content-security-policy"] ?? "";
    assert.match(policy, /^default-src 'none'; style-src 'sha256-/);
    assert.doesNotMatch(policy, /unsafe|script-src/);
    for (const { name, page } of pages.filter(({ name: each }) => !each.includes("neutral"))) {
      const style = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1] ?? "";
      const hash = createHash("sha256").update(style).digest("base64");
      assert.ok(policy.includes(`'sha256-${hash}'`), name);
      const elements = pageElements(page);
      assert.ok(
        elements.every((each) => !("style" in each.attributes)),
        `${name}: inline style`,
      );
      assert.ok(
        elements.every((each) => !Object.keys(each.attributes).some((key) => key.startsWith("on"))),
      );
      const scripts = elements
        .filter((each) => each.tag === "script")
        .map((each) => each.attributes.src);
      assert.deepEqual(scripts, name === "unsubscribe-auto" ? ["/assets/unsubscribe.js"] : []);
      for (const { tag, attributes } of elements) {
        // The feed is offered, not loaded.
        if (attributes.rel === "alternate") continue;
        if (["img", "link", "script", "iframe"].includes(tag))
          assert.match(attributes.src ?? attributes.href ?? "", /^(\/assets\/|data:)/, name);
      }
    }
  });

  test("A11Y-01: has a language, one h1, headings without gaps, unique ids, and what is named exists", () => {
    for (const { name, locale, page } of pages) {
      const elements = pageElements(page);
      assert.equal(elements.find((each) => each.tag === "html")?.attributes.lang, locale);
      const levels = elements
        .filter((each) => /^h[1-6]$/.test(each.tag))
        .map((each) => Number(each.tag[1]));
      assert.equal(levels.filter((level) => level === 1).length, 1, name);
      const ids = elements.map((each) => each.attributes.id).filter((id) => id !== undefined);
      assert.equal(new Set(ids).size, ids.length, `${locale} ${name}: ${ids.join(" ")}`);
      for (const { attributes } of elements) {
        for (const key of ["aria-describedby", "aria-labelledby", "for"]) {
          for (const id of (attributes[key] ?? "").split(" ").filter(Boolean))
            assert.ok(ids.includes(id), `${name}: ${key} names ${id}`);
        }
        if (attributes.href?.startsWith("#"))
          assert.ok(ids.includes(attributes.href.slice(1)), `${name}: ${attributes.href}`);
      }
    }
  });

  test("DSR-01: links imprint and privacy notice and names who is responsible", () => {
    for (const { name, page } of pages.filter(({ name: each }) => !each.includes("neutral"))) {
      const foot = pageElements(page).filter((each) =>
        each.ancestors.some((parent) => parent.tag === "footer"),
      );
      const links = foot.filter((each) => each.tag === "a").map((each) => each.attributes.href);
      assert.ok(
        links.includes(sampleTheme.imprintUrl) && links.includes(sampleTheme.privacyUrl),
        name,
      );
      assert.ok(
        foot.some((each) => each.text.startsWith(sampleTheme.legalName)),
        name,
      );
    }
  });

  test("§ 5 DDG: without an imprint page the whole imprint folds out", () => {
    const { imprintUrl: _, ...without } = sampleTheme;
    const page = pageNotFound(sampleContext("de", without));
    const details = pageElements(page).find((each) => each.tag === "details");
    for (const line of sampleTheme.imprintLines) assert.ok(details?.text.includes(line), line);
  });

  test("CON-25: no countdown, no preset, no word that shames", () => {
    for (const { name, page } of pages)
      assert.doesNotMatch(
        page,
        /alle auswählen|select all|nein, ich möchte keine|schade|leider|no thanks, i|nur noch \d/i,
        name,
      );
  });

  test("A11Y-06: English pages hold no German and German ones no Du", () => {
    const german = /\b(Sie|und|nicht|Ihre|werden)\b/;
    for (const { name, locale, page } of pages) {
      const text = pageElements(page).find((each) => each.tag === "main")?.text ?? "";
      if (locale === "en") assert.doesNotMatch(text, german, name);
      else assert.doesNotMatch(text, /\b(du|dein|deine|dir|dich)\b/i, name);
    }
  });
});

test("UNS-18: the answer to a wrong link takes nothing that could differ, and names a way to write", () => {
  const page = linkInvalidPage(sampleContext("de"));
  assert.equal(linkInvalidPage.length, 1);
  assert.match(page, /mailto:newsletter@musterbank\.example/);
  assert.match(
    linkInvalidPage(sampleContext("de", neutralTheme())),
    /antworten Sie einfach auf die E/,
  );
});

test("headers: nothing is cached, framed, sniffed or told to others; a frame only where it is wanted", () => {
  const headers = pageHeaders(sampleTheme);
  assert.equal(headers["cache-control"], "no-store");
  assert.equal(headers["referrer-policy"], "no-referrer");
  assert.match(headers["content-security-policy"] ?? "", /frame-ancestors 'none'/);
  const framed = pageHeaders(sampleTheme, {
    embeddedIn: ["https://www.musterbank.example", "x; script-src *"],
  });
  assert.match(
    framed["content-security-policy"] ?? "",
    /frame-ancestors https:\/\/www\.musterbank\.example$/,
  );
  assert.equal(framed["x-frame-options"], undefined);
});
