import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import type { ImportView } from "../../contract/imports.ts";
import type { MailboxList, MailboxMessage } from "../../contract/sandbox.ts";
import { createSetupLink } from "../../server/accounts/index.ts";
import type { RunningApp } from "./app.ts";
import { pageElements } from "./page-elements.ts";
import { eventually } from "./sending.ts";

/** A desktop browser, so that nothing takes these requests for a machine. */
export const BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
export const OWNER = {
  name: "Ina Haberin",
  email: "inhaberin@musterbank.example",
  password: "vier bunte Fahrräder im Regen",
};
const IMPORTED_WORDING = "Ja, ich möchte den Marktblick der Musterbank per E-Mail erhalten.";
/** Hits sooner after hand-over are taken for a machine's (TRK-13). Milliseconds. */
const READING_MS = 3200;
/** A form is not filled in faster than this (DOI-11). Milliseconds. */
const FILL_MS = 1600;

export interface ApiAnswer {
  status: number;
  contentType: string;
  headers: Headers;
  // Tests look into many shapes; each names what it expects.
  // oxlint-disable-next-line typescript/no-explicit-any
  body: any;
  text: string;
}
export interface Asked extends ApiAnswer {
  method: string;
  path: string;
}

/** A program that calls the API: JSON in and out. Every answer is kept in `asked`. */
export type Api = ReturnType<typeof api>;

