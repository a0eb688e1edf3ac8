import assert from "node:assert/strict";
import { test } from "node:test";
import { plainTextOf } from "./plain-text.ts";

test("CNT-14: the text part is made from the HTML, readable and with the same blocks", () => {
  const text = plainTextOf(`<html><head><title>x</title><style>p{color:red}</style></head><body>
<div style="display:none">Vorschau</div>
<table><tr><td><h1>Großer Titel</h1><p>{{ contact.salutation_line }},</p>
<p>ein langer Absatz mit vielen Wörtern, der umbrochen wird, weil er über die Breite einer Zeile hinausgeht, mit <a href="https://a.example/?x=1&amp;y=2">einem Link</a>, der weitergeht.</p>
<ul><li>Eins</li><li>Zwei</li></ul>
<a href="https://b.example/">Weiterlesen</a><br><a href="{{ manage_url }}">Daten ändern</a><br><a href="mailto:a@b.example?subject=x">Schreiben Sie uns</a><br><a href="https://c.example">c.example</a></td></tr>
<tr><td>12. Januar</td><td>Vortrag</td></tr></table>
{% if contact.company %}<p>Firma</p>{% endif %}{% comment %}nie{% endcomment %}
<img src="a.png" alt="Unser Haus"><img src="b.png" alt="">
{{ footer }}</body></html>`);
  assert.equal(
    text,
    `GROSSER TITEL

{{ contact.salutation_line }},

ein langer Absatz mit vielen Wörtern, der umbrochen wird, weil er über die
Breite einer Zeile hinausgeht, mit einem Link (https://a.example/?x=1&y=2),
der weitergeht.

  - Eins
  - Zwei

Weiterlesen: https://b.example/
Daten ändern: {{ manage_url }}
Schreiben Sie uns: a@b.example
c.example
12. Januar · Vortrag

{% if contact.company %}

Firma

{% endif %} Unser Haus

{{ footer }}
`,
  );
});

test("no address is ever broken, however long", () => {
  const url = `https://a.example/${"langer-pfad/".repeat(30)}`;
  assert.ok(plainTextOf(`<p>Text <a href="${url}">Ziel</a></p>`).includes(`Ziel: ${url}\n`));
});

test("empty and broken HTML give text, not errors", () => {
  for (const html of ["", "<", "<p", "<a href=>x", "{{", "<table><tr><td>", "</p>&&&"])
    assert.equal(typeof plainTextOf(html), "string");
});
