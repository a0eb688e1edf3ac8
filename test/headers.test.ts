import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { ListArchiveView, WebViewView } from "../contract/archive.ts";
import type { MailboxList, MailboxMessage } from "../contract/sandbox.ts";
import { runningApp, type RunningApp } from "./support/app.ts";
import { askAs, signedInAs, type Ask, type Caller } from "./support/callers.ts";
import { seedNewsletter, type SeededNewsletter } from "./support/newsletter.ts";
import { eventually } from "./support/sending.ts";

const PUBLIC = "https://post.musterbank.example";
const SANDBOX = "https://fremdes.musterbank.example";
const dist = join(import.meta.dirname, "../admin/dist");
const isBuilt = existsSync(join(dist, "index.html"));

/** A header that must be so; null: must not be there. */
type Wanted = Readonly<Record<string, string | RegExp | null>>;

const NOWHERE = /^default-src 'none'; frame-ancestors 'none'; base-uri 'none'$/;
/** What every answer has, unless its row says otherwise. */
const ALL: Wanted = {
  "strict-transport-security": "max-age=31536000; includeSubDomains",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cache-control": "no-store",
  "x-frame-options": "DENY",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": /camera=\(\).*geolocation=\(\)|geolocation=\(\).*camera=\(\)/,
  "content-security-policy": NOWHERE,
  "set-cookie": null,
  "x-powered-by": null,
  server: null,
};
const PAGE: Wanted = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy":
    /^default-src 'none'; style-src 'sha256-[^']+'; font-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
};
/** Seen as a picture only, also by mail programs on the web. */
const PICTURE: Wanted = { "cross-origin-resource-policy": "cross-origin" };
/** Answers of /t come without what only documents need, as a framework would cost more than the rest of them. */
const HIT: Wanted = {
  "x-frame-options": null,
  "cross-origin-opener-policy": null,
  "cross-origin-resource-policy": null,
  "permissions-policy": null,
  "content-security-policy": null,
};

interface Row {
  what: string;
  path: string;
  status?: number;
  accept?: string;
  method?: string;
  wanted: Wanted;
}

let running: RunningApp;
let seeded: SeededNewsletter;
let caller: Caller;
let owner: Ask;
/** Where the process listens, whatever it is called outside. */
let local: string;

before(async () => {
  running = await runningApp({ env: { PUBLIC_URL: PUBLIC, SANDBOX_URL: SANDBOX } });
  const { db } = running.database;
  seeded = await seedNewsletter(db, running.app.keys, {
    people: 2,
    granted: 2,
    domain: "kopf.example",
  });
  const somebody = await signedInAs(db, seeded, ["owner"]);
  caller = {
    ...somebody,
    headers: { ...somebody.headers, cookie: `__Host-${somebody.headers["cookie"]}` },
  };
  local = `http://localhost:${running.app.config.port}`;
  owner = askAs(local, caller);
});
after(() => running.close());

const pathOf = (url: string) => new URL(url, PUBLIC).pathname + new URL(url, PUBLIC).search;

