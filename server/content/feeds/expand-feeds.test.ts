import assert from "node:assert/strict";
import { test } from "node:test";
import { compileContent, plainTextOf, writePieces } from "../index.ts";
import { lint, of } from "../../../test/support/content-lint.ts";
import { SAMPLE_FACTS, sampleHtml } from "../../../test/support/content-samples.ts";
import { expandFeeds } from "./expand-feeds.ts";
import type { FeedInContent } from "./feed.ts";

const NEWS: FeedInContent = {
  name: "Neuigkeiten",
  whenAway: "text",
  awayText: "Neues lesen Sie <bald> auf unserer Website.",
  items: [
    {
      title: "Zinsen & mehr",
      url: "https://a.example/1?x=1&y=2",
      image: "https://a.example/1.png",
      date: "2026-11-20",
    },
    {
      title: "<script>{{ contact.email }}{% if true %}",
      url: "https://a.example/2",
      category: "Recht",
    },
    { title: "Drei", url: "https://a.example/3" },
  ],
};
const LIST = `{% for item in feeds.news.items limit: 2 %}<h2><a href="{{ item.url }}">{{ item.title | truncate: 60 }}</a></h2>{% if item.image %}<img src="{{ item.image }}" alt="">{% else %}<p>ohne Bild</p>{% endif %}{% endfor %}`;

function expand(source: string, feed: FeedInContent = NEWS, html = true) {
  return expandFeeds(source, {
    feeds: { news: feed },
    locale: "de",
    mailingDate: "2026-11-21",
    html,
  });
}

test("trust 1 trust 3: items stand in the content as escaped text; they are never markup or placeholders", () => {
  const { source, faults } = expand(LIST);
  assert.deepEqual(faults, []);
  assert.equal(
    source,
    `<h2><a href="https://a.example/1?x=1&amp;y=2">Zinsen &amp; mehr</a></h2><img src="https://a.example/1.png" alt="">` +
      `<h2><a href="https://a.example/2">&lt;script&gt;&#123;&#123; contact.email &#125;&#125;&#123;% if true %&#125;</a></h2><p>ohne Bild</p>`,
  );
  const text = expand(
    "{% for item in feeds.news.items %}{{ item.title }}\n{% endfor %}",
    NEWS,
    false,
  ).source;
  assert.equal(text, "Zinsen & mehr\n<script>{ { contact.email } } { % if true % }\nDrei\n");
  assert.equal(
    expand(
      "{{ feeds.news.first.date | date: '%d.%m.' }}: {{ feeds.news.first.title }}",
      NEWS,
      false,
    ).source,
    "20.11.: Zinsen & mehr",
  );
});

test("links of items are links like any other, in both parts, and everybody gets the same", () => {
  const html = sampleHtml(LIST);
  const compiled = compileContent(
    { subject: "{{ feeds.news.first.title }}", preheader: "", html, text: plainTextOf(html) },
    { ...SAMPLE_FACTS, feeds: { news: NEWS } },
  );
  assert.ok(compiled.ok);
  assert.equal(compiled.content.usesLogic, false);
  assert.deepEqual(
    compiled.content.links.map((link) => link.url),
    ["https://a.example/1?x=1&y=2", "https://a.example/2"],
  );
  // Both stand where the author wrote the one link.
  assert.deepEqual(
    compiled.content.links.map((link) =>
      html.slice(link.position.offset, link.position.offset + link.position.length),
    ),
    ["{{ item.url }}", "{{ item.url }}"],
  );
  const urls = { link: (no: number) => `L${no}`, pixel: () => undefined, system: () => "S" };
  const text = writePieces(compiled.content.text.pieces, {}, urls);
  assert.match(text, /Zinsen & mehr: L1\n\n/);
  assert.equal(writePieces(compiled.content.subject.pieces, {}, urls), "Zinsen & mehr");
});

test("a feed that gives nothing: its replacement, the author's own words, or the mailing waits", () => {
  const empty = { ...NEWS, items: [] };
  assert.equal(expand(LIST, empty).source, "Neues lesen Sie &lt;bald&gt; auf unserer Website.");
  assert.equal(
    expand("a{% for item in feeds.news.items %}x{% else %}<p>nichts</p>{% endfor %}b", empty)
      .source,
    "a<p>nichts</p>b",
  );
  const facts = (whenAway: "wait" | "text") => ({
    ...SAMPLE_FACTS,
    feeds: { news: { ...empty, whenAway } },
  });
  assert.deepEqual(of(lint({ html: sampleHtml(LIST), facts: facts("text") }), "LINT-FEED"), [
    "warn html",
  ]);
  assert.deepEqual(of(lint({ html: sampleHtml(LIST), facts: facts("wait") }), "LINT-FEED"), [
    "block html",
  ]);
});

test("faults are named at the author's place", () => {
  const cases: [string, string][] = [
    ["{% for item in feeds.weg.items %}x{% endfor %}", "unknown_feed"],
    ["{% for item in feeds.news.items %}{{ item.nix }}{% endfor %}", "unknown_field"],
    [
      "{% for item in feeds.news.items %}{% if item.title == contact.email %}x{% endif %}{% endfor %}",
      "condition",
    ],
    [
      "{% for item in feeds.news.items %}{% for item in feeds.news.items %}{% endfor %}{% endfor %}",
      "nested",
    ],
    ["{{ feeds.news.items }}", "unknown_field"],
  ];
  for (const [source, code] of cases) assert.equal(expand(source).faults[0]?.code, code, source);
  const html = sampleHtml(`${LIST}<p><a href="http://b.example/">Zum Beitrag B</a></p>`);
  const findings = lint({ html, facts: { ...SAMPLE_FACTS, feeds: { news: NEWS } } });
  const plain = findings.find((each) => each.rule === "CNT-15")!;
  assert.equal(
    html.slice(plain.position!.offset, plain.position!.offset + plain.position!.length),
    "http://b.example/",
  );
  assert.equal(html.slice(plain.fix!.edits[0]!.offset).slice(0, 5), "http:");
  for (const loop of [
    "{% for i in (1..9) %}{% endfor %}",
    "{% for k in contact %}{% endfor %}",
    "{% for item in feeds.news.items limit: 999 %}{% endfor %}",
  ])
    assert.deepEqual(
      of(lint({ html: sampleHtml(loop) }), "LINT-TEMPLATE").slice(0, 1),
      ["block html"],
      loop,
    );
});

test("hostile sources expand in linear time", () => {
  for (const unit of [
    "{% for item in feeds.news.items %}",
    "{% for item in feeds.news.items %}{{ item.title }}{% endfor %}",
    "{% if item.title %}",
    "{{ feeds.news.first.title }}",
  ]) {
    const start = performance.now();
    expand(unit.repeat(Math.floor(100_000 / unit.length)));
    assert.ok(performance.now() - start < 1_000, unit);
  }
});
