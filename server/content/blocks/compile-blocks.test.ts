import assert from "node:assert/strict";
import { test } from "node:test";
import {
  blockTypes,
  type Block,
  type BlockDocument,
  type BlockType,
} from "../../../contract/blocks.ts";
import { seededRandom } from "../../../test/support/random.ts";
import { compileContent, lintContent, plainTextOf } from "../index.ts";
import { blocksToMjml, compileBlocks } from "./compile-blocks.ts";
import { compileMjml } from "./compile-mjml.ts";
import { PLAIN_KIT } from "./look.ts";

const KIT = { ...PLAIN_KIT, accountName: "Musterbank", footer: "Seit 1898 für Sie da." };
const FACTS = {
  locale: "de",
  accountName: "Musterbank",
  listName: "Marktblick",
  imprintLines: ["Musterbank eG", "Musterplatz 1", "12345 Musterstadt"],
  privacyUrl: "https://www.musterbank.example/datenschutz",
  mailingDate: "2026-11-22",
  webViewUrl: "https://post.musterbank.example/w/1",
} as const;
const SITE = "https://www.musterbank.example";

/** One block of each type, with a word of its own in each field that is shown. */
const BLOCKS: { [T in BlockType]: Omit<Extract<Block, { type: T }>, "id" | "type"> } = {
  header: { align: "left", showDate: true, showWebView: true },
  text: {
    html: `<h1>Überschrift</h1><p>{{ contact.salutation_line }}, ein <a href="${SITE}/?a=1&amp;b=2">Zum Jahresrückblick</a></p><ul><li><p>Punkt</p></li></ul>`,
    align: "left",
    size: "normal",
  },
  image: {
    src: `${SITE}/a.png`,
    alt: "Ein „Haus“ & Hof",
    href: "",
    width: 50,
    rounded: true,
    caption: "Bildzeile",
  },
  button: {
    label: "Zum Beitrag",
    href: `${SITE}/b`,
    align: "left",
    style: "filled",
    fullWidth: false,
  },
  product: {
    src: "",
    alt: "",
    name: "Sparbuch",
    text: "Zeile 1\nZeile 2",
    price: "19 €",
    oldPrice: "24 €",
    label: "Zum Sparbuch",
    href: `${SITE}/p`,
  },
  event: {
    title: "Vortrag",
    start: "2026-12-03T19:00",
    end: "2026-12-03T21:30",
    place: "Saal",
    text: "",
    label: "",
    href: "",
  },
  social: { align: "left", links: [{ network: "linkedin", url: `${SITE}/in` }] },
  advisor: {
    photo: "",
    alt: "",
    name: "Petra Muster",
    role: "Beraterin",
    phone: "+49 30 1",
    email: "p@musterbank.example",
    text: "",
    signature: "",
    label: "",
    href: "",
  },
  imprint: {},
  legal: { question: true },
  divider: { style: "accent" },
  spacer: { height: 24 },
  video: { src: `${SITE}/v.png`, alt: "Film", href: `${SITE}/v`, label: "" },
  countdown: { title: "Frist", end: "2026-12-04T18:00", note: "" },
  html: { html: "<p>Eigenes <b>HTML &amp; mehr" },
};

function documentOf(blocks: Block[], columns = 1): BlockDocument {
  const share = Math.ceil(blocks.length / columns);
  return {
    version: 1,
    settings: {},
    sections: [
      {
        id: "s1",
        columns: Array.from({ length: columns }, (_, index) => ({
          id: `c${index}`,
          blocks: blocks.slice(index * share, (index + 1) * share),
        })),
      },
    ],
  };
}

const allBlocks = (): Block[] =>
  blockTypes.map((type, index) => ({ id: `b${index}`, type, ...BLOCKS[type] }) as Block);

