import { displayName } from "../contacts/index.ts";
import { AppError } from "../platform/index.ts";
import type { PersonFilter, PersonRow } from "./persons.store.ts";

/** @throws AppError `filter_contradicts` (400): who clicked a link has opened the mail. */
export function withoutContradiction({ did, link }: PersonFilter): PersonFilter {
  if (did === "not_opened" && link !== undefined)
    throw new AppError(
      "filter_contradicts",
      400,
      "did=not_opened and a link exclude each other: a click counts as an opening.",
      { hint: "Use did=not_clicked with the link for those who did not click it." },
    );
  return { did, link };
}

/** A person as the API and files for programs show them. */
export function presentPerson(row: PersonRow) {
  return {
    id: row.publicId,
    name: displayName(row),
    email: row.email,
    personNumber: row.personNumber ?? null,
    opens: row.opens,
    clicks: row.clicks,
    links: row.links,
    firstHour: row.firstHour?.toISOString() ?? null,
    lastHour: row.lastHour?.toISOString() ?? null,
  };
}
