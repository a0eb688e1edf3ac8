import { randomBytes } from "node:crypto";
import {
  approveWordingVersion,
  currentWording,
  installDefaultWordings,
} from "../../server/consent/index.ts";
import { createLinkTokens, insertList, type List } from "../../server/lists/index.ts";
import {
  createKeys,
  createLogger,
  manualClock,
  rows,
  sql,
  type Database,
  type Locale,
  type RouteSpec,
  type Tx,
} from "../../server/platform/index.ts";
import { createForm, signupRoutes, type Form, type SignupDeps } from "../../server/signup/index.ts";
import { systemActor, type Account } from "../../server/accounts/index.ts";
import { completeSettings, testAccount } from "./account.ts";
import { testServer, type TestAnswer, type TestHttp } from "./http.ts";
import { pageElements } from "./page-elements.ts";

export const PAGES_URL = "https://post.musterbank.example";
const BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

/** A mail as it was queued: opened, because only its token leads on. */
export interface QueuedMail {
  deliveryId: number;
  kind: string;
  email: string;
  subject: string;
  html: string;
  text: string;
  locale: string;
  autoSubmitted: boolean;
  priority: number;
  referenceType: string | null;
  referenceId: number | null;
}

export type SignupWorld = Awaited<ReturnType<typeof signupWorld>>;

