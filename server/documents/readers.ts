import type { DocumentKind, DocumentList } from "../../contract/documents.ts";
import type { Permission } from "../accounts/index.ts";
import { AppError, type Actor } from "../platform/index.ts";

/** Risks to people and what the house thinks of them: for who answers for that, not for everybody who reads documents. */
const WEIGHED: ReadonlySet<DocumentKind> = new Set(["screening", "impact", "dossier"]);
const READS_WEIGHED: Permission = "assessments.read";

type Reader = Pick<Actor, "permissions">;

const mayRead = (reader: Reader, kind: DocumentKind): boolean =>
  !WEIGHED.has(kind) || reader.permissions.has(READS_WEIGHED);

/** @throws AppError 403 `permission_missing` for screening, impact assessment and dossier without their own right */
export function requireReader(reader: Reader, kind: DocumentKind): void {
  if (mayRead(reader, kind)) return;
  throw new AppError("permission_missing", 403, `This needs the permission ${READS_WEIGHED}.`, {
    hint: "Screening, impact assessment and dossier are read by the owner, data protection and auditors.",
  });
}

/** The list as this reader may see it: without what was weighed, and without the files of the impact assessment. */
export function forReader(list: DocumentList, reader: Reader): DocumentList {
  if (reader.permissions.has(READS_WEIGHED)) return list;
  return {
    ...list,
    items: list.items.filter(({ kind }) => mayRead(reader, kind)),
    impact: { required: null, files: [] },
  };
}
