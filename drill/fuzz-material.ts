import { setTimeout as sleep } from "node:timers/promises";
import { DEMO_LOGIN } from "../server/demo/demo-accounts.ts";
import { pageElements, type PageElement } from "../test/support/page-elements.ts";
import { api, visitor } from "../test/support/walk.ts";
import type { FuzzedRoute, FuzzedServer } from "./fuzz-server.ts";

/** What the running product gave away to those it belongs to: real links, real ids, real forms. */
export interface Material {
  /** Values of path parameters by what stands before them, such as "/v/". */
  tokens: Map<string, string[]>;
  all: string[];
  cookie: string;
  /** Forms as they stood on pages, by the path of the route they are sent to. */
  forms: Map<string, FoundForm[]>;
  /** What programs send that know how, by the path of the route. */
  samples: Map<string, Sample[]>;
}

/** A form of a page: where it is sent, and what a browser would send there. */
export interface FoundForm {
  action: string;
  fields: FoundField[];
}

export interface FoundField {
  name: string;
  /** What is filled in already, or what choosing it sends. */
  value: string;
  kind: "hidden" | "text" | "choice" | "one of";
}

/** A good request for an interface. */
export interface Sample {
  path: string;
  headers: Record<string, string>;
  body: Record<string, unknown>;
}

/** Pages of one route that are looked through for links and forms: hundreds of links lead to some of them. */
const MOST_PAGES = 12;
/** Of forms that are sent to one route so many are kept. */
const MOST_FORMS = 60;

/** The constant beginning of a route's path. */
export const stemOf = (path: string): string => path.split(":")[0]!;

/** Signs in, lets people sign up, ask for links and mails, and gathers every address in mails, answers and pages. */
export async function gather({ url, routes, links }: FuzzedServer): Promise<Material> {
  const signedIn = await api(url, { "x-klarpost": "1" }).call("POST", "/session", {
    body: DEMO_LOGIN,
  });
  const cookie = signedIn.headers.getSetCookie()[0]!.split(";")[0]!;
  const accounts = (signedIn.body as { accounts: { id: string }[] }).accounts.map(({ id }) => id);
  const clients = accounts.map((id) =>
    api(url, { cookie, "x-klarpost": "1", "klarpost-account": id }),
  );
  const texts: string[] = [...links, ...accounts.map((id) => `/anfrage/${id}`)];
  const samples = new Map<string, Sample[]>();
  const sample = (route: string, found: Sample) =>
    samples.set(route, [...(samples.get(route) ?? []), found]);
  for (const email of [DEMO_LOGIN.email, "niemand@musterbank.example"]) {
    const shared = { path: "", headers: {} };
    const { password } = DEMO_LOGIN;
    sample("/api/v1/session", { ...shared, path: "/api/v1/session", body: { email, password } });
    sample("/api/v1/password-links", {
      ...shared,
      path: "/api/v1/password-links",
      body: { email },
    });
  }
  const look = async (client: (typeof clients)[number], path: string) => {
    const answer = await client.call("GET", path);
    texts.push(answer.text);
    return (answer.body as { items?: Record<string, string>[] } | undefined)?.items ?? [];
  };
  for (const client of clients) {
    const forms = await look(client, "/forms");
    const lists = await look(client, "/lists");
    const contacts = await look(client, "/contacts?limit=30");
    for (const path of [
      "/images",
      "/account",
      "/wordings",
      "/archive",
      "/goals",
      "/mailings?limit=50",
    ])
      await look(client, path);
    await provoke(url, client, { forms, lists, contacts, texts, sample });
    for (const { id } of forms) {
      const shown = (await client.call("GET", `/forms/${id}/texts`)).body as
        | { version: number; lists: { id: string }[]; age: object | null }
        | undefined;
      if (shown?.lists === undefined) continue;
      sample("/api/v1/forms/:id/submissions", {
        path: `/api/v1/forms/${id}/submissions`,
        headers: {},
        body: {
          email: "",
          lists: shown.lists.map((list) => list.id),
          tracking: true,
          firstName: "Wirrwarr",
          lastName: "Test",
          version: shown.version,
          ...(shown.age ? { age: "older" } : {}),
        },
      });
    }
  }
  for (const client of clients) texts.push(...(await mails(client)));
  return { ...(await crawl(url, routes, texts)), cookie, samples };
}

