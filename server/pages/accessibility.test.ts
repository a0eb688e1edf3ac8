import assert from "node:assert/strict";
import { test } from "node:test";
import { accessProblems } from "./accessibility.ts";

const page = (body: string, head = "<title>Newsletter</title>"): string =>
  `<!doctype html><html lang="de"><head>${head}</head><body><main><h1>Newsletter</h1>${body}</main></body></html>`;
const found = (html: string): string =>
  accessProblems(html)
    .map(({ de }) => de)
    .join(" ");

test("A11Y-01 CHK-32: the structure of a page is read for what keeps people out", () => {
  assert.equal(found(page('<label for="e">E-Mail</label><input id="e" name="email">')), "");
  assert.equal(found(page('<label>E-Mail <input name="email"></label>')), "");
  assert.match(found(page('<input name="email">')), /Feld „email“ hat keine Beschriftung/);
  assert.match(found(page('<a href="/x"><span></span></a>')), /Link hat keinen Text/);
  assert.equal(found(page('<a href="/x"><img src="/l" alt="Musterbank"></a>')), "");
  assert.match(found(page('<img src="/l">')), /keine Beschreibung/);
  assert.match(found(page("<h1>Noch eine</h1>")), /2 Hauptüberschriften/);
  assert.match(found(page('<p id="a"></p><p id="a"></p>')), /doppelt/);
  assert.match(found(page('<p aria-describedby="nichts"></p>')), /verweist auf nichts/);
  assert.match(found(page("", "")), /keinen Titel/);
  assert.match(found(page("").replace(' lang="de"', "")), /Sprache/);
  const meta =
    '<title>N</title><meta name="viewport" content="width=device-width, maximum-scale=1">';
  assert.match(found(page("", meta)), /vergrößern/);
});