/** An account in the middle of its work: three lists, approved wordings in two languages, a form, a web server. */
export async function signupWorld(
  db: Database,
  options: {
    settings?: Partial<Account>;
    routes?: (deps: SignupDeps) => RouteSpec[];
    trustedProxies?: number;
  } = {},
) {
  const clock = manualClock("2026-11-21T09:00:00Z");
  const keys = createKeys(randomBytes(32));
  const { accountId, account, operatorId } = await testAccount(db, {
    now: clock.now(),
    settings: { ...completeSettings, ...options.settings },
  });
  const deps: SignupDeps = {
    db,
    clock,
    keys,
    log: createLogger("silent"),
    compliance: { keys, clock },
    pagesUrl: PAGES_URL,
    answerAfterMs: 0,
  };
  const inAccount = <T>(work: (tx: Tx) => Promise<T>) => db.account(accountId, work);
  const { lists, form } = await inAccount(async (tx) => {
    await approveWordings(tx, deps, accountId);
    const made = await makeLists(tx, accountId, clock.now());
    return { lists: made, form: await makeForm(tx, deps, accountId, made) };
  });
  const http = await testServer({
    db,
    routes: [...signupRoutes(deps), ...(options.routes?.(deps) ?? [])],
    as: { accountId, operatorId },
    ...(options.trustedProxies === undefined ? {} : { trustedProxies: options.trustedProxies }),
  });
  const mails = () => inAccount((tx) => queuedMails(tx, deps));
  return {
    db,
    clock,
    keys,
    deps,
    accountId,
    account,
    operatorId,
    lists,
    form,
    http,
    links: createLinkTokens(keys),
    inAccount,
    mails,
    browse: browser(http),
    /** Fills in the form as a person would, on the hosted page. */
    async signUp(input: SignUp): Promise<TestAnswer> {
      const { get, post } = browser(http);
      const path = `/f/${(input.form ?? form).publicId}${input.lang === undefined ? "" : `?lang=${input.lang}`}`;
      const hidden = hiddenFields((await get(path)).text);
      clock.advance(5000);
      const fields: [string, string][] = [
        ...Object.entries(hidden),
        ...(input.lists ?? [lists[0]!]).map((list): [string, string] => ["lists", list.publicId]),
        ["email", input.email],
        ...Object.entries(input.fields ?? {}),
        ...(input.tracking ? [["profiling", "1"] as [string, string]] : []),
      ];
      return post(path, fields, input.from === undefined ? {} : { from: input.from });
    },
    /** The last mail to an address, with the links in it. */
    async lastMail(email: string): Promise<QueuedMail & { links: string[] }> {
      const mail = (await mails()).filter((each) => each.email === email).at(-1);
      if (!mail) throw new Error(`No mail went to ${email}.`);
      return { ...mail, links: [...mail.html.matchAll(/href="([^"]+)"/g)].map((m) => m[1]!) };
    },
    close: () => http.close(),
  };
}

interface SignUp {
  email: string;
  lists?: List[];
  form?: Form;
  tracking?: boolean;
  lang?: Locale;
  fields?: Record<string, string>;
  from?: string;
}

export async function approveWordings(tx: Tx, deps: SignupDeps, accountId: number): Promise<void> {
  await installDefaultWordings(tx, deps, accountId);
  const versions = await rows<{ publicId: string }>(
    tx,
    sql`select public_id from wording_versions where account_id = app_account()`,
  );
  for (const { publicId } of versions) await approveWordingVersion(tx, deps, publicId, null);
  if (!(await currentWording(tx, "profiling", "de"))) throw new Error("Nothing was approved.");
}

async function makeLists(tx: Tx, accountId: number, now: Date): Promise<List[]> {
  const lists: List[] = [];
  for (const [name, topics, frequency, nameEn, topicsEn, frequencyEn] of [
    [
      "Marktblick",
      "Zinsen und Börse",
      "jeden Freitag",
      "Market View",
      "interest rates",
      "every Friday",
    ],
    [
      "Bauen & Wohnen",
      "Finanzieren und Modernisieren",
      "einmal im Monat",
      "Building",
      "financing",
      "once a month",
    ],
    [
      "Private Vorsorge",
      "Rente und Absicherung",
      "viermal im Jahr",
      "Pensions",
      "provision",
      "four times a year",
    ],
  ] as const)
    lists.push(
      await insertList(
        tx,
        accountId,
        { name, topics, frequency, nameEn, topicsEn, frequencyEn },
        now,
      ),
    );
  return lists;
}

export async function makeForm(
  tx: Tx,
  deps: SignupDeps,
  accountId: number,
  lists: List[],
): Promise<Form> {
  const { form } = await createForm(
    tx,
    deps,
    accountId,
    {
      name: "Newsletter-Anmeldung",
      lists: lists.map((list) => list.publicId),
      fields: { salutation: true, firstName: true, lastName: true },
      askTracking: true,
      locales: ["de", "en"],
    },
    { actor: systemActor, operatorId: null },
  );
  return form;
}

export async function queuedMails(tx: Tx, deps: Pick<SignupDeps, "keys">): Promise<QueuedMail[]> {
  const found = await rows<Omit<QueuedMail, "subject"> & { sealed: Buffer }>(
    tx,
    sql`select d.id as delivery_id, d.kind, d.email, d.reference_type, d.reference_id, b.priority, m.sealed
        from deliveries d join delivery_messages m on m.account_id = d.account_id and m.delivery_id = d.id
        join delivery_batches b on b.account_id = d.account_id and b.id = d.batch_id
        where d.account_id = app_account() order by d.id`,
  );
  return found.map(({ sealed, ...row }) => ({
    ...row,
    ...(JSON.parse(deps.keys.open("delivery-message/v1", sealed).toString("utf8")) as Pick<
      QueuedMail,
      "subject" | "html" | "text" | "locale" | "autoSubmitted"
    >),
  }));
}

/** Names and values of the hidden fields of a page's first form that has any, or of the form with this action. */
export function hiddenFields(page: string, action?: string): Record<string, string> {
  return Object.fromEntries(
    pageElements(page)
      .filter((one) => one.tag === "input" && one.attributes["type"] === "hidden")
      .filter(
        (one) =>
          action === undefined ||
          one.ancestors.some((each) => each.attributes["action"]?.startsWith(action)),
      )
      .map((one) => [one.attributes["name"] ?? "", one.attributes["value"] ?? ""]),
  );
}

/** Requests as a browser makes them: pages in, urlencoded forms out. */
export function browser(http: TestHttp) {
  const headers = { accept: "text/html", "user-agent": BROWSER };
  type Options = { from?: string; headers?: Record<string, string> };
  return {
    get: (path: string, options: Options = {}) =>
      http.call("GET", pathOf(path), { ...options, headers: { ...headers, ...options.headers } }),
    post: (
      path: string,
      fields: Record<string, string> | [string, string][],
      options: Options = {},
    ) =>
      http.call("POST", pathOf(path), {
        ...options,
        headers: {
          ...headers,
          "content-type": "application/x-www-form-urlencoded",
          ...options.headers,
        },
        body: new URLSearchParams(fields).toString(),
      }),
  };
}

/** Links of mails are absolute; the server under test listens nowhere. */
function pathOf(link: string): string {
  return link.startsWith("http") ? link.slice(new URL(link).origin.length) : link;
}
