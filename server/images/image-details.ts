import type { ImageChange, NewImage } from "../../contract/images.ts";
import { invalid } from "../platform/index.ts";
import type { LibraryImage } from "./image.ts";
import type { ImageDetails } from "./images.store.ts";

/** CNT-10: nothing is taken in, exchanged or licensed otherwise without somebody who says that it is allowed. */
export function requireRights(confirmed: boolean | undefined): void {
  if (confirmed === true) return;
  throw invalid("rights_not_confirmed", "Nobody confirmed the rights to this picture.", {
    hint: "Send `rightsConfirmed: true` when the account may use it so, and the people on it agreed.",
  });
}

/** What is known of a picture after a change, or of a new one. */
export function readDetails(
  before: LibraryImage | null,
  input: NewImage | ImageChange,
  by: { name: string; at: Date },
): ImageDetails {
  const decorative = input.decorative ?? before?.decorative ?? false;
  const alt = decorative ? "" : (input.alt ?? before?.alt ?? "").trim();
  if (!decorative && alt === "")
    throw invalid("alt_missing", "The picture has no alternative text.", {
      hint: "Say in a sentence what it shows, or mark it as decorative.",
      errors: [{ path: "/alt", message: "expected a text" }],
    });
  const confirmed = input.rightsConfirmed === true;
  return {
    name: (input.name ?? before?.name ?? "").trim(),
    alt,
    decorative,
    source: (input.source ?? before?.source ?? "").trim(),
    licence: (input.licence ?? before?.licence ?? "").trim(),
    expiresOn: input.expiresAt === undefined ? (before?.expiresOn ?? null) : input.expiresAt,
    showsPeople: input.showsPeople ?? before?.showsPeople ?? false,
    confirmedBy: confirmed || !before ? by.name : before.confirmedBy,
    confirmedAt: confirmed || !before ? by.at : before.confirmedAt,
  };
}

/** Whether a change touches the rights, which are then confirmed anew. */
export function changesRights(before: LibraryImage, after: ImageDetails): boolean {
  return (
    before.source !== after.source ||
    before.licence !== after.licence ||
    before.expiresOn !== after.expiresOn ||
    before.showsPeople !== after.showsPeople
  );
}
