import type { Tx } from "../platform/index.ts";
import { findFormForLists } from "./forms.store.ts";

/** A form that people can use now. */
export interface FormForLists {
  publicId: string;
  /** It offers one of the lists asked for; else it is just a form of the account. */
  offers: boolean;
}

/** Where a reader without a mail at hand signs up for one of these lists, or asks for a link to the settings. */
export function formForLists(
  tx: Tx,
  listPublicIds: readonly string[],
): Promise<FormForLists | undefined> {
  return findFormForLists(tx, listPublicIds);
}