test("CNT-04 CNT-06 CNT-07 CNT-11 CNT-14: a mail of all blocks passes the lint, holds what was typed and loads nothing", () => {
  const html = compileBlocks(documentOf(allBlocks()), KIT, "de");
  for (const said of [
    "Überschrift",
    "{{ contact.salutation_line }}",
    'alt="Ein „Haus“ &amp; Hof"',
    "Bildzeile",
    "Zum Beitrag",
    "Zeile 1<br />Zeile 2",
    "Donnerstag, 3. Dezember 2026, 19 bis 21.30 Uhr",
    "Noch bis Freitag, 4. Dezember 2026, 18 Uhr",
    "tel:+49301",
    "{{ footer }}",
    "{{ tracking_question }}",
    "<b>HTML &amp; mehr</b>",
    "Seit 1898 für Sie da.",
  ])
    assert.ok(html.includes(said), said);
  assert.match(html, /^<!doctype html><html lang="de"/);
  assert.match(html, /name="color-scheme" content="light dark"/);
  assert.match(html, /prefers-color-scheme:\s*dark/);
  for (const index of blockTypes.keys()) assert.match(html, new RegExp(`class="kb-b${index}[ "]`));
  const addresses = [...html.matchAll(/(?:src|href|url\()\s*=?\s*["']?(https?:[^"')]+)/g)];
  assert.ok(
    addresses.every(([, url]) => url!.startsWith(SITE)),
    "only what the author named",
  );
  assert.ok(Buffer.byteLength(html) < 102_000);
  const content = {
    subject: "Was im Dezember wichtig wird",
    preheader: "",
    html,
    text: plainTextOf(html),
  };
  assert.equal(compileContent(content, FACTS).ok, true);
  const findings = lintContent({
    ...content,
    kind: "newsletter",
    facts: FACTS,
    textIsEdited: false,
    sender: { name: "Musterbank", address: "post@musterbank.example" },
    ownHosts: ["www.musterbank.example"],
  });
  assert.deepEqual(
    findings.filter((finding) => finding.severity !== "info" && finding.rule !== "LINT-PREHEADER"),
    [],
  );
});

test("the same document gives the same HTML, in a few milliseconds", () => {
  const document = documentOf(allBlocks(), 2);
  const first = compileBlocks(document, KIT, "de");
  const times = Array.from({ length: 41 }, () => {
    const from = performance.now();
    assert.equal(compileBlocks(document, KIT, "de"), first);
    return performance.now() - from;
  }).toSorted((left, right) => left - right);
  // Half of all runs: a busy machine interrupts single ones.
  assert.ok(times[20]! < 25, `${times[20]} ms`);
});

test("conditions stand outside of tables, and what a person types stays text", () => {
  const [header, text] = allBlocks();
  const nasty = `</td></tr></table><script>alert(1)</script><mj-include path="x"/> {{ contact.first_name | default: "Sie" }} \\ \u00A0 {{`;
  const document = documentOf([
    { ...text!, condition: 'contact.custom.branch == "Nord"' },
    { id: "p1", type: "product", ...BLOCKS.product, name: nasty },
    { id: "i1", type: "image", ...BLOCKS.image, alt: nasty },
    { id: "h1", type: "html", html: nasty },
    { id: "t1", type: "text", html: nasty, align: "left", size: "normal" },
    header!,
  ]);
  document.sections.push({ ...document.sections[0]!, id: "s2", condition: "contact.company" });
  const html = compileBlocks(document, KIT, "de");
  assert.equal(html.split('{% if contact.custom.branch == "Nord" %}<tr>').length - 1, 2);
  assert.match(html, /\{% if contact\.company %\}<!--\[if mso/);
  assert.equal(html.split("{% endif %}").length - 1, 3);
  assert.ok(html.includes(`alt="&lt;/td&gt;`), "an attribute stays one");
  assert.ok(html.includes(`{{ contact.first_name | default: 'Sie' }}`), "quotes end no attribute");
  assert.ok(html.includes(`{{ contact.first_name | default: "Sie" }}`));
  // Only the block for own HTML may hold one, and the lint refuses it there.
  assert.equal(html.split("<script>").length - 1, 2);
  assert.ok(!html.includes("<mj-include"), "the compiler's own elements are left out");
  assert.ok(!html.includes("\\u{"), "nothing is printed as its code");
});

test("CNT-06: who a condition leaves out sees what was written for everybody else, in the block's place", () => {
  const [header, text] = allBlocks();
  const document = documentOf([
    header!,
    {
      ...text!,
      condition: "contact.company != blank",
      otherwise: "Für alle\n\n<Zweiter> {{ footer }}",
    },
    {
      id: "e1",
      type: "image",
      ...BLOCKS.image,
      src: "",
      condition: "contact.title",
      otherwise: "x",
    },
    { id: "e2", type: "image", ...BLOCKS.image, src: "", condition: "contact.title" },
  ]);
  document.sections.push({
    ...document.sections[0]!,
    id: "s2",
    background: "accent",
    condition: "contact.stage == 'customer'",
    otherwise: "Werden Sie Kunde",
  });
  const html = compileBlocks(document, KIT, "de");
  const tags = [...html.matchAll(/\{% (if [^%]*|else|endif) %\}/g)].map((match) =>
    match[1]!.trim(),
  );
  assert.deepEqual(tags.slice(0, 6), [
    "if contact.company != blank",
    "else",
    "endif",
    "if contact.title",
    "else",
    "endif",
  ]);
  assert.equal(tags.filter((tag) => tag === "else").length, 5);
  assert.match(html, /\{% else %\}<tr>/);
  assert.match(html, />Für alle<\/p><p[^>]*>&lt;Zweiter&gt; \{\{ footer \}\}<\/p>/);
  assert.match(html, /\{% else %\}<!--\[if mso[\s\S]*Werden Sie Kunde/);
});

test("whatever is typed compiles, and each token comes back as it was", () => {
  const seed = Number(process.env["SEED"] ?? Math.floor(Math.random() * 2 ** 31));
  console.log(`seed ${seed}`);
  const random = seededRandom(seed);
  const bits = [
    "<b>",
    "</td>",
    "&",
    "„ä“",
    "{{ a }}",
    "{% if b %}",
    "]]>",
    "<!--",
    "-->",
    "'",
    '"',
    "\\",
    "\n",
    "😀\uFE0F",
    "kq0x1z",
    "<mj-text>",
    "{{",
    "%}",
    "\u0000",
  ];
  for (let round = 0; round < 60; round++) {
    const typed = Array.from({ length: 12 }, () => bits[Math.floor(random() * bits.length)]!).join(
      "",
    );
    const blocks = allBlocks().map((block) => {
      const changed: Record<string, unknown> = { ...block };
      for (const [key, value] of Object.entries(block))
        if (typeof value === "string" && !/^(id|type|align|style|size|start|end)$/.test(key))
          changed[key] = typed;
      return changed as Block;
    });
    const html = compileBlocks(documentOf(blocks), KIT, "de");
    assert.ok(!/kq\d+x\d+z/.test(html.replaceAll("kq0x1z", "")), `marks are left: ${typed}`);
    assert.match(html, /<\/html>$/);
  }
});

test("MJML: what loads from outside is refused with a sentence at its place; the rest compiles", () => {
  const mjml = blocksToMjml(documentOf(allBlocks()), KIT, "de");
  const result = compileMjml(mjml, "de");
  assert.ok(result.ok);
  assert.equal(
    result.html.replaceAll(/<br ?\/>/g, "<br>"),
    compileBlocks(documentOf(allBlocks()), KIT, "de").replaceAll(/<br ?\/>/g, "<br>"),
  );
  const body = (inner: string) =>
    `<mjml>\n<mj-body><mj-section><mj-column>\n${inner}\n</mj-column></mj-section></mj-body></mjml>`;
  for (const [inner, said] of [
    [`{{ x }} ä <mj-include path="/etc/passwd" />`, /mj-include/],
    ["<mj-raw><script>1</script></mj-raw>", /Skripte/],
    [`<mj-font name="x" href="https://x.example/x.css" />`, /von außen/],
    [
      `<mj-social><mj-social-element name="facebook">x</mj-social-element></mj-social>`,
      /fremden Server/,
    ],
    ["ü {{ y }} <mj-foo />", /gibt es nicht/],
    ["<mj-text><p>offen</mj-text>", /./],
  ] as const) {
    const refused = compileMjml(body(inner), "de");
    assert.ok(!refused.ok, inner);
    assert.match(refused.problems[0]!.message.de, said);
    assert.equal(refused.problems[0]!.line, 3, `${inner}: ${JSON.stringify(refused.problems[0])}`);
    assert.notEqual(refused.problems[0]!.message.en, "");
  }
  assert.ok(!compileMjml("", "de").ok);
  assert.ok(!compileMjml("<b>".repeat(100_000), "de").ok);
  assert.ok(!compileMjml("{{".repeat(200_000), "de").ok);
});