async function rowsOfMailing(): Promise<Row[]> {
  const { id } = await owner<{ id: string }>("POST", "/mailings", {
    name: "Marktblick",
    subject: "Neue Konditionen",
    preheader: "Zinsen",
    html: `<!doctype html><html lang="de"><head><meta charset="utf-8"></head><body><p><a href="{{ web_view_url }}">Im Browser ansehen</a></p><p><a href="https://www.musterbank.example/zinsen">Zinsen</a></p>{{ footer }}</body></html>`,
    listIds: [seeded.listPublicId],
  });
  await owner("POST", `/mailings/${id}/schedule`, {});
  await eventually(
    "the mailing is sent",
    async () => (await owner<{ state: string }>("GET", `/mailings/${id}`)).state === "sent",
    60_000,
  );
  const view = await owner<WebViewView>("GET", `/mailings/${id}/web-view`);
  const archive = await owner<ListArchiveView>("PATCH", `/lists/${seeded.listPublicId}/archive`, {
    open: true,
  });
  const { items } = await owner<MailboxList>("GET", "/mailbox?limit=1");
  const mail = await owner<MailboxMessage>("GET", `/mailbox/${items[0]!.id}`);
  const link = (way: string): string =>
    pathOf(
      new RegExp(`https://[^"\\s]+/${way}/[\\w-]+`).exec(mail.html!)?.[0] ??
        assert.fail(`no link to /${way}: ${mail.html}`),
    );
  return [
    {
      what: "page of a link in a mail",
      path: link("u"),
      wanted: {
        ...PAGE,
        "content-security-policy":
          /default-src 'none'.*form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
      },
    },
    {
      what: "measured link",
      path: link("t"),
      status: 302,
      wanted: { ...HIT, location: "https://www.musterbank.example/zinsen" },
    },
    {
      what: "measured link, wrong method",
      path: link("t"),
      method: "POST",
      status: 405,
      wanted: HIT,
    },
    {
      what: "pixel of nobody",
      path: "/t/x",
      accept: "image/png",
      wanted: { ...HIT, ...PICTURE, "content-type": "image/gif" },
    },
    {
      what: "measured link that is none",
      path: "/t/x",
      status: 404,
      wanted: { ...PAGE, "cross-origin-resource-policy": null },
    },
    {
      what: "web view",
      path: pathOf(view.url),
      wanted: {
        "content-security-policy":
          /^sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none';.*form-action 'none'; base-uri 'none'; frame-ancestors 'none'$/,
        // A sandbox is cut off anyway.
        "cross-origin-opener-policy": "unsafe-none",
      },
    },
    { what: "archive", path: pathOf(archive.url!), wanted: PAGE },
    {
      what: "feed of an archive",
      path: pathOf(archive.feedUrl!),
      wanted: {
        "content-type": /^application\/rss\+xml/,
        "content-security-policy": /^sandbox; default-src 'none'; frame-ancestors 'none'$/,
        "cross-origin-opener-policy": "unsafe-none",
        "cross-origin-resource-policy": "cross-origin",
      },
    },
    {
      what: "mail of the built-in mailbox, as a page for a frame",
      path: `/api/v1/mailbox/${items[0]!.id}/html`,
      wanted: {
        "content-security-policy":
          /^sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none';.*form-action 'none'; base-uri 'none'; frame-ancestors 'self'$/,
        "x-frame-options": "SAMEORIGIN",
      },
    },
    {
      what: "mail of the built-in mailbox, as a file",
      path: `/api/v1/mailbox/${items[0]!.id}/raw`,
      wanted: { "content-type": "message/rfc822", "content-disposition": /^attachment; / },
    },
  ];
}

async function rowsOfPictures(): Promise<Row[]> {
  // A real point; only what can be drawn anew is taken.
  const png = Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC",
    "base64",
  );
  const body = new FormData();
  body.append("file", new Blob([png], { type: "image/png" }), "logo.png");
  const response = await fetch(`${local}/api/v1/account/logo`, {
    method: "POST",
    headers: caller.headers,
    body,
  });
  const { logoUrl } = (await response.json()) as { logoUrl: string };
  assert.ok(logoUrl, `the logo is taken: ${response.status}`);
  return [
    {
      what: "logo",
      path: pathOf(logoUrl),
      wanted: { ...PICTURE, "content-type": "image/png", "cache-control": "public, max-age=86400" },
    },
  ];
}

function rowsOfWorkplace(): Row[] {
  const [script] = readdirSync(join(dist, "assets")).filter((name) => name.endsWith(".js"));
  return [
    {
      what: "workplace",
      path: "/mailings/neu",
      accept: "text/html",
      wanted: {
        "content-type": "text/html; charset=utf-8",
        "content-security-policy": new RegExp(
          `^default-src 'none'; script-src 'nonce-[\\w-]{24}' 'strict-dynamic'; style-src 'self' 'nonce-[\\w-]{24}'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; frame-src 'self' ${SANDBOX}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types default klarpost-inert ProseMirrorClipboard$`,
        ),
      },
    },
    {
      what: "program of the workplace",
      path: `/assets/${script}`,
      wanted: {
        "content-type": "text/javascript; charset=utf-8",
        "cache-control": "public, max-age=31536000, immutable",
      },
    },
    {
      what: "file of the workplace",
      path: "/scheme.js",
      wanted: { "content-type": "text/javascript; charset=utf-8", "cache-control": "no-cache" },
    },
    {
      what: "frame for foreign HTML",
      path: "/frame",
      wanted: {
        "content-type": "text/html; charset=utf-8",
        "cache-control": "public, max-age=300",
        "content-security-policy": new RegExp(
          `^sandbox allow-scripts; default-src 'none'; script-src 'sha256-[^']+'; style-src 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; form-action 'none'; base-uri 'none'; frame-ancestors 'self' ${PUBLIC}$`,
        ),
        "x-frame-options": null,
      },
    },
  ];
}

