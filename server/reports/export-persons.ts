import type { PersonsOf } from "../../contract/exports.ts";
import { displayName } from "../contacts/index.ts";
import type { RowContent } from "../exports/index.ts";
import { findMailing, requireMaySeeFigures, type Mailing } from "../mailings/index.ts";
import { notFound, type Clock, type FilePage, type Locale, type Tx } from "../platform/index.ts";
import {
  countPersons,
  personsInOrder,
  type PersonFilter,
  type PersonRow,
  type PersonsInOrder,
} from "./persons.store.ts";
import { presentPerson, withoutContradiction } from "./persons.ts";
import { countPersonsOfCampaign, personsOfCampaignInOrder } from "./record-persons.store.ts";
import { tableWords } from "./report-words.ts";

/**
 * The persons of a mailing as rows of a file: those who permit it when it is written, and what the list shows of them.
 * Counting throws 404 for a mailing that is not there, and what the report of one would throw whose figures are not to be
 * seen yet.
 */
export function personsForFile({ clock }: { clock: Clock }) {
  return ({ mailing: id, did, link }: PersonsOf, locale: Locale): RowContent => ({
    async count(tx) {
      const filter = withoutContradiction({ did, link });
      const mailing = await findMailing(tx, id);
      if (!mailing) throw notFound("mailing");
      requireMaySeeFigures(mailing, { seesPersons: true });
      const count = isCampaign(mailing) ? countPersonsOfCampaign : countPersons;
      return count(tx, mailing.id, { ...filter, now: clock.now() });
    },
    headings: async () => {
      const words = tableWords[locale];
      return [
        words.person,
        words.email,
        words.opens,
        words.clicks,
        words.linksClicked,
        words.first,
        words.last,
      ];
    },
    async page(tx, after, limit) {
      const mailing = await findMailing(tx, id);
      // Deleted since it was asked for.
      if (!mailing) return [];
      return pageOf(tx, mailing, { did, link, now: clock.now(), after, limit });
    },
  });
}

const isCampaign = (mailing: Mailing): boolean => mailing.kind === "core_campaign";

async function pageOf(
  tx: Tx,
  mailing: Mailing,
  wanted: PersonFilter & PersonsInOrder,
): Promise<FilePage> {
  const find = isCampaign(mailing) ? personsOfCampaignInOrder : personsInOrder;
  return (await find(tx, mailing.id, wanted)).map((row) => ({
    id: row.contactId,
    cells: () => cellsOf(row),
    record: () => presentPerson(row),
  }));
}

const cellsOf = (row: PersonRow): string[] => [
  displayName(row),
  row.email,
  String(row.opens),
  String(row.clicks),
  row.links.join(", "),
  row.firstHour?.toISOString() ?? "",
  row.lastHour?.toISOString() ?? "",
];
