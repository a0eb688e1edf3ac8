import { createHash } from "node:crypto";
import { audit, type AuditActor } from "../accounts/index.ts";
import { IMPORT_LIMITS } from "../../contract/imports.ts";
import { deleteFile, storeFile } from "../platform/index.ts";
import { storedActor } from "./actor.ts";
import { EncodingDetector } from "./encoding.ts";
import { FILE_DAYS, type Import, type ImportDeps } from "./import.ts";
import { insertImport } from "./imports.store.ts";
import { readUpload } from "./read-upload.ts";
import { rememberedOrSuggested } from "./remembered-mapping.ts";

const DAY_MS = 86_400_000;

/**
 * Stores a file and finds out how to read it. It is kept for seven days at most and gone once it is imported.
 * Throws 413 `file_too_large` and FileError with what is wrong with it; then nothing is kept.
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
  const expiresAt = new Date(now.getTime() + FILE_DAYS * DAY_MS);
  const file = await storeFile(deps.db, accountId, watched(), {
    name,
    mediaType: "application/octet-stream",
    maxBytes: IMPORT_LIMITS.bytes,
    expiresAt,
  });
  try {
    const { fileId, format } = await readUpload(
      deps.db,
      accountId,
      { id: file.id, sizeBytes: file.sizeBytes, sha256: hash.digest("hex"), expiresAt },
      detector,
    );
    return await deps.db.account(accountId, async (tx) => {
      const actor = storedActor(input.actor);
      const added = await insertImport(tx, accountId, {
        name,
        fileId,
        format,
        ...(await rememberedOrSuggested(tx, format)),
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
