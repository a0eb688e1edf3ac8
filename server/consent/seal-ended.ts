import {
  normaliseEmailAddress,
  type Clock,
  type Database,
  type Keys,
  type Tx,
} from "../platform/index.ts";
import {
  endedSubjects,
  knownPeople,
  relyingSubjects,
  sealUntilEndOf,
  subscribedAddresses,
  type EndedSubject,
} from "./ended.store.ts";
import { entriesOfKinds } from "./ledger.store.ts";
import { RETENTION_YEARS } from "./ledger.ts";
import { openRow } from "./record-entry.ts";

interface Deps {
  db: Database;
  keys: Keys;
  clock: Clock;
}

const DAY_MS = 24 * 3_600_000;
/** As long as the list itself remembers who left (UNS-15). */
const AFTER_DAYS = 7;
const PER_TURN = 2000;

/**
 * Seals the proofs of people whose every consent has ended (UNS-16), until the end of the third year after that of their
 * last word (RET-09). Whoever agrees anew begins a new page of the ledger. Gives how many were sealed.
 */
export async function sealEndedSubjects(
  deps: Deps,
  accountId: number,
  signal?: AbortSignal,
): Promise<number> {
  const now = deps.clock.now();
  const before = new Date(now.getTime() - AFTER_DAYS * DAY_MS);
  let sealed = 0;
  for (let after = 0; !signal?.aborted;) {
    const found = await deps.db.account(accountId, async (tx) => {
      const page = await endedSubjects(tx, { before, after, limit: PER_TURN });
      sealed += await sealPage(tx, deps.keys, page, now.getUTCFullYear());
      return page;
    });
    if (found.length < PER_TURN) break;
    after = found.at(-1)!.id;
  }
  return sealed;
}

async function sealPage(
  tx: Tx,
  keys: Keys,
  page: EndedSubject[],
  thisYear: number,
): Promise<number> {
  if (page.length === 0) return 0;
  const living = await relyingSubjects(
    tx,
    page.map((one) => one.id),
  );
  for (const id of await stillNeeded(tx, keys, page)) living.add(id);
  const byYear = new Map<number, number[]>();
  for (const { id, year, elsewhere } of page) {
    if (living.has(id)) continue;
    // Where the end stands under another address, or is that of the contact, it was noticed now.
    const ended = elsewhere || year === null ? thisYear : year;
    byYear.set(ended, [...(byYear.get(ended) ?? []), id]);
  }
  let sealed = 0;
  for (const [year, ids] of byYear) sealed += await sealUntilEndOf(tx, ids, year + RETENTION_YEARS);
  return sealed;
}

/**
 * People whose entries say more than consents: that somebody who is still known was informed (Art. 14 GDPR), and that a
 * consent went on under another address (DOI-14).
 */
async function stillNeeded(tx: Tx, keys: Keys, page: EndedSubject[]): Promise<Set<number>> {
  const ids = page.filter((one) => one.told || one.moved).map((one) => one.id);
  if (ids.length === 0) return new Set();
  const entries = (await entriesOfKinds(tx, ids, ["notice_sent", "address_changed"])).map(
    (row) => ({ subjectId: row.subjectId!, kind: row.kind, document: openRow(keys, row).document }),
  );
  const told = entries.filter((one) => one.kind === "notice_sent");
  const subjects = told.flatMap((one) => one.document?.subject ?? []);
  const known = await knownPeople(tx, {
    emails: subjects.flatMap((one) => ("email" in one ? one.email : [])),
    contactIds: subjects.flatMap((one) => ("contact" in one ? one.contact : [])),
  });
  const movedTo = ({ document }: (typeof entries)[number]): string | undefined => {
    const address = document?.evidence["newAddress"];
    return typeof address === "string" ? normaliseEmailAddress(address) : undefined;
  };
  const moved = entries.filter((one) => one.kind === "address_changed");
  const subscribed = await subscribedAddresses(
    tx,
    moved.flatMap((one) => movedTo(one) ?? []),
  );
  return new Set([
    ...told
      .filter(({ document }) => {
        if (document === null) return false;
        const { subject } = document;
        return "email" in subject
          ? known.emails.has(subject.email)
          : known.contactIds.has(subject.contact);
      })
      .map((one) => one.subjectId),
    ...moved.filter((one) => subscribed.has(movedTo(one) ?? "")).map((one) => one.subjectId),
  ]);
}