type Client = ReturnType<typeof api>;
type Items = Record<string, string>[];

/** Makes the product write mails with every kind of link. What an account cannot do is left out. */
async function provoke(
  url: string,
  client: Client,
  known: {
    forms: Items;
    lists: Items;
    contacts: Items;
    texts: string[];
    sample(route: string, found: Sample): void;
  },
): Promise<void> {
  const guest = (no: number) => visitor(url, { "x-forwarded-for": `198.51.100.${no}` });
  const form = known.forms[0]?.["url"];
  if (form !== undefined) {
    const lists = known.lists.slice(0, 1).map((list) => list["id"]!);
    const waiting = Array.from({ length: 12 }, (_unused, no) =>
      guest(no).signUp(form, { email: `wirr${no}@gmx.example`, lists, tracking: no % 2 === 0 }),
    );
    const asking = known.contacts.map(async (contact, at) => {
      const person = guest(50 + at);
      const path = `${new URL(form, url).pathname}/verwalten`;
      const page = await person.get(path);
      await person.fillIn(page.text, /verwalten/, [["email", contact["email"] ?? ""]]);
    });
    await Promise.allSettled([...waiting, ...asking]);
  }
  for (const [path, body] of [
    ["/password-links", { email: DEMO_LOGIN.email }],
    ["/operators", { email: "gast@musterbank.example", roles: ["marketer"] }],
    ["/test-addresses", { email: "probe@musterbank.example" }],
  ] as const)
    known.texts.push((await client.call("POST", path, { body })).text);
  const relay = await client.call("POST", "/relays", {
    body: {
      kind: "postmark",
      name: "Wirr",
      credentials: { kind: "api", key: "", secret: "x" },
      confirmOutsideEu: true,
    },
  });
  const { id } = (relay.body ?? {}) as { id?: string };
  if (id !== undefined) {
    const hook = await client.call("POST", `/relays/${id}/hook`);
    known.texts.push(hook.text);
    const { url: address, user, password } = hook.body as Record<string, string>;
    for (const RecordType of ["Bounce", "SpamComplaint", "SubscriptionChange"])
      known.sample("/api/v1/hooks/relays/:token", {
        path: new URL(address!).pathname,
        headers: { authorization: `Basic ${btoa(`${user}:${password}`)}` },
        body: {
          RecordType,
          ID: 1,
          MessageID: "wirr",
          Type: "HardBounce",
          Email: known.contacts[0]?.["email"] ?? "wirr@gmx.example",
          Description: "550 5.1.1 User unknown",
          Details: "550 5.1.1 User unknown",
          BouncedAt: "2026-11-22T10:00:00Z",
          SuppressSending: true,
          SuppressionReason: "ManualSuppression",
          Origin: "Recipient",
          Metadata: {},
        },
      });
    await client.call("PATCH", `/relays/${id}`, { body: { enabled: false } });
  }
}

/** Every mail in the account's mailbox and in that without an account, when no more come. */
async function mails(client: Client): Promise<string[]> {
  const list = async () => {
    const found: string[] = [];
    for (const box of ["account", "unassigned"]) {
      const answer = await client.call("GET", `/mailbox?limit=200&box=${box}`);
      const { items = [] } = (answer.body ?? {}) as { items?: { id: string }[] };
      found.push(...items.map(({ id }) => `/mailbox/${id}?box=${box}`));
    }
    return found;
  };
  let found = await list();
  for (let round = 0; round < 10; round++) {
    await sleep(1500);
    const before = found.length;
    found = await list();
    if (found.length === before) break;
  }
  const texts: string[] = [];
  // One after the other: only so many messages are opened side by side.
  for (const path of found) texts.push((await client.call("GET", path)).text);
  return texts;
}

