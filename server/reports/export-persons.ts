import { displayName } from "../contacts/index.ts";
import type { Mailing } from "../mailings/index.ts";
import { AppError, type Locale, type Tx } from "../platform/index.ts";
import { csv } from "./export-report.ts";
import { listPersons } from "./list-persons.ts";
import type { PersonFilter, PersonRow } from "./persons.store.ts";
import { tableWords } from "./report-words.ts";
import { writeWorkbook } from "./xlsx.ts";

/** More people than this are no list anybody reads; a filter makes one. */
const MOST_PEOPLE = 50_000;
const PAGE = 1000;

/**
 * The persons of a mailing as a file: those who permit it now, and what the list shows of them.
 *
 * @throws AppError `too_many_persons` above 50,000
 */
export async function exportPersons(
  tx: Tx,
  mailing: Mailing,
  wanted: PersonFilter & { format: "csv" | "xlsx"; locale: Locale; now: Date },
): Promise<{ content: string | Buffer; type: string; people: number }> {
  const people: PersonRow[] = [];
  let after: { sortKey: string; id: number } | null = null;
  do {
    const { found, next }: Awaited<ReturnType<typeof listPersons>> = await listPersons(
      tx,
      mailing,
      { did: wanted.did, link: wanted.link, now: wanted.now, after, limit: PAGE },
    );
    people.push(...found);
    if (people.length > MOST_PEOPLE)
      throw new AppError(
        "too_many_persons",
        409,
        `The list has more than ${MOST_PEOPLE} persons.`,
        { hint: "Choose a filter, for example one link." },
      );
    after = next;
  } while (after);
  const words = tableWords[wanted.locale];
  const header = [
    words.person,
    words.email,
    words.opens,
    words.clicks,
    words.linksClicked,
    words.first,
    words.last,
  ];
  const rows = people.map((row) => [
    displayName(row),
    row.email,
    row.opens,
    row.clicks,
    row.links.join(", "),
    row.firstHour?.toISOString() ?? "",
    row.lastHour?.toISOString() ?? "",
  ]);
  if (wanted.format === "csv")
    return {
      content: csv(header, rows),
      type: "text/csv; charset=utf-8",
      people: people.length,
    };
  const columns = header.map((title, at) => ({
    title,
    format: at === 2 || at === 3 ? ("number" as const) : ("text" as const),
  }));
  return {
    content: writeWorkbook([{ name: words.persons, columns, rows }]),
    type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    people: people.length,
  };
}
