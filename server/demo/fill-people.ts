import { createHash } from "node:crypto";
import { addressHash, sortKey } from "../contacts/index.ts";
import {
  recordEntries,
  renderWording,
  type NewLedgerEntry,
  type WordingVersion,
} from "../consent/index.ts";
import { listTexts, type List } from "../lists/index.ts";
import type { Keys, Tx } from "../platform/index.ts";
import { insertSuppression } from "../suppression/index.ts";
import { fillBounces } from "./fill-bounces.ts";
import type { DemoAccount } from "./demo-accounts.ts";
import { demoPeople, type DemoPerson } from "./demo-people.ts";
import {
  insertDemoContacts,
  insertDemoPermissions,
  insertDemoSubscriptions,
  type DemoSubscriptionRow,
} from "./demo.store.ts";

interface People {
  tx: Tx;
  keys: Keys;
  accountId: number;
  demo: DemoAccount;
  lists: List[];
  newsletter: WordingVersion;
  profiling: WordingVersion;
  formId: string;
  random: () => number;
  now: Date;
}

const DAY_MS = 86_400_000;
const PER_BATCH = 65;

/** Fills an account with people in every state of permission, as eighteen months of sign-ups would have. */
export async function fillPeople(people: People): Promise<void> {
  const everyone = demoPeople(people.demo.people, people.random);
  for (let at = 0; at < everyone.length; at += PER_BATCH) {
    const age = 540 * (1 - (at / everyone.length) ** 0.8) + 2;
    await fillBatch(
      people,
      everyone.slice(at, at + PER_BATCH),
      new Date(people.now.getTime() - age * DAY_MS),
    );
  }
}

async function fillBatch(p: People, batch: DemoPerson[], at: Date): Promise<void> {
  const { tx, accountId, random } = p;
  const made = new Map(
    (
      await insertDemoContacts(
        tx,
        accountId,
        batch.map((person) => ({
          ...person,
          hash: addressHash(p.keys, accountId, person.email),
          sortKey: sortKey(person, person.email),
          createdAt: at,
        })),
      )
    ).map((row) => [row.email, row.id]),
  );
  const wishes = batch.map((person) => ({
    person,
    contactId: made.get(person.email)!,
    ...wish(p, random),
  }));
  const entries: NewLedgerEntry[] = [];
  const targets: { kind: "list" | "profiling"; row: number; list?: List }[] = [];
  for (const [row, one] of wishes.entries()) {
    if (one.pending) continue;
    for (const list of one.lists) {
      entries.push(consentEntry(p, one.person.email, list, at));
      targets.push({ kind: "list", row, list });
    }
    if (one.profiling === "granted" || one.profiling === "withdrawn") {
      entries.push(profilingEntry(p, one.person.email, at, "profiling_granted"));
      targets.push({ kind: "profiling", row });
    } else if (one.profiling === "refused") {
      entries.push(profilingEntry(p, one.person.email, at, "profiling_refused"));
      targets.push({ kind: "profiling", row });
    }
  }
  const recorded = await recordEntries(
    tx,
    { keys: p.keys, clock: { now: () => at } },
    accountId,
    entries,
  );
  await writeStates(p, wishes, recorded, targets, at);
}

type Wish = {
  lists: List[];
  pending: boolean;
  left: boolean;
  profiling: "granted" | "refused" | "withdrawn" | "unknown";
};

function wish({ lists, demo }: People, random: () => number): Wish {
  const chosen = lists.filter((_list, at) => random() < (at === 0 ? 0.86 : 0.34));
  const dice = random();
  const { granted, refused, withdrawn } = demo.profiling;
  return {
    lists: chosen.length > 0 ? chosen : [lists[0]!],
    pending: random() < 0.035,
    left: random() < 0.04,
    profiling:
      dice < granted
        ? "granted"
        : dice < granted + refused
          ? "refused"
          : dice < granted + refused + withdrawn
            ? "withdrawn"
            : "unknown",
  };
}