export function api(url: string, credentials: Record<string, string>, asked: Asked[] = []) {
  const call = async (
    method: string,
    path: string,
    request: { body?: unknown; csv?: string; headers?: Record<string, string> } = {},
  ): Promise<ApiAnswer> => {
    const { body, csv } = request;
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        ...credentials,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(csv === undefined ? {} : { "content-type": "text/csv" }),
        ...request.headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(csv === undefined ? {} : { body: csv }),
    });
    const text = await response.text();
    const contentType = response.headers.get("content-type") ?? "";
    const isJson = /\bjson\b/.test(contentType);
    const answer = {
      status: response.status,
      contentType,
      headers: response.headers,
      body: isJson && text !== "" ? (JSON.parse(text) as unknown) : undefined,
      text,
    };
    asked.push({ method, path, ...answer });
    return answer;
  };
  /** The same, and fails unless the answer is a good one. Gives the body. */
  const expectGood = async (method: string, path: string, request = {}) => {
    const answer = await call(method, path, request);
    assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${answer.text}`);
    return answer.body;
  };
  return {
    call,
    asked,
    credentials,
    get: (path: string) => expectGood("GET", path),
    post: (path: string, body: unknown = {}) => expectGood("POST", path, { body }),
    patch: (path: string, body: unknown) => expectGood("PATCH", path, { body }),
    upload: (path: string, csv: string) => expectGood("POST", path, { csv }),
  };
}

/** An installation that runs: in this process, or in one of its own that has printed its set-up link. */
export type Place = Pick<RunningApp, "url" | "app"> | { url: string; setupToken: string };

/** The first owner, made with the one-time link, signed in by a session as the workplace is. */
export async function setUpOwner(place: Place, accountName: string): Promise<Api> {
  const token =
    "setupToken" in place ? place.setupToken : await createSetupLink(place.app.db, place.app.clock);
  const outside = api(place.url, { "x-klarpost": "1" });
  const answer = await outside.call("POST", "/setup/owner", {
    body: { token, ...OWNER, accountName },
  });
  assert.equal(answer.status, 201, answer.text);
  const cookie = answer.headers.getSetCookie()[0]!.split(";")[0]!;
  assert.match(answer.headers.getSetCookie()[0]!, /HttpOnly/i);
  return api(place.url, { "x-klarpost": "1", cookie });
}

/** What a set-up of a cooperative bank fills in, section by section as the workplace saves it. */
export const BANK_SETTINGS = {
  legalForm: "eg",
  imprint: {
    legalName: "Musterbank eG",
    street: "Musterplatz 1",
    postalCode: "12345",
    city: "Musterstadt",
    country: "DE",
    representatives: ["Dr. Renate Beispiel", "Jörg Beispiel"],
    supervisoryBoardChair: "Prof. Karl Beispiel",
    email: "post@musterbank.example",
    phone: "+49 30 1234560",
    register: { kind: "cooperative", court: "Amtsgericht Musterstadt", number: "GnR 1234" },
    vatId: "DE123456788",
    licensedActivity: true,
    supervisoryAuthority: {
      name: "Bundesanstalt für Finanzdienstleistungsaufsicht",
      address: "Graurheindorfer Straße 108, 53117 Bonn",
    },
  },
  privacy: {
    noticeUrl: "https://www.musterbank.example/datenschutz",
    contactEmail: "datenschutz@musterbank.example",
    dpo: { appointed: true, name: "Dr. Martina Beispiel", email: "dsb@musterbank.example" },
  },
  processing: {
    operation: { kind: "own", signer: "Dr. Renate Beispiel" },
    place: { country: "DE", dataCentre: "Rechenzentrum Musterstadt" },
  },
  responsibility: { accepted: true },
  counting: { level: "shared", reason: "Summen genügen uns, um Themen zu planen." },
} as const;

/** A person at a browser without scripts: reads pages and sends their forms. */
export function visitor(url: string, headers: Record<string, string> = {}) {
  const open = async (method: string, path: string, body?: string) => {
    const response = await fetch(new URL(path, url), {
      method,
      redirect: "manual",
      headers: {
        "user-agent": BROWSER,
        accept: "text/html",
        "accept-language": "de",
        ...(body === undefined ? {} : { "content-type": "application/x-www-form-urlencoded" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
  const post = (path: string, fields: [string, string][]) =>
    open("POST", path, new URLSearchParams(fields).toString());
  return {
    get: (path: string) => open("GET", path),
    head: (path: string) => open("HEAD", path),
    post,
    /** Presses the button of the form with this action, with what is hidden in it, and `more`. */
    press: (page: string, action: RegExp, more: [string, string][] = []) => {
      const forms = formsOf(page);
      // The language stands behind every action and is of no interest.
      const form = forms.find((one) => action.test(one.action.split("?")[0]!));
      assert.ok(form, `a form to ${action} among: ${forms.map((one) => one.action).join(", ")}`);
      return post(form.action, [...form.hidden, ...more]);
    },
    /** The same, taking the time a person takes. */
    async fillIn(page: string, action: RegExp, fields: [string, string][]) {
      await sleep(FILL_MS);
      return this.press(page, action, fields);
    },
    /** Fills in a hosted sign-up form. */
    async signUp(
      form: string,
      person: { email: string; lists: string[]; tracking: boolean; fields?: [string, string][] },
    ) {
      const page = await open("GET", form);
      assert.equal(page.status, 200, page.text.slice(0, 500));
      return this.fillIn(page.text, /^\/f\//, [
        ["email", person.email],
        ...person.lists.map((list): [string, string] => ["lists", list]),
        ...(person.tracking ? [["profiling", "1"] as [string, string]] : []),
        ...(person.fields ?? []),
      ]);
    },
  };
}

function formsOf(page: string): { action: string; hidden: [string, string][] }[] {
  const elements = pageElements(page);
  return elements
    .filter((one) => one.tag === "form")
    .map((form) => ({
      action: form.attributes["action"] ?? "",
      hidden: elements
        .filter((one) => one.ancestors.includes(form) && one.attributes["type"] === "hidden")
        .map((one): [string, string] => [
          one.attributes["name"] ?? "",
          one.attributes["value"] ?? "",
        ]),
    }));
}

/** Waits for a mail to this address in the built-in mailbox and opens it as the workplace does. */
export async function mailTo(
  from: Api,
  email: string,
  subject: RegExp = /./,
): Promise<MailboxMessage> {
  let id: string | undefined;
  await eventually(`mail to ${email}`, async () => {
    const { items } = (await from.get(
      `/mailbox?limit=200&q=${encodeURIComponent(email)}`,
    )) as MailboxList;
    id = items.find((one) => one.envelope.to.includes(email) && subject.test(one.subject))?.id;
    return id !== undefined;
  });
  return (await from.get(`/mailbox/${id}`)) as MailboxMessage;
}

/** The first link of a mail that goes to such a path. */
export function linkIn(mail: Pick<MailboxMessage, "links">, path: RegExp): string {
  const found = mail.links.find(({ url }) => path.test(new URL(url).pathname));
  assert.ok(found, `a link to ${path} in ${mail.links.map(({ url }) => url).join(", ")}`);
  return found.url;
}

/** Lets the time pass that a person needs to see a mail that was just sent. */
export const untilRead = (): Promise<void> => sleep(READING_MS);

/** Pixel and links of a mail that are measured, in the order of the mail. */
export function trackedIn(mail: Pick<MailboxMessage, "html">): { pixel?: string; links: string[] } {
  const elements = pageElements(mail.html ?? "");
  const isTracked = (url: string | undefined) => /\/t\/[\w-]{43}/.test(url ?? "");
  const pixel = elements.find((one) => one.tag === "img" && isTracked(one.attributes["src"]));
  return {
    ...(pixel === undefined ? {} : { pixel: pixel.attributes["src"]! }),
    links: elements
      .filter((one) => one.tag === "a" && isTracked(one.attributes["href"]))
      // Not the link that nobody sees and programs follow.
      .filter((one) => one.attributes["aria-hidden"] !== "true")
      .map((one) => one.attributes["href"]!),
  };
}

/** A file with people whose consents are proven, as another system exports them. */
export function peopleCsv(count: number, domain: string, more: string[] = []): string {
  const lines = Array.from(
    { length: count },
    (_unused, no) =>
      `kunde${no + 1}@${domain};Jürgen;Beispiel ${no + 1};Herr;0${1 + (no % 9)}.10.2026 12:00;Messe Köln`,
  );
  return ["E-Mail;Vorname;Nachname;Anrede;Bestätigt am;Quelle", ...lines, ...more, ""].join("\r\n");
}

/** Uploads a file of people with their evidence, for one list; `step` checks or imports it and waits for the end. */
export async function uploadPeople(to: Api, csv: string, list: string) {
  const { id } = (await to.upload("/imports?name=kunden.csv", csv)) as ImportView;
  await to.patch(`/imports/${id}`, {
    options: {
      listIds: [list],
      origin: { text: "Messe Köln 2026", collectedFrom: "person" },
      consent: { evidence: "double_opt_in", wording: { text: IMPORTED_WORDING } },
    },
  });
  return {
    id,
    async step(action: "check" | "run", state: ImportView["state"]): Promise<ImportView> {
      await to.post(`/imports/${id}/${action}`);
      let now: ImportView | undefined;
      await eventually(`the import is ${state}`, async () => {
        now = (await to.get(`/imports/${id}`)) as ImportView;
        return now.state === state;
      });
      return now!;
    },
  };
}

/** Waits until a mailing is in one of these states. */
export async function mailingIs(from: Api, id: string, ...states: string[]): Promise<void> {
  let state = "";
  await eventually(
    `mailing ${states.join(" or ")}`,
    async () => states.includes((state = (await from.get(`/mailings/${id}/progress`)).state)),
    30_000,
  ).catch((error: unknown) => {
    throw new Error(`${String(error)} It is ${state}.`);
  });
}