async function crawl(
  url: string,
  routes: FuzzedRoute[],
  texts: string[],
): Promise<Pick<Material, "tokens" | "all" | "forms">> {
  const tokens = new Map<string, Set<string>>();
  const forms = new Map<string, FoundForm[]>();
  const every = routes.map((spec) => ({
    spec,
    stem: stemOf(spec.path),
    pattern: new RegExp(`^${spec.path.replace(/[.*]/g, "\\$&").replace(/:\w+/g, "([^/?#]+)")}$`),
  }));
  const patterns = every.filter(({ spec }) => spec.path.includes(":"));
  const seen = new Set<string>();
  const queue: string[] = [];
  const queued = new Map<RegExp, number>();
  const keep = (stem: string, value: string) => {
    if (!tokens.has(stem)) tokens.set(stem, new Set());
    tokens.get(stem)!.add(value);
  };
  const meet = (address: string) => {
    if (!URL.canParse(address, url)) return;
    const met = new URL(address, url);
    if (met.hostname !== "localhost" || seen.has(met.pathname)) return;
    seen.add(met.pathname);
    const linkWord = /^\/(?:passwort|einladung|login)\/(.+)$/.exec(met.pathname)?.[1];
    if (linkWord !== undefined) keep("/api/v1/password-links/", linkWord);
    if (met.pathname.startsWith("/t/")) keep("/t/", met.pathname.slice(3));
    for (const { stem, pattern } of patterns) {
      const value = pattern.exec(met.pathname)?.[1];
      if (value === undefined) continue;
      keep(stem, value);
      const before = queued.get(pattern) ?? 0;
      queued.set(pattern, before + 1);
      if (before < MOST_PAGES) queue.push(met.pathname);
    }
  };
  const read = (text: string) => {
    for (const [found] of text.matchAll(/(?:https?:\/\/localhost(?::\d+)?)?\/[\w.~%/-]{3,400}/g))
      meet(found);
    for (const [id] of text.matchAll(/\b[a-z]{3}_[0-9a-f]{32}\b/g)) keep(id.slice(0, 4), id);
  };
  for (const text of texts) read(text);
  for (let at = 0; at < queue.length; at++) {
    const path = queue[at]!;
    const answer = await fetch(new URL(path, url), {
      headers: { accept: "text/html" },
      redirect: "manual",
    });
    const text = await answer.text();
    if (!/html|rss|xml/.test(answer.headers.get("content-type") ?? "")) continue;
    read(text);
    for (const form of formsOf(text, new URL(path, url))) {
      const target = new URL(form.action, url).pathname;
      meet(target);
      const route = every.find(
        ({ spec, pattern }) => spec.method === "POST" && pattern.test(target),
      );
      if (route === undefined) continue;
      const known = forms.get(route.spec.path) ?? [];
      if (known.length < MOST_FORMS) forms.set(route.spec.path, [...known, form]);
    }
  }
  const lists = new Map([...tokens].map(([stem, values]) => [stem, [...values]]));
  // The same things under the names the API has for them.
  lists.set("/api/v1/forms/", lists.get("frm_") ?? lists.get("/f/") ?? []);
  lists.set("/api/v1/invitation/", lists.get("/api/v1/password-links/") ?? []);
  return { tokens: lists, all: [...lists.values()].flat(), forms };
}

const TEXTS = new Set(["text", "email", "search", "tel", "url", "date", "number", ""]);

/** The forms of a page with everything that has a name in them. */
function formsOf(page: string, at: URL): FoundForm[] {
  const found = new Map<PageElement, FoundForm>();
  for (const element of pageElements(page)) {
    const { tag, attributes, ancestors } = element;
    if (tag === "form" && attributes["method"]?.toLowerCase() === "post") {
      const action = new URL(attributes["action"] ?? at, at);
      found.set(element, { action: action.pathname + action.search, fields: [] });
    }
    const form = ancestors.findLast((one) => one.tag === "form");
    const fields = form && found.get(form)?.fields;
    if (fields === undefined) continue;
    const select = tag === "option" ? ancestors.findLast((one) => one.tag === "select") : undefined;
    const name = (select ?? element).attributes["name"];
    if (name === undefined || tag === "select") continue;
    const type = attributes["type"] ?? "";
    const kind =
      type === "hidden"
        ? "hidden"
        : type === "checkbox"
          ? "choice"
          : type === "radio" || tag === "option" || tag === "button"
            ? "one of"
            : tag === "textarea" || TEXTS.has(type)
              ? "text"
              : "choice";
    fields.push({ name, value: attributes["value"] ?? (kind === "choice" ? "on" : ""), kind });
  }
  return [...found.values()];
}
