import type { BrandKit } from "../../contract/blocks.ts";
import type { BrandKitChange } from "../../contract/editing.ts";
import { logoPath, type Account } from "../accounts/index.ts";
import { PLAIN_KIT } from "../content/index.ts";
import { defaultColour, type Tx } from "../platform/index.ts";
import { findBrandKit } from "./editing.store.ts";

/** What an account that chose nothing has. */
export const DEFAULT_KIT: BrandKitChange = {
  headings: PLAIN_KIT.headings,
  text: PLAIN_KIT.text,
  buttons: PLAIN_KIT.buttons,
  logoWidth: 160,
  footer: "",
  social: [],
};

/** How the account's mails look: its own choices, with name, colour and logo of its public pages. */
export async function brandKitOf(tx: Tx, account: Account, pagesUrl: string): Promise<BrandKit> {
  return withAccount((await findBrandKit(tx)) ?? DEFAULT_KIT, account, pagesUrl);
}

/** Joins choices with what the account's pages already show. Pure. */
export function withAccount(
  kit: BrandKitChange,
  account: Pick<Account, "name" | "theme" | "publicId">,
  pagesUrl: string,
): BrandKit {
  const path = logoPath(account);
  return {
    accountName: account.name,
    colour: account.theme.colour ?? defaultColour,
    logo: path === undefined ? null : { url: pagesUrl + path, width: kit.logoWidth },
    headings: kit.headings,
    text: kit.text,
    buttons: kit.buttons,
    footer: kit.footer,
    social: kit.social,
  };
}
