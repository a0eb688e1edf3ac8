import { accountVoice, getAccount, pageTheme } from "../../accounts/index.ts";
import { findContactById, type Contact } from "../../contacts/index.ts";
import { type Voice } from "../../platform/index.ts";
import type { DataSubject, Locale, Tx } from "../../platform/index.ts";
import { segmentHolds } from "../../segments/index.ts";
import { exportDataSubject, type PrivacyDeps } from "../erase-data-subject.ts";
import {
  bound,
  holds,
  looksAt,
  mailingSubjects,
  savedSegments,
  sourcesAndRecipients,
} from "./copy.store.ts";
import { fieldName } from "./copy-fields.ts";
import { copyWords } from "./copy-words.ts";

export interface Origin {
  field: string;
  source: string;
  at: string;
  detail?: string;
}

/** Everything about a person with what Art. 15(1) GDPR asks to say beside it. */
export interface CopyDocument {
  format: "klarpost-copy/2";
  generatedAt: string;
  controller: string;
  contactEmail: string | null;
  address: string;
  /** Art. 15(1)(g): where each detail comes from (DSR-03). */
  origins: Origin[];
  /** Art. 15(1)(c). */
  sourcesAndRecipients: { kind: string; name: string; at: string }[];
  processors: { name: string; country: string; purpose: string }[];
  segments: string[];
  /** Art. 15(1)(h): there is no profiling that decides, and no score. */
  scores: [];
  lookedAt: { at: string; action: string; by: string }[];
  /** Art. 15(1)(d). */
  retention: { table: string; rule: string; after: string }[];
  /** By slice and table, as it is stored. */
  data: Record<string, Record<string, unknown[]>>;
}

/** The whole copy of one person (Art. 15 GDPR, DSR-04), from the personal-data map. */
export async function copyDocument(
  deps: PrivacyDeps,
  subject: DataSubject & { locale: Locale },
): Promise<CopyDocument> {
  const found = await exportDataSubject(deps)(subject);
  const { accountId, contactId, locale } = subject;
  return deps.db.account(accountId, async (tx) => {
    const data = await withSubjects(tx, found);
    const account = await getAccount(tx);
    const contact = contactId === undefined ? undefined : await findContactById(tx, contactId);
    const theme = pageTheme(account, locale);
    const operation = account.processing.operation;
    const filled = new Set(
      Object.values(data).flatMap((tables) =>
        Object.entries(tables).flatMap(([table, found]) => (found.length > 0 ? [table] : [])),
      ),
    );
    return {
      format: "klarpost-copy/2",
      generatedAt: deps.clock.now().toISOString(),
      controller: theme.legalName,
      contactEmail: theme.contactEmail ?? null,
      address: contact?.email ?? subject.emailNormalised,
      origins: contact ? originsOf(contact, locale) : [],
      sourcesAndRecipients: contact
        ? (await sourcesAndRecipients(tx, contact.id)).map(({ kind, name, at }) => ({
            kind,
            name,
            at: at.toISOString(),
          }))
        : [],
      processors: [
        ...(operation?.kind === "processor"
          ? [
              {
                name: operation.provider,
                country: account.processing.place?.country ?? "",
                purpose: "",
              },
            ]
          : []),
        ...(operation?.subprocessors ?? []),
      ],
      segments: contact ? await segmentsOf(tx, contact, deps.clock.now()) : [],
      scores: [],
      lookedAt: contact ? await looksOf(tx, contact, accountVoice(account, locale)) : [],
      retention: deps.map.flatMap((source) =>
        source.retention.filter((one) => filled.has(one.table)),
      ),
      data,
    };
  });
}

type Data = CopyDocument["data"];

/** What was measured names the mail by its subject: a number of the database says nothing to the person (DSR-04). */
async function withSubjects(tx: Tx, data: Data): Promise<Data> {
  const ids = new Set<number>();
  const each = (change: (row: Record<string, unknown>) => Record<string, unknown>): Data =>
    Object.fromEntries(
      Object.entries(data).map(([slice, tables]) => [
        slice,
        Object.fromEntries(
          Object.entries(tables).map(([table, list]) => [
            table,
            list.map((row) => change(row as Record<string, unknown>)),
          ]),
        ),
      ]),
    );
  each((row) => {
    if (typeof row["mailingId"] === "number") ids.add(row["mailingId"]);
    return row;
  });
  if (ids.size === 0) return data;
  const subjects = new Map(
    (await mailingSubjects(tx, [...ids])).map(({ id, subject }) => [id, subject]),
  );
  return each(({ mailingId, ...row }) =>
    mailingId === undefined ? row : { mailing: subjects.get(Number(mailingId)) ?? "", ...row },
  );
}

function originsOf(contact: Contact, locale: Locale): Origin[] {
  return Object.entries(contact.origins).map(([field, { source, at, detail }]) => ({
    field: fieldName(field, locale),
    source,
    at,
    ...(detail === undefined ? {} : { detail }),
  }));
}

/** A restricted person is in no segment that is used (DSR-07). */
async function segmentsOf(tx: Tx, contact: Contact, now: Date): Promise<string[]> {
  if (contact.restrictedAt !== null) return [];
  const found: string[] = [];
  for (const { name, definition } of await savedSegments(tx)) {
    const condition = await segmentHolds(tx, { definition }, now);
    const one = condition({
      contactId: bound(contact.id),
      email: bound(contact.emailNormalised),
    });
    if (await holds(tx, one as ReturnType<typeof bound>)) found.push(name);
  }
  return found;
}

async function looksOf(tx: Tx, contact: Contact, voice: Voice): Promise<CopyDocument["lookedAt"]> {
  const words = copyWords[voice];
  return (await looksAt(tx, contact.publicId)).map(({ at, action, actorKind }) => ({
    at: at.toISOString(),
    action: words.looked[action] ?? words.lookedElse,
    by: words.by[actorKind],
  }));
}
