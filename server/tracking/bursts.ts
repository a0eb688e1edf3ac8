import { HONEYPOT_LINK, PIXEL_LINK } from "./tokens.ts";

/** Different links of one mail within this time are too many for a person. */
const LINKS = 3;
const WITHIN_MS = 1_000;
const MAX_MAILS = 20_000;

type Click = { link: number; at: number };

export interface Bursts {
  /** Notes a hit; true when it is the third or later different link of its mail within a second. */
  note(deliveryId: number, link: number, at: number): boolean;
}

/**
 * Recognises programs that open the links of a mail one after the other (TRK-13). Of each mail it knows for a second or
 * two which links were opened, in memory, and at most of 40,000 mails; older ones are forgotten first.
 */
export function createBursts(): Bursts {
  let young = new Map<number, Click[]>();
  let old = new Map<number, Click[]>();
  let since = 0;
  return {
    note(deliveryId, link, at) {
      if (link === PIXEL_LINK || link === HONEYPOT_LINK) return false;
      if (Math.abs(at - since) >= WITHIN_MS || young.size >= MAX_MAILS) {
        old = young;
        young = new Map();
        since = at;
      }
      const known = young.get(deliveryId) ?? old.get(deliveryId);
      const click = { link, at };
      if (known === undefined) {
        young.set(deliveryId, [click]);
        return false;
      }
      const recent = known.filter((one) => one.link !== link && Math.abs(at - one.at) < WITHIN_MS);
      recent.push(click);
      young.set(deliveryId, recent);
      return recent.length >= LINKS;
    },
  };
}
