import type pg from "pg";
import { addressHash } from "../../server/contacts/index.ts";
import { createLinkTokens } from "../../server/lists/index.ts";
import { createLogger, type Clock, type Keys } from "../../server/platform/index.ts";
import { eraseDataSubject, personalDataMap } from "../../server/privacy/index.ts";
import type { RunningApp } from "./app.ts";
import type { hitServer } from "./permission-hits.ts";
import type { SeededNewsletter } from "./newsletter.ts";
import { eventually } from "./sending.ts";
import { visitor, type Api } from "./walk.ts";

/** What may happen to the people of a group besides being mailed, and how often in comparison. */
export const PEOPLE_COMMANDS = {
  yes: 6,
  hit: 9,
  "hit with an old key": 2,
  "hit with a foreign key": 1,
  no: 1,
  withdraw: 1,
  "switch off": 1,
  unsubscribe: 1,
  object: 1,
  restrict: 1,
  release: 1,
  erase: 1,
  "share the address": 1,
  "import with evidence": 1,
  "import without evidence": 1,
  claim: 1,
} as const;

export interface Command {
  act: keyof typeof PEOPLE_COMMANDS;
  /** 0 has an address alone; 1 and 2 are on one address, 2 only after "share the address". */
  who: number;
  mailing: number;
  link: number;
  /** How long after the mailing a hit comes. */
  hours: number;
}

export interface Story {
  /** Of the account, when the first and when the second mailing is sent. */
  levels: readonly string[];
  /** Commands before the first mailing, between both, after both. */
  groups: readonly (readonly [readonly Command[], readonly Command[], readonly Command[]])[];
}

/** What the model knows of an address: who said yes since the last no, and who is on it. */
export interface Address {
  email: string;
  contacts: Set<number>;
  granted: Set<number>;
  declined: boolean;
  restricted: Set<number>;
  erased: boolean;
  /** Grows whenever a permission ends: a later one does not reach back. */
  epoch: number;
  /** Of each mailing: the epoch in which it was rendered with permission. */
  rendered: Map<number, number>;
}

export const may = (address: Address): boolean =>
  !address.erased &&
  address.restricted.size === 0 &&
  address.contacts.size > 0 &&
  [...address.contacts].every((contact) => address.granted.has(contact));

export interface PermissionWorld {
  /** Plays a story against the product, and gives what was recorded against the model. */
  live(story: Story): Promise<string[]>;
  totals: { hits: number; stored: number; refused: number; missed: number; sequences: number };
  close(): Promise<void>;
}

export interface Context {
  product: RunningApp;
  owner: pg.Pool;
  seeded: SeededNewsletter;
  keys: Keys;
  staff: Api;
  hits: Awaited<ReturnType<typeof hitServer>>;
  addresses: Address[];
  publicIds: Map<number, string>;
  wrong: string[];
  totals: PermissionWorld["totals"];
}

