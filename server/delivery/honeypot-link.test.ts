import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  compileContent,
  MessageBuffer,
  startTemplateEngine,
  type TemplateEngine,
} from "../content/index.ts";
import { createLinkTokens } from "../lists/index.ts";
import { createKeys } from "../platform/index.ts";
import { createTrackingTokens, HONEYPOT_LINK, PIXEL_LINK } from "../tracking/index.ts";
import { SAMPLE_FACTS } from "../../test/support/content-samples.ts";
import { createComposer } from "./compose.ts";
import { extraHeaders } from "./mail-headers.ts";

let engine: TemplateEngine;
before(() => {
  engine = startTemplateEngine();
});
after(() => engine.close());
const keys = createKeys(Buffer.alloc(32, 5));
const tracking = createTrackingTokens({ keys: [keys.derive("tracking-token/v1")] });

/** A mail as text, with the encoding of its lines undone. */
async function mail(html: string, measure: "personal" | "anonymous"): Promise<string> {
  const compiled = compileContent(
    { subject: "Hallo", preheader: "", html, text: "{{ footer }}" },
    { ...SAMPLE_FACTS, listName: "Marktblick" },
  );
  assert.ok(compiled.ok);
  const composer = createComposer(
    {
      accountId: 7,
      mailingId: 42,
      content: compiled.content,
      level: "shared",
      from: { name: "Musterbank", address: "post@news.example" },
      replyTo: "post@news.example",
      domain: "news.example",
      listId: { id: "lst-1.news.example", name: "Marktblick" },
      headers: extraHeaders({
        kind: "newsletter",
        accountId: 7,
        mailingId: 42,
        domain: "news.example",
        complaintsAddress: null,
      }),
      dkim: [],
      pagesUrl: "https://post.example",
      trackUrl: "https://t.example",
    },
    { tracking, links: createLinkTokens(keys), engine },
  );
  const [prepared] = await composer.prepare([
    {
      deliveryId: 5,
      messageKey: "m5",
      email: "a@example.net",
      contactId: 3,
      listId: 2,
      addressHash: Buffer.alloc(32, 1),
      name: "",
      contact: {
        salutation: null,
        firstName: "",
        lastName: "",
        email: "a@example.net",
        mayBeAsked: false,
      },
      measure,
    },
  ]);
  assert.ok(prepared && !("failed" in prepared));
  const { bytes } = await prepared.compose(new MessageBuffer(), new Date("2026-11-22T07:00:00Z"));
  return Buffer.from(bytes.bytes.subarray(bytes.start, bytes.end))
    .toString("latin1")
    .replaceAll("=\r\n", "")
    .replaceAll("=3D", "=");
}
const links = (text: string) =>
  [...text.matchAll(/https:\/\/t\.example\/t\/([\w-]{43})/g)].map((match) => {
    const token = tracking.open(match[1]!);
    return { link: token?.link, kind: token?.kind };
  });
const page = (link: string) =>
  `<!doctype html><html lang="de"><body>${link}{{ footer }}</body></html>`;
const LINK = page(`<a href="https://www.musterbank.example/a">Zinsen</a>`);
const NOT_PERSONAL = page(
  `<a href="https://www.musterbank.example/a" data-klarpost-not-personal>Zinsen</a>`,
);

test("TRK-13: a mail that measures clicks per person holds the link nobody sees, without text and out of reach", async () => {
  const text = await mail(LINK, "personal");
  assert.deepEqual(links(text), [
    { link: 1, kind: "personal" },
    { link: HONEYPOT_LINK, kind: "personal" },
    { link: HONEYPOT_LINK, kind: "personal" },
    { link: PIXEL_LINK, kind: "personal" },
  ]);
  const invisible = text.match(/<a [^>]*aria-hidden="true"[^>]*><\/a>/g) ?? [];
  assert.equal(invisible.length, 2);
  for (const element of invisible) assert.match(element, /tabindex="-1".*style="display:none"/);
});

test("TRK-02 TRK-13 TRK-25: mails without a personal link hold no such link", async () => {
  assert.deepEqual(
    links(await mail(LINK, "anonymous")).filter(({ link }) => link === HONEYPOT_LINK),
    [],
  );
  assert.deepEqual(links(await mail(NOT_PERSONAL, "personal")), [
    { link: 1, kind: "shared" },
    { link: PIXEL_LINK, kind: "personal" },
  ]);
});
