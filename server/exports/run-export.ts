import { randomBytes } from "node:crypto";
import { EXPORT_HOURS } from "../../contract/exports.ts";
import {
  csvRow,
  csvStart,
  deleteFile,
  enqueueJob,
  storeFile,
  withRowSettings,
  type FilePage,
} from "../platform/index.ts";
import { MARK_HEADING, markOf } from "./contact-cells.ts";
import {
  EXPIRE_JOB,
  KEY_LABEL,
  PASSWORD_LABEL,
  type Export,
  type ExportDeps,
  type RowContent,
} from "./export.ts";
import { completeExport, lockExport, noteWritten, setState } from "./exports.store.ts";
import { sealStream } from "./sealed-stream.ts";
import { contentOf, fileNameOf, sheetOf } from "./subjects.ts";
import { writeXlsx } from "./xlsx-stream.ts";
import { zipWithPassword } from "./zip-with-password.ts";

const PAGE = 1000;
const HOUR_MS = 3_600_000;

class Stopped extends Error {}

export type ExportResult = "done" | "stopped" | "interrupted";

/**
 * Writes the file of an export page by page, encrypted, with memory that does not depend on its size. After a crash it
 * begins anew; what was half written is deleted. Never more people than were meant when it was asked for, because a second
 * person agreed to so many, or none was asked for so few. `interrupted` when the signal says so.
 */
export async function runExport(
  deps: ExportDeps,
  accountId: number,
  exportId: number,
  signal?: AbortSignal,
): Promise<ExportResult> {
  const found = await deps.db.account(accountId, async (tx) => {
    const locked = await lockExport(tx, exportId);
    if (!locked || !["waiting", "running"].includes(locked.state)) return undefined;
    await setState(tx, exportId, { state: "running" });
    return locked;
  });
  if (!found) return "stopped";
  const key = randomBytes(32);
  const expiresAt = new Date(deps.clock.now().getTime() + EXPORT_HOURS * HOUR_MS);
  const progress = { written: 0 };
  let fileId: number;
  let sizeBytes: number;
  try {
    const plain = bytesOf(deps, accountId, found, progress, signal);
    const zip = zipWithPassword(plain, {
      password: deps.keys.open(PASSWORD_LABEL, found.passwordSealed!).toString("utf8"),
      name: fileNameOf(found, found.format),
      at: found.createdAt,
      // A workbook is compressed already.
      compress: found.format !== "xlsx",
      comment: markOf(found, found.locale),
    });
    const file = await storeFile(deps.db, accountId, sealStream(key, zip), {
      name: `${found.publicId}.sealed`,
      mediaType: "application/octet-stream",
      maxBytes: Number.MAX_SAFE_INTEGER,
      expiresAt,
    });
    [fileId, sizeBytes] = [file.id, file.sizeBytes];
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    return signal?.aborted ? "interrupted" : "stopped";
  }
  return deps.db.account(accountId, async (tx) => {
    const finishedAt = deps.clock.now();
    const isDone = await completeExport(tx, exportId, {
      written: progress.written,
      fileId,
      keySealed: deps.keys.seal(KEY_LABEL, key),
      sizeBytes,
      finishedAt,
      expiresAt,
    });
    if (!isDone) {
      await deleteFile(tx, fileId);
      return "stopped";
    }
    await enqueueJob(tx, {
      kind: EXPIRE_JOB,
      accountId,
      payload: { exportId },
      runAt: expiresAt,
      uniqueKey: `${accountId}:${exportId}`,
    });
    return "done";
  });
}

type Progress = { written: number };

async function* bytesOf(
  deps: ExportDeps,
  accountId: number,
  found: Export,
  progress: Progress,
  signal: AbortSignal | undefined,
): AsyncGenerator<Buffer> {
  const content = contentOf(deps, found);
  if ("lines" in content) {
    // A signature is over all lines, so none carries a mark of its own: the comment of the ZIP does.
    for await (const { text, people } of content.lines(accountId, found.reason)) {
      if (signal?.aborted) throw new Stopped();
      progress.written += people;
      const state = await deps.db.account(accountId, (tx) =>
        noteWritten(tx, found.id, progress.written),
      );
      if (state !== "running") throw new Stopped();
      yield Buffer.from(text);
    }
    return;
  }
  const { format, locale } = found;
  const headings = [
    ...(await deps.db.account(accountId, (tx) => content.headings(tx))),
    MARK_HEADING[locale],
  ];
  const mark = markOf(found, locale);
  const pages = pagesOf(deps, accountId, found, { content, progress, signal });
  if (format === "jsonl") {
    for await (const page of pages)
      yield Buffer.from(
        page.map((row) => `${JSON.stringify({ ...row.record(), extract: mark })}\n`).join(""),
      );
  } else if (format === "csv") {
    yield Buffer.from(csvStart(headings));
    for await (const page of pages)
      yield Buffer.from(page.map((row) => csvRow([...row.cells(), mark])).join(""));
  } else {
    yield* writeXlsx(
      sheetOf(found),
      (async function* () {
        yield headings;
        for await (const page of pages) for (const row of page) yield [...row.cells(), mark];
      })(),
    );
  }
}

async function* pagesOf(
  deps: ExportDeps,
  accountId: number,
  found: Export,
  of: { content: RowContent; progress: Progress; signal: AbortSignal | undefined },
): AsyncGenerator<FilePage> {
  const { content, progress, signal } = of;
  const pageAfter = (after: number): Promise<FilePage> =>
    asCaller(found, () =>
      deps.db.account(accountId, async (tx) => {
        if (signal?.aborted) throw new Stopped();
        // The newest come last: they are who came in since.
        const most = Math.min(PAGE, found.total - progress.written);
        const page = most > 0 ? await content.page(tx, after, most) : [];
        progress.written += page.length;
        if ((await noteWritten(tx, found.id, progress.written)) !== "running") throw new Stopped();
        return page;
      }),
    );
  let coming = pageAfter(0);
  for (;;) {
    const page = await coming;
    if (page.length === 0) return;
    // The database reads the next page while this one is written.
    coming = pageAfter(page.at(-1)!.id);
    coming.catch(() => undefined);
    yield page;
  }
}

/** ORG-03: whoever sees only the contacts they are responsible for gets nobody else by a job either. */
function asCaller<T>({ actor }: Export, work: () => Promise<T>): Promise<T> {
  if (actor.assignedOnly !== true) return work();
  return withRowSettings({ "app.assigned_to": String(actor.operatorId ?? 0) }, work);
}