export async function play(
  context: Context,
  command: Command,
  at: { alone: Address; both: Address; mailings: readonly number[] },
): Promise<void> {
  const address = command.who === 0 ? at.alone : at.both;
  const contact = [...address.contacts][command.who === 2 ? address.contacts.size - 1 : 0];
  if (contact === undefined || address.erased) return;
  const { staff, owner, seeded, publicIds } = context;
  const forget = (): void => {
    if (address.granted.size > 0) address.epoch++;
    address.granted.clear();
  };
  const will = { channel: "phone", receivedAt: new Date().toISOString() };
  const tell = (what: string, more: object = {}) =>
    staff.call("POST", `/contacts/${publicIds.get(contact)}/${what}`, {
      body: { ...will, ...more },
    });
  switch (command.act) {
    case "yes":
    case "no": {
      const answered = await answerQuestion(context, address, contact, command.act);
      if (!answered) return;
      if (command.act === "no") {
        forget();
        address.declined = true;
      } else {
        address.granted.add(contact);
        address.declined = false;
      }
      return;
    }
    case "withdraw":
      if ((await tell("profiling", { decision: "withdrawn" })).status >= 300) return;
      address.declined = true;
      return forget();
    case "switch off": {
      const person = visitor(context.product.url);
      const path = `/v/${linkToken(context, "manage", address, contact)}`;
      const page = await person.get(path);
      if (page.status !== 200 || !page.text.includes("/tracking")) return;
      const done = await person.post(`${path}/tracking`, [["set", "off"]]);
      if (done.status !== 200) return;
      address.declined = true;
      return forget();
    }
    case "unsubscribe": {
      const token = linkToken(context, "unsubscribe", address, contact);
      const done = await visitor(context.product.url).post(`/u/${token}`, [
        ["List-Unsubscribe", "One-Click"],
      ]);
      if (done.status === 200) forget();
      return;
    }
    case "object":
      if ((await tell("objection")).status < 300) forget();
      return;
    case "restrict":
    case "release": {
      const is = command.act === "restrict";
      await owner.query(
        "update contacts set restricted_at = case when $2 then now() end where id = $1",
        [contact, is],
      );
      if (is) address.restricted.add(contact);
      else address.restricted.delete(contact);
      return;
    }
    case "share the address": {
      if (address !== at.both || address.contacts.size > 1) return;
      const made = await owner.query<{ id: string; public_id: string }>(
        "insert into contacts (account_id, email, email_normalised, address_hash, first_name) select account_id, email, email_normalised, address_hash, 'Otto' from contacts where id = $1 returning id, public_id",
        [contact],
      );
      const id = Number(made.rows[0]!.id);
      publicIds.set(id, made.rows[0]!.public_id);
      address.contacts.add(id);
      return;
    }
    case "erase": {
      if (address.contacts.size > 1) return;
      const { db } = context.product.database;
      const clock: Clock = { now: () => new Date() };
      await eraseDataSubject({
        db,
        clock,
        log: createLogger("silent"),
        map: personalDataMap({ keys: context.keys, clock }),
      })({ accountId: seeded.accountId, emailNormalised: address.email, contactId: contact });
      forget();
      address.erased = true;
      return;
    }
    case "claim": {
      // Nothing of this may grant anything; most of it is refused.
      const path = `/contacts/${publicIds.get(contact)}`;
      await staff.call("PATCH", path, { body: { custom: { profiling: "1" } } });
      await staff.call("PATCH", path, { body: { profiling: "granted" } });
      await tell("profiling", { decision: "granted" });
      await staff.call("PATCH", "/account", { body: { profilingDefault: true } });
      return;
    }
    case "hit":
      return hit(context, command, address, at.mailings, "new");
    case "hit with an old key":
      return hit(context, command, address, at.mailings, "old");
    case "hit with a foreign key":
      return hit(context, command, address, at.mailings, "foreign");
  }
}

/** Somebody has a personal token of their mail, whoever they are, as if every mail had one, and uses it. */
async function hit(
  context: Context,
  command: Command,
  address: Address,
  mailings: readonly number[],
  kind: "new" | "old" | "foreign",
): Promise<void> {
  const { owner, seeded, hits, totals, wrong } = context;
  const mailing = mailings[command.mailing % Math.max(1, mailings.length)];
  if (mailing === undefined) return;
  const found = await owner.query<{ id: string }>(
    `select d.id from deliveries d join delivery_runs r on r.account_id = d.account_id and r.id = d.run_id
     where d.account_id = $1 and r.mailing_id = $2 and d.email_normalised = $3`,
    [seeded.accountId, mailing, address.email],
  );
  const delivery = Number(found.rows[0]?.id);
  if (!delivery) return;
  const count = async () =>
    Number(
      (
        await owner.query<{ n: string }>(
          "select count(*) as n from personal_events where account_id = $1 and delivery_id = $2",
          [seeded.accountId, delivery],
        )
      ).rows[0]!.n,
    );
  const before = await count();
  await hits.hit(kind, command.hours, [seeded.accountId, mailing, delivery, command.link]);
  const isStored = (await count()) > before;
  const isOpen = command.hours < 14 * 24;
  const isPermitted =
    kind !== "foreign" && may(address) && address.rendered.get(mailing) === address.epoch && isOpen;
  totals.hits++;
  if (isStored) totals.stored++;
  else totals.refused++;
  if (isPermitted && !isStored) totals.missed++;
  if (isStored && !isPermitted)
    wrong.push(`${address.email}: a hit of mailing ${mailing} was recorded, ${explain(address)}`);
}

