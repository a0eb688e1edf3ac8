import type { DataNoticeView } from "../../contract/data-requests.ts";
import { displayName, type Contact } from "../contacts/index.ts";
import {
  csvRow,
  csvStart,
  type Clock,
  type Keys,
  type Locale,
  type Tx,
} from "../platform/index.ts";
import { insertWithdrawal } from "../records/index.ts";
import { insertNotice, recipientsOf, type Notice, type NoticeReason } from "./notices.store.ts";

type Deps = { clock: Clock; keys: Keys };

const LABEL = "requests/notice/v1";
/** Days after which a notice that nobody passed on forgets whom it was about. */
export const NOTICE_DAYS = 90;

/**
 * Art. 19 GDPR, DSR-14: whoever delivered the person's data or received them gets an entry on the list of those to tell;
 * the core system also a line in its return file. Gives how many.
 */
export async function tellOthers(
  tx: Tx,
  { clock, keys }: Deps,
  accountId: number,
  contact: Contact,
  reason: NoticeReason,
): Promise<number> {
  const now = clock.now();
  const yearAgo = new Date(now);
  yearAgo.setUTCFullYear(yearAgo.getUTCFullYear() - 1);
  const imports = Object.values(contact.origins).flatMap(
    ({ detail }) => /imp_[0-9a-f]{32}/.exec(detail ?? "")?.[0] ?? [],
  );
  const recipients = await recipientsOf(tx, contact.id, imports, yearAgo);
  const name = displayName(contact);
  const subject =
    contact.pot === "core"
      ? `${contact.personNumber ?? ""} ${name}`.trim()
      : name === contact.email
        ? contact.email
        : `${name} <${contact.email}>`;
  for (const recipient of recipients)
    await insertNotice(tx, accountId, {
      ...recipient,
      reason,
      subjectSealed: keys.seal(LABEL, Buffer.from(subject)),
      contactId: contact.id,
      at: now,
    });
  if (
    reason === "erasure" &&
    contact.pot === "core" &&
    contact.sourceSystem &&
    contact.personNumber
  )
    await insertWithdrawal(tx, accountId, {
      kind: "erasure",
      person: { source: contact.sourceSystem, number: contact.personNumber },
      contactId: contact.id,
      mailingId: null,
      origin: "dsr",
      at: now,
    });
  return recipients.length;
}

export function presentNotice(keys: Keys, notice: Notice): DataNoticeView {
  return {
    id: notice.publicId,
    reason: notice.reason,
    recipientKind: notice.recipientKind,
    recipient: notice.recipient,
    subject: notice.subjectSealed && keys.open(LABEL, notice.subjectSealed).toString(),
    at: notice.at.toISOString(),
    toldAt: notice.toldAt?.toISOString() ?? null,
    toldBy: notice.toldBy,
  };
}

const words = {
  de: {
    head: ["Anlass", "Wen informieren", "Woher", "Wen es betrifft", "Seit", "Informiert am", "Von"],
    reasons: {
      rectification: "berichtigt",
      erasure: "geloescht",
      restriction: "eingeschraenkt",
      restriction_lifted: "einschraenkung_aufgehoben",
    },
    kinds: { core: "Kernsystem", import: "Import", export: "Export" },
  },
  en: {
    head: ["Reason", "Whom to tell", "Kind", "Whom it concerns", "Since", "Told on", "By"],
    reasons: {
      rectification: "rectified",
      erasure: "erased",
      restriction: "restricted",
      restriction_lifted: "restriction_lifted",
    },
    kinds: { core: "core system", import: "import", export: "export" },
  },
};

/** The list of those to tell, as a file for spreadsheets. */
export function noticesCsv(items: readonly DataNoticeView[], locale: Locale): string {
  const { head, reasons, kinds } = words[locale];
  const lines = items.map((one) =>
    csvRow([
      reasons[one.reason],
      one.recipient,
      kinds[one.recipientKind],
      one.subject ?? "",
      one.at.slice(0, 10),
      one.toldAt?.slice(0, 10) ?? "",
      one.toldBy,
    ]),
  );
  return csvStart(head) + lines.join("");
}
