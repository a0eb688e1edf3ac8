import assert from "node:assert/strict";
import { after, test } from "node:test";
import { XMLParser } from "fast-xml-parser";
import { freezeContent, startTemplateEngine } from "../content/index.ts";
import { SAMPLE_FACTS, sampleHtml } from "../../test/support/content-samples.ts";
import { excerptOf, newSlug } from "./archive.ts";
import { writeFeed } from "./feed.ts";
import { createSharedRenderings, renderShared } from "./render-shared.ts";
import { webViewState } from "./web-view.ts";

const engine = startTemplateEngine();
after(() => engine.close());

test("an archive's address is what people would type, and the only one", () => {
  assert.match(newSlug("Bauen & Wohnen"), /^bauen-wohnen-[0-9a-f]{8}$/);
  assert.match(newSlug("Größe: Übermaß – Café"), /^groesse-uebermass-cafe-[0-9a-f]{8}$/);
  assert.match(newSlug("新聞"), /^[0-9a-f]{8}$/);
  assert.notEqual(newSlug("A"), newSlug("A"));
  assert.ok(newSlug("x".repeat(500)).length < 60);
});

test("first lines are the preheader, else the first paragraph that says something", () => {
  assert.equal(excerptOf("  Kurz \n gesagt ", "egal"), "Kurz gesagt");
  const paragraph = "Seit Mitte November gelten für unser Tagesgeld neue Konditionen, für alle.";
  assert.equal(
    excerptOf("", `Im Browser ansehen: https://x.example/w/1\n\nGuten Tag,\n\n${paragraph}\n\n--`),
    paragraph,
  );
  assert.equal(excerptOf("", "Hallo"), "");
  const long = excerptOf("wort ".repeat(200), "");
  assert.ok(long.length < 190 && long.endsWith("wort …"), long);
});

test("a feed stays well-formed whatever a title holds", () => {
  const title = `A & B < C > "D" 'E' ]]> \u0000\u0008\uFFFE\uD800 ü 😀`;
  const xml = writeFeed({
    title,
    description: title,
    locale: "de",
    url: "https://post.example/archiv/a?lang=de&x=1",
    selfUrl: "https://post.example/archiv/a/rss",
    issues: [
      { title, excerpt: title, at: new Date("2026-11-20T08:12:00Z"), url: "/w/1", locale: "de" },
    ],
  });
  // oxlint-disable-next-line no-control-regex
  assert.doesNotMatch(xml, /[\u0000-\u0008\uFFFE]/);
  const { item } = (
    new XMLParser({ htmlEntities: true }).parse(xml) as {
      rss: { channel: { item: { title: string; pubDate: string } } };
    }
  ).rss.channel;
  assert.match(item.title, /^A & B < C > "D" 'E' \]\]> /);
  assert.equal(item.pubDate, "Fri, 20 Nov 2026 08:12:00 GMT");
});

test("a web view that was switched off stays so whatever the sending does", () => {
  const open = { withdrawnAt: null, begun: true, contentVersionId: 1 };
  assert.equal(webViewState(open), "open");
  assert.equal(webViewState({ ...open, begun: false }), "waiting");
  assert.equal(webViewState({ ...open, contentVersionId: null }), "waiting");
  assert.equal(webViewState({ ...open, withdrawnAt: new Date(0) }), "withdrawn");
});

test("TRK-02: conditions are decided for nobody in particular, in both languages", async () => {
  for (const [locale, greeting] of [
    ["de", "Guten Tag,"],
    ["en", "Hello,"],
  ] as const) {
    const frozen = freezeContent(
      {
        subject:
          "{% if contact.first_name %}Für {{ contact.first_name }}{% else %}Für alle $& da{% endif %}",
        preheader: "",
        html: sampleHtml(
          "<p>{% if contact.company %}B2B{% else %}Privat{% endif %}</p>{{ tracking_question }}",
        ).replace("<title>Brief</title>", ""),
        text: "",
      },
      { ...SAMPLE_FACTS, locale },
      true,
    );
    assert.ok(frozen.ok);
    const version = { ...frozen.version, id: 1, publicId: "cnt_1", createdAt: new Date(0) };
    const shared = await renderShared({ engine }, version, "https://post.example/w/1/persoenlich");
    const html = shared.html.join("");
    assert.equal(shared.subject, "Für alle $& da");
    assert.ok(html.includes("<title>Für alle $&amp; da</title>"));
    assert.ok(html.includes(`<p>${greeting}</p>`), html);
    assert.ok(html.includes("Privat") && !html.includes("B2B"));
    assert.ok(!html.includes("kp-ask"), "nobody is asked");
    assert.equal(shared.html[1].startsWith("</body"), true);
  }
});

test("what is kept in memory has a bound, and one reading makes one rendering", async () => {
  let made = 0;
  const frozen = freezeContent(
    { subject: "Brief", preheader: "", html: sampleHtml("<p>Text</p>"), text: "" },
    SAMPLE_FACTS,
    true,
  );
  assert.ok(frozen.ok);
  const version = { ...frozen.version, id: 1, publicId: "cnt_1", createdAt: new Date(0) };
  const size = (await renderShared({ engine }, version, "/w/1/persoenlich")).html.join("").length;
  const load = async () => {
    made++;
    return version;
  };
  const renderings = createSharedRenderings({ engine, pagesUrl: "" }, size * 2.5, load);
  const mailing = (id: number) => ({
    id,
    publicId: `mlg_${id}`,
    webViewKey: String(id),
    locale: "de" as const,
    listIds: [],
    contentVersionId: id,
    begun: true,
    startedAt: null,
    withdrawnAt: null,
    leftOut: false,
    outside: null,
    indexed: false,
  });
  const read = (id: number) => renderings.of(undefined as never, 1, mailing(id));
  await Promise.all([read(1), read(1), read(1)]);
  assert.equal(made, 1);
  await read(2);
  await read(1);
  assert.equal(made, 2, "both are held");
  await read(3);
  await read(1);
  assert.equal(made, 3, "the one used last stays");
  await read(2);
  assert.equal(made, 4, "the oldest went");
});
