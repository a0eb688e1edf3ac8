import { setTimeout as sleep } from "node:timers/promises";
import { deriveKey } from "altcha-lib/algorithms/pbkdf2";
import { solveChallenge, type Challenge } from "altcha-lib";
import { DEMO_LOGIN } from "../server/demo/demo-accounts.ts";
import { visitor, type Api } from "../test/support/walk.ts";
import type { FoundPage, Sample } from "./fuzz-material.ts";

type Client = Api;
/** Each invitation is of use once. */
const INVITED = 12;

type Items = Record<string, string>[];

/** Makes the product write mails with every kind of link. What an account cannot do is left out. */
export async function provoke(
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
    ...Array.from({ length: INVITED }, (_unused, no) => {
      const email = `gast${no}@musterbank.example`;
      return ["/operators", { email, roles: ["marketer"] }] as const;
    }),
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
export async function mails(client: Client): Promise<string[]> {
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

/** Of each kind so many. */
const SOME = 5;
/** Persons with several newsletters are looked for among so many, spread over all. */
const LEAVING = 40;
const MANAGE = /\/z\/[\w.~-]{20,200}/g;

/**
 * What only somebody gets who has a link already: the pages after leaving, a change of the address, a test mail, and
 * forms behind a computing task.
 */
export async function askForMore(
  url: string,
  client: Client,
  known: { texts: string[]; shown: FoundPage[]; sample(route: string, found: Sample): void },
): Promise<string> {
  const person = visitor(url, { "x-forwarded-for": "203.0.113.77" });
  const found = (pattern: RegExp) => [
    ...new Set(known.texts.flatMap((text) => text.match(pattern) ?? [])),
  ];
  const links = found(/\/u\/[\w.~-]{20,200}/g);
  const every = Math.max(1, Math.floor(links.length / LEAVING));
  for (const path of links.filter((_path, at) => at % every === 0)) {
    const page = await person.get(path);
    const answer = await tried(async () => person.press(page.text, /^\/u\//));
    if (answer) known.shown.push({ path, text: answer.text });
  }
  for (const [no, path] of found(MANAGE).slice(-SOME).entries()) {
    const page = await person.get(path);
    const change: [string, string][] = [["email", `neu${no}@gmx.example`]];
    await tried(async () => person.press(page.text, /\/address$/, change));
  }
  for (const path of found(/\/adresse-bestaetigen\/[\w.~-]{20,200}/g)) await person.post(path, []);
  await sendTest(client, found(/\badr_[0-9a-f]{32}\b/g));
  await addAnnex(client);
  return openTaskForm(client, known.sample);
}

/** Not every page has the form: some links are used up already. */
async function tried<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch {
    return undefined;
  }
}

const itemsAt = async (client: Client, path: string): Promise<Items> => {
  const answer = await client.call("GET", path);
  return (answer.body as { items?: Items } | undefined)?.items ?? [];
};

/** Sends a mailing as a test to the address that was confirmed just now; of another account's address nothing comes. */
async function sendTest(client: Client, addresses: string[]): Promise<void> {
  const mailings = (await itemsAt(client, "/mailings?limit=50")).slice(0, SOME);
  for (const addressId of addresses)
    for (const { id } of mailings)
      await client.call("POST", `/mailings/${id}/test`, { body: { addressIds: [addressId] } });
}

/** Gives a consent wording a version with an annex, which has a page of its own. */
async function addAnnex(client: Client): Promise<void> {
  const wordings = await itemsAt(client, "/wordings");
  for (const { id, versions } of wordings as unknown as {
    id: string;
    versions: { locale: string; text: string }[];
  }[]) {
    const text = versions.find(({ locale }) => locale === "de")?.text;
    const made = await client.call("POST", `/wordings/${id}/versions`, {
      body: {
        texts: { de: `${text} {{anhang}}` },
        annexes: { de: { title: "Unsere Partner", text: "A GmbH, Bonn\nB AG, Ulm" } },
        changes: ["annex"],
      },
    });
    for (const [version] of made.text.matchAll(/\bwrv_[0-9a-f]{32}\b/g))
      await client.call("POST", `/wording-versions/${version}/approve`);
    if (made.status < 300) return;
  }
}

/** A form that asks for the computing task, as it was answered, with sign-ups that have solved it. */
async function openTaskForm(
  client: Client,
  sample: (route: string, found: Sample) => void,
): Promise<string> {
  const lists = (await client.call("GET", "/lists")).body as { items: Items } | undefined;
  const list = lists?.items[0]?.["id"];
  const made = await client.call("POST", "/forms", {
    body: { name: "Mit Rechenaufgabe", lists: [list], proofOfWork: true },
  });
  const { id } = (made.body ?? {}) as { id?: string };
  if (made.status !== 201 || id === undefined) return "";
  const { version } = (await client.call("GET", `/forms/${id}/texts`)).body as { version: number };
  for (let no = 0; no < SOME; no++) {
    const challenge = (await client.call("GET", `/forms/${id}/challenge`)).body as Challenge;
    const solution = await solveChallenge({ challenge, deriveKey });
    const altcha = Buffer.from(JSON.stringify({ challenge, solution })).toString("base64");
    sample("/api/v1/forms/:id/submissions", {
      path: `/api/v1/forms/${id}/submissions`,
      headers: {},
      body: { email: "", lists: [list], version, altcha },
    });
  }
  return made.text;
}
