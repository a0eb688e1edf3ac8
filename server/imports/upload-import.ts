import { createHash } from "node:crypto";
import { audit, type AuditActor } from "../accounts/index.ts";
import { IMPORT_LIMITS } from "../../contract/imports.ts";
import { deleteFile, storeFile } from "../platform/index.ts";
import { storedActor } from "./actor.ts";
import { detectDialect } from "./csv-dialect.ts";
import { EncodingDetector } from "./encoding.ts";
import { FileError } from "./file-error.ts";
import { FILE_DAYS, type Import, type ImportDeps } from "./import.ts";
import { insertImport } from "./imports.store.ts";
import { suggestMapping } from "./mapping.ts";

const DAY_MS = 86_400_000;

/**
 * Stores a file and finds out how to read it. It is kept for seven days at most and gone once it is imported.
 * Throws 413 `file_too_large` and FileError (`empty`, `not_text`, `too_many_columns`); then nothing is kept.
 */
export async function uploadImport(
  deps: Pick<ImportDeps, "db" | "clock">,
  accountId: number,
  input: { stream: AsyncIterable<Buffer>; fileName: string; actor: AuditActor },
): Promise<Import> {
  const name = cleanName(input.fileName);
  const detector = new EncodingDetector();
  const hash = createHash("sha256");
  const watched = async function* () {
    for await (const bytes of input.stream) {
      detector.feed(bytes);
      hash.update(bytes);
      yield bytes;
    }
  };
  const now = deps.clock.now();
  const file = await storeFile(deps.db, accountId, watched(), {
    name,
    mediaType: "text/csv",
    maxBytes: IMPORT_LIMITS.bytes,
    expiresAt: new Date(now.getTime() + FILE_DAYS * DAY_MS),
  });
  try {
    const encoding = detector.result();
    if (encoding === undefined) throw new FileError("not_text");
    const sample = new TextDecoder(encoding).decode(detector.sample, { stream: true });
    const dialect = detectDialect(sample);
    return await deps.db.account(accountId, async (tx) => {
      const actor = storedActor(input.actor);
      const added = await insertImport(tx, accountId, {
        name,
        fileId: file.id,
        format: { ...dialect, encoding, sizeBytes: file.sizeBytes, sha256: hash.digest("hex") },
        mapping: suggestMapping(dialect.columns),
        createdBy: actor.operatorId ?? null,
        at: now,
      });
      await audit(tx, accountId, input.actor, "import.uploaded", {
        objectType: "import",
        objectId: added.publicId,
        detail: { bytes: file.sizeBytes },
      });
      return added;
    });
  } catch (error) {
    await deps.db.account(accountId, (tx) => deleteFile(tx, file.id)).catch(() => undefined);
    throw error;
  }
}

function cleanName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? "";
  return (
    last
      .replace(/\p{C}+/gu, "")
      .trim()
      .slice(0, 200)
      .toWellFormed() || "import.csv"
  );
}