async function writeStates(
  p: People,
  wishes: (Wish & { person: DemoPerson; contactId: number })[],
  recorded: { entryId: number }[],
  targets: { kind: string; row: number; list?: List }[],
  at: Date,
): Promise<void> {
  const { tx, accountId } = p;
  const endedAt = () =>
    new Date(at.getTime() + p.random() * (p.now.getTime() - DAY_MS - at.getTime()));
  const subscriptions: DemoSubscriptionRow[] = [];
  for (const one of wishes.filter((wished) => wished.pending))
    for (const list of one.lists)
      subscriptions.push({
        listId: list.id,
        email: one.person.email,
        contactId: one.contactId,
        state: "pending",
        entryId: null,
        wordingVersionId: null,
        at,
        endedAt: null,
      });
  const permissions = [];
  for (const [index, target] of targets.entries()) {
    const one = wishes[target.row]!;
    const entryId = recorded[index]!.entryId;
    const leftAt = endedAt();
    if (target.list) {
      subscriptions.push({
        listId: target.list.id,
        email: one.person.email,
        contactId: one.contactId,
        state: one.left ? "unsubscribed" : "confirmed",
        entryId,
        wordingVersionId: p.newsletter.id,
        at,
        endedAt: one.left ? leftAt : null,
      });
      if (one.left) await suppress(p, one.person.email, target.list.id, leftAt);
    } else {
      const { email } = one.person;
      const withdrawn = one.profiling === "withdrawn" || (one.left && one.profiling === "granted");
      permissions.push({
        email,
        state: withdrawn ? "withdrawn" : one.profiling,
        wordingVersionId: p.profiling.id,
        entryId: withdrawn ? await withdrawProfiling(p, email, leftAt) : entryId,
        contactId: one.contactId,
        at: withdrawn ? leftAt : at,
      });
    }
  }
  await insertDemoSubscriptions(tx, accountId, subscriptions);
  await insertDemoPermissions(tx, accountId, permissions);
  await sprinkleSuppressions(p, wishes, endedAt());
}

/** Leaving a list as the link in a mail does it: a ledger entry and the address on the list's suppression. */
async function suppress(
  { tx, keys, accountId, lists }: People,
  email: string,
  listId: number,
  at: Date,
): Promise<void> {
  const list = lists.find((one) => one.id === listId)!;
  const [entry] = await recordEntries(tx, { keys, clock: { now: () => at } }, accountId, [
    {
      subject: { emailNormalised: email },
      kind: "unsubscribed",
      purpose: "newsletter",
      listId,
      payload: { channel: "preference_page", list: { id: list.publicId, name: list.name } },
    },
  ]);
  await insertSuppression(tx, accountId, {
    scope: "list_address",
    listId,
    emailNormalised: email,
    addressHash: addressHash(keys, accountId, email),
    reason: "unsubscribed",
    origin: "link",
    entryId: entry!.entryId,
    at,
  });
}

/** A few objections, undeliverable addresses and complaints, as every list has them. */
async function sprinkleSuppressions(
  p: People,
  wishes: { person: DemoPerson }[],
  at: Date,
): Promise<void> {
  const undeliverable: string[] = [];
  for (const { person } of wishes) {
    const dice = p.random();
    const scope =
      dice < 0.012
        ? "account_address"
        : dice < 0.024
          ? "retained"
          : dice < 0.026
            ? "complaint"
            : null;
    if (scope === null) continue;
    if (scope === "retained") {
      undeliverable.push(person.email);
      continue;
    }
    const origin =
      scope === "account_address" ? (p.random() < 0.5 ? "letter" : "link") : "complaint";
    await insertSuppression(p.tx, p.accountId, {
      scope,
      emailNormalised: person.email,
      addressHash: addressHash(p.keys, p.accountId, person.email),
      reason: scope === "complaint" ? "spam_report" : "objection",
      origin,
      at,
    });
  }
  await fillBounces(p.tx, p, p.accountId, undeliverable);
  for (const { days, ...entry } of BLACKLIST)
    await insertSuppression(p.tx, p.accountId, {
      scope: "blacklist",
      ...entry,
      origin: "operator",
      at,
      reviewOn: new Date(p.now.getTime() + days * 86_400_000).toISOString().slice(0, 10),
    });
}