export const explain = (address: Address): string =>
  JSON.stringify({
    ...address,
    contacts: [...address.contacts],
    granted: [...address.granted],
    restricted: [...address.restricted],
    rendered: [...address.rendered],
  });

function linkToken(
  { keys, seeded }: Context,
  purpose: "question" | "manage" | "unsubscribe",
  address: Address,
  contactId: number,
): string {
  return createLinkTokens(keys).make(purpose, {
    accountId: seeded.accountId,
    listId: seeded.listId,
    contactId,
    addressHash: addressHash(keys, seeded.accountId, address.email),
    mailingId: 0,
    issuedAt: new Date(),
  });
}

/** Presses yes or no on the page of the question. False when the page does not ask. */
async function answerQuestion(
  context: Context,
  address: Address,
  contactId: number,
  answer: "yes" | "no",
): Promise<boolean> {
  const person = visitor(context.product.url);
  const path = `/q/${linkToken(context, "question", address, contactId)}`;
  const page = await person.get(path);
  const hidden = (name: string) =>
    [...page.text.matchAll(new RegExp(`name="${name}" value="([^"]*)"`, "g"))].map(
      (one) => one[1]!,
    );
  const [wording] = hidden("wording");
  const [nonce] = hidden("nonce");
  if (page.status !== 200 || wording === undefined || nonce === undefined) return false;
  const done = await person.post(path, [
    ["answer", answer === "yes" ? "granted" : "refused"],
    ["wording", wording],
    ["nonce", nonce],
  ]);
  return done.status === 200;
}

/** What a phase imports for people with an address of their own, in one file with and one without evidence. */
export async function runImports(context: Context, story: Story, phase: 0 | 1 | 2): Promise<void> {
  const { staff, addresses, owner, seeded } = context;
  const lines: string[] = [];
  story.groups.forEach((group, at) => {
    const address = addresses[at * 2]!;
    const wanted = group[phase].find((command) => command.act.startsWith("import"));
    if (!wanted || address.erased) return;
    const isProven = wanted.act === "import with evidence";
    lines.push(`${address.email};1;${isProven ? "2026-01-01;Anmeldeseite" : ";"}`);
  });
  if (lines.length === 0) return;
  const version = await owner.query<{ public_id: string }>(
    "select public_id from wording_versions where id = $1",
    [seeded.profilingVersionId],
  );
  const { id } = await staff.upload(
    "/imports?name=bestand.csv",
    ["E-Mail;Profiling;Profiling am;Profiling Quelle", ...lines, ""].join("\n"),
  );
  await staff.patch(`/imports/${id}`, {
    options: {
      listIds: [],
      existing: "overwrite",
      origin: { text: "Bestand", collectedFrom: "person" },
      consent: { evidence: "none" },
      profiling: { wordingVersionId: version.rows[0]!.public_id },
    },
  });
  for (const [step, state] of [
    ["check", "checked"],
    ["run", "done"],
  ]) {
    await staff.post(`/imports/${id}/${step}`);
    await eventually(
      `the import is ${state}`,
      async () => (await staff.get(`/imports/${id}`)).state === state,
      60_000,
    );
  }
  const granted = await owner.query<{ email: string }>(
    "select email_normalised as email from profiling_permissions where account_id = $1 and state = 'granted'",
    [seeded.accountId],
  );
  const isGranted = new Set(granted.rows.map((row) => row.email));
  story.groups.forEach((group, at) => {
    const address = addresses[at * 2]!;
    const proven = group[phase].find((command) => command.act.startsWith("import"))?.act;
    if (proven === undefined || address.erased) return;
    // Whether a file's proof is enough is the import's question; without one, or against a no, it never is.
    if (!isGranted.has(address.email) || address.granted.size > 0) return;
    if (proven === "import with evidence" && !address.declined)
      for (const contact of address.contacts) address.granted.add(contact);
  });
}