test("ORG-05: each class of answer has its headers, and no other", async () => {
  const rows: Row[] = [
    { what: "answer of the API", path: "/api/v1/lists", wanted: { "content-type": /json/ } },
    {
      what: "missing thing of the API",
      path: `/api/v1/lists/lst_${"0".repeat(32)}`,
      status: 404,
      wanted: { "content-type": /^application\/problem\+json/ },
    },
    { what: "no route", path: "/api/v1/nothing", status: 404, wanted: {} },
    { what: "path that cannot be read", path: "/%ff", status: 404, wanted: PAGE },
    { what: "description of the API", path: "/api/v1/openapi.json", wanted: {} },
    {
      what: "file",
      path: "/api/v1/checklist.pdf",
      wanted: { "content-type": "application/pdf", "content-disposition": /^attachment; / },
    },
    { what: "form that is not there", path: `/f/frm_${"0".repeat(32)}`, status: 404, wanted: PAGE },
    { what: "link that is none", path: "/u/x", status: 404, wanted: PAGE },
    {
      what: "request about data",
      path: `/anfrage/${seeded.accountPublicId}`,
      wanted: { ...PAGE, "content-security-policy": /default-src 'none'.*frame-ancestors 'none'$/ },
    },
    {
      what: "typeface",
      path: "/assets/fonts/klarpost-sans.woff2",
      wanted: { "content-type": "font/woff2", "cache-control": "public, max-age=604800" },
    },
    { what: "health", path: "/healthz", wanted: { "content-type": "text/plain; charset=utf-8" } },
    ...(isBuilt ? rowsOfWorkplace() : []),
    ...(await rowsOfPictures()),
    ...(await rowsOfMailing()),
  ];
  const wrong: string[] = [];
  for (const {
    what,
    path,
    status = 200,
    accept = "text/html,*/*;q=0.8",
    method = "GET",
    wanted,
  } of rows) {
    const answer = await fetch(`${local}${path}`, {
      method,
      redirect: "manual",
      headers: { ...caller.headers, accept: path.startsWith("/api/") ? "*/*" : accept },
    });
    await answer.arrayBuffer();
    if (answer.status !== status) wrong.push(`${what}: ${answer.status} instead of ${status}`);
    for (const [name, want] of Object.entries({ ...ALL, ...wanted })) {
      const found = answer.headers.get(name);
      const fits =
        want === null
          ? found === null
          : want instanceof RegExp
            ? want.test(found ?? "")
            : found === want;
      if (!fits) wrong.push(`${what}: ${name}: ${found}`);
    }
  }
  assert.deepEqual(wrong, []);
});

test(
  "ORG-05: the workplace has a new nonce with every answer, on all of its scripts and styles",
  { skip: isBuilt ? false : "the workplace is not built: npm run build" },
  async () => {
    const nonces = new Set<string>();
    for (const path of ["/", "/", "/index.html", "/lists"]) {
      const answer = await fetch(`${local}${path}`, {
        headers: { accept: "text/html", "if-none-match": "*" },
      });
      assert.equal(answer.status, 200);
      assert.equal(answer.headers.get("etag"), null, "a kept page would come with an old nonce");
      const nonce = /'nonce-([\w-]+)'/.exec(answer.headers.get("content-security-policy")!)![1]!;
      nonces.add(nonce);
      const html = await answer.text();
      const tags = html.match(/<(?:script|style)\b[^>]*>|<link\b[^>]*stylesheet[^>]*>/g) ?? [];
      assert.ok(tags.length >= 3, html);
      for (const tag of tags) assert.ok(tag.includes(`nonce="${nonce}"`), tag);
      assert.doesNotMatch(html, /CSP_NONCE|\son\w+=|<script[^>]*>[^<]/);
      assert.ok(html.includes(`content="${SANDBOX}/frame"`));
    }
    assert.equal(nonces.size, 4);
  },
);
