import { maybe, one, rows, run, sql, type Tx } from "../platform/index.ts";
import type { ImageFile, LibraryImage } from "./image.ts";

const IMAGE = sql`select i.id, i.public_id, i.name, i.alt, i.decorative, i.source, i.licence,
    to_char(i.expires_on, 'YYYY-MM-DD') as expires_on, i.shows_people, i.confirmed_by, i.confirmed_at, i.created_at,
    f.key, f.extension, f.file_id, f.width, f.height, f.bytes, f.original_bytes
  from images i join image_files f on f.account_id = i.account_id and f.key = i.key`;

export type ImageDetails = Pick<
  LibraryImage,
  | "name"
  | "alt"
  | "decorative"
  | "source"
  | "licence"
  | "expiresOn"
  | "showsPeople"
  | "confirmedAt"
  | "confirmedBy"
>;

/** Whose picture this is; asked without an account. */
export async function accountOfImage(tx: Tx, key: string): Promise<number | null> {
  const found = await one<{ accountId: number | null }>(
    tx,
    sql`select account_of_image(${key}) as account_id`,
  );
  return found.accountId;
}

export function findFileByKey(
  tx: Tx,
  key: string,
): Promise<Pick<ImageFile, "fileId" | "extension"> | undefined> {
  return maybe(
    tx,
    sql`select f.file_id, f.extension from image_files f where f.account_id = app_account() and f.key = ${key}`,
  );
}

/** The newest first; `before` is the id of the last one of the page before. */
export function listImages(
  tx: Tx,
  page: { limit: number; before?: number | undefined; search: string },
): Promise<LibraryImage[]> {
  const words = `%${page.search.toLowerCase().replace(/[\\%_]/g, "\\$&")}%`;
  return rows<LibraryImage>(
    tx,
    sql`${IMAGE} where i.account_id = app_account() and i.id < ${page.before ?? Number.MAX_SAFE_INTEGER}
          and (lower(i.name) like ${words} or lower(i.alt) like ${words})
        order by i.id desc limit ${page.limit}`,
  );
}

export function findImage(tx: Tx, publicId: string): Promise<LibraryImage | undefined> {
  return maybe<LibraryImage>(
    tx,
    sql`${IMAGE} where i.account_id = app_account() and i.public_id = ${publicId}`,
  );
}

export function findDrawing(tx: Tx, drawing: string): Promise<LibraryImage | undefined> {
  return maybe<LibraryImage>(
    tx,
    sql`${IMAGE} where i.account_id = app_account() and i.drawing = ${drawing}`,
  );
}

export function lockImage(tx: Tx, publicId: string): Promise<LibraryImage | undefined> {
  return maybe<LibraryImage>(
    tx,
    sql`${IMAGE} where i.account_id = app_account() and i.public_id = ${publicId} for update of i`,
  );
}

/** Pictures that stand or stood at these addresses, with the key that was asked for. */
export function imagesOfKeys(
  tx: Tx,
  keys: readonly string[],
): Promise<{ askedKey: string; name: string; expiresOn: string | null }[]> {
  return rows(
    tx,
    sql`select f.key as asked_key, i.name, to_char(i.expires_on, 'YYYY-MM-DD') as expires_on
        from image_files f join images i on i.account_id = f.account_id and i.id = f.image_id
        where f.account_id = app_account() and f.key = any(${keys as string[]})`,
  );
}

export async function insertImage(
  tx: Tx,
  accountId: number,
  details: ImageDetails,
  file: ImageFile,
  at: Date,
  drawing: string | null = null,
): Promise<LibraryImage> {
  const { id, publicId } = await one<{ id: number; publicId: string }>(
    tx,
    sql`insert into images (account_id, name, alt, decorative, source, licence, expires_on, shows_people, confirmed_by, confirmed_at, drawing, key, created_at, updated_at)
        values (${accountId}, ${details.name}, ${details.alt}, ${details.decorative}, ${details.source}, ${details.licence},
          ${details.expiresOn}::date, ${details.showsPeople}, ${details.confirmedBy}, ${details.confirmedAt}, ${drawing}, ${file.key}, ${at}, ${at})
        returning id, public_id`,
  );
  await insertImageFile(tx, accountId, id, file, at);
  return (await findImage(tx, publicId))!;
}

export async function insertImageFile(
  tx: Tx,
  accountId: number,
  imageId: number,
  file: ImageFile,
  at: Date,
): Promise<void> {
  await run(
    tx,
    sql`insert into image_files (account_id, image_id, key, extension, file_id, width, height, bytes, original_bytes, created_at)
        values (${accountId}, ${imageId}, ${file.key}, ${file.extension}, ${file.fileId}, ${file.width}, ${file.height}, ${file.bytes}, ${file.originalBytes}, ${at})`,
  );
}

export async function updateImage(
  tx: Tx,
  imageId: number,
  details: ImageDetails & { key: string },
  at: Date,
): Promise<void> {
  await run(
    tx,
    sql`update images set name = ${details.name}, alt = ${details.alt}, decorative = ${details.decorative}, source = ${details.source},
          licence = ${details.licence}, expires_on = ${details.expiresOn}::date, shows_people = ${details.showsPeople},
          confirmed_by = ${details.confirmedBy}, confirmed_at = ${details.confirmedAt}, key = ${details.key}, updated_at = ${at}
        where account_id = app_account() and id = ${imageId}`,
  );
}

export function filesOfImage(tx: Tx, imageId: number): Promise<{ key: string; fileId: number }[]> {
  return rows(
    tx,
    sql`select f.key, f.file_id from image_files f where f.account_id = app_account() and f.image_id = ${imageId}`,
  );
}

export async function deleteImageRow(tx: Tx, imageId: number): Promise<void> {
  await run(tx, sql`delete from images where account_id = app_account() and id = ${imageId}`);
}

export async function deleteImageFile(tx: Tx, key: string): Promise<void> {
  await run(tx, sql`delete from image_files where account_id = app_account() and key = ${key}`);
}

export function usedBytes(tx: Tx): Promise<{ images: number; usedBytes: number }> {
  return one(
    tx,
    sql`select count(distinct f.image_id) as images, coalesce(sum(f.bytes), 0)::bigint as used_bytes
        from image_files f where f.account_id = app_account()`,
  );
}
