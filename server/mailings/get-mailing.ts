import { notFound, type Tx } from "../platform/index.ts";
import type { Mailing } from "./mailing.ts";
import { findMailing } from "./mailings.store.ts";

/** Bytes of a request that carries a mailing's content. */
export const MAILING_BODY_LIMIT = 4 * 1024 * 1024;

/** The mailing with this public id, or 404. */
export async function getMailing(tx: Tx, publicId: string): Promise<Mailing> {
  const mailing = await findMailing(tx, publicId);
  if (!mailing) throw notFound("mailing");
  return mailing;
}
