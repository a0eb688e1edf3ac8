import { DEMO_LOGIN } from "../server/demo/demo-accounts.ts";
import { pageElements, type PageElement } from "../test/support/page-elements.ts";
import { api } from "../test/support/walk.ts";
import { askForMore, mails, provoke } from "./fuzz-provoke.ts";
import type { FreshKey } from "./fuzz-keys.ts";
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

/** A page that answered a form: some forms stand on no other. */
export interface FoundPage {
  path: string;
  text: string;
}

/** A good request for an interface. */
export interface Sample {
  path: string;
  headers: Record<string, string>;
  body: Record<string, unknown>;
  /** Made for this route a moment ago: its tokens are the right ones. */
  isFresh?: boolean;
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
  const written = [];
  for (const client of clients) written.push(await mails(client));
  const shown: FoundPage[] = [];
  for (const [at, client] of clients.entries()) {
    const known = { texts: [...texts, ...written[at]!], shown, sample };
    texts.push(await askForMore(url, client, known));
    // What was asked for last comes first: only so many pages of a kind are opened.
    texts.unshift(...(await mails(client)), ...written[at]!);
    await look(client, "/wordings");
  }
  return { ...(await crawl(url, routes, texts, shown)), cookie, samples };
}

async function crawl(
  url: string,
  routes: FuzzedRoute[],
  texts: string[],
  shown: FoundPage[],
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
  const keepForms = (text: string, at: URL) => {
    for (const form of formsOf(text, at)) {
      const target = new URL(form.action, url).pathname;
      meet(target);
      const route = every.find(
        ({ spec, pattern }) => spec.method === "POST" && pattern.test(target),
      );
      if (route === undefined) continue;
      const known = forms.get(route.spec.path) ?? [];
      if (known.length < MOST_FORMS) forms.set(route.spec.path, [...known, form]);
    }
  };
  for (const text of texts) read(text);
  for (const { path, text } of shown) keepForms(text, new URL(path, url));
  for (let at = 0; at < queue.length; at++) {
    const path = queue[at]!;
    const answer = await fetch(new URL(path, url), {
      headers: { accept: "text/html" },
      redirect: "manual",
    });
    const text = await answer.text();
    if (!/html|rss|xml/.test(answer.headers.get("content-type") ?? "")) continue;
    read(text);
    keepForms(text, new URL(path, url));
  }
  const lists = new Map([...tokens].map(([stem, values]) => [stem, [...values]]));
  // The same things under the names the API has for them.
  lists.set("/api/v1/forms/", lists.get("frm_") ?? lists.get("/f/") ?? []);
  lists.set("/api/v1/invitation/", lists.get("/api/v1/password-links/") ?? []);
  lists.set("/api/v1/password-links/", []);
  lists.set("/anhang/", lists.get("wrv_")?.slice(-MOST_PAGES) ?? []);
  return { tokens: lists, all: [...lists.values()].flat(), forms };
}

/** Puts what was made just now in the place of what has been used. */
export function renew({ tokens, samples }: Material, fresh: FreshKey[]): void {
  for (const { route, headers, body } of fresh) {
    samples.set(route, [{ path: route, headers, body, isFresh: true }]);
    if (route === "/api/v1/password")
      tokens.set("/api/v1/password-links/", [String(body["token"])]);
    // Who waits for the second factor may ask for a passkey's task too.
    if (route === "/api/v1/session/factor") {
      const options = `${route}/passkey-options`;
      samples.set(options, [{ path: options, headers, body: {}, isFresh: true }]);
    }
  }
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