/** Domains the example never mails, with the days until somebody looks again; one review is due. */
const BLACKLIST = [
  { domain: "wettbewerber.example", reason: "Mitbewerber, auf Wunsch der Leitung", days: 160 },
  { domain: "*.wegwerf.example", reason: "Adressen für einmal, kommen nie an", days: 310 },
  { domain: "alte-agentur.example", reason: "Agentur bis 2025, Zugang beendet", days: -6 },
];

function consentEntry(p: People, email: string, list: List, at: Date): NewLedgerEntry {
  const texts = listTexts(list, "de");
  return {
    subject: { emailNormalised: email },
    kind: "consent_granted",
    purpose: "newsletter",
    listId: list.id,
    wordingVersionId: p.newsletter.id,
    payload: {
      ...commonEvidence(p, at),
      list: { id: list.publicId, name: texts.name },
      shownText: shown(p, p.newsletter, {
        lists: [texts.name],
        topics: [texts.topics],
        frequency: [texts.frequency],
      }),
    },
  };
}

function profilingEntry(
  p: People,
  email: string,
  at: Date,
  kind: "profiling_granted" | "profiling_refused",
): NewLedgerEntry {
  return {
    subject: { emailNormalised: email },
    kind,
    purpose: "profiling",
    wordingVersionId: p.profiling.id,
    payload: {
      ...commonEvidence(p, at),
      shownText: shown(p, p.profiling, {}),
    },
  };
}

/** The declaration in the words the form showed, every placeholder filled. */
function shown(
  { demo }: People,
  version: WordingVersion,
  more: { lists?: string[]; topics?: string[]; frequency?: string[] },
): string {
  return renderWording(version, {
    sender: demo.name,
    contact: demo.settings.privacy?.contactEmail ?? "",
    privacyUrl: demo.settings.privacy?.noticeUrl ?? "",
    ...more,
  }).text;
}

/** Switching the analysis off under the link in a mail, as the ledger records it (Art. 7(3) GDPR). */
async function withdrawProfiling(p: People, email: string, at: Date): Promise<number> {
  const [entry] = await recordEntries(
    p.tx,
    { keys: p.keys, clock: { now: () => at } },
    p.accountId,
    [
      {
        subject: { emailNormalised: email },
        kind: "profiling_withdrawn",
        purpose: "profiling",
        wordingVersionId: p.profiling.id,
        payload: { channel: "preference_page", locale: "de" },
      },
    ],
  );
  return entry!.entryId;
}

const CONFIRMATION_MAIL =
  "Beispieldaten: Der Wortlaut der Bestätigungsmail steht bei echten Anmeldungen hier.";

function commonEvidence(p: People, at: Date): NewLedgerEntry["payload"] {
  const minutes = (count: number) => new Date(at.getTime() + count * 60_000).toISOString();
  return {
    channel: "double_opt_in",
    form: { id: p.formId, version: 1 },
    page: `${p.demo.settings.imprint?.imprintUrl?.replace(/impressum$/, "newsletter") ?? "https://makler-mustermann.example/newsletter"}`,
    locale: "de",
    privacyNotice: { url: p.demo.settings.privacy?.noticeUrl ?? "", version: "1" },
    requestedAt: minutes(-9),
    landingAt: minutes(-1),
    confirmedAt: minutes(0),
    grantedAt: minutes(0),
    mail: {
      subject: "Bitte bestätigen Sie Ihre Anmeldung",
      text: CONFIRMATION_MAIL,
      sha256: createHash("sha256").update(CONFIRMATION_MAIL).digest("hex"),
      acceptedAt: minutes(-8),
      smtpReply: "250 2.0.0 Ok: queued",
    },
  };
}
