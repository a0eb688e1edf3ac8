import type { NewMailingInput } from "../../contract/mailings.ts";
import type { Tx } from "../platform/index.ts";
import { assignCampaign } from "./campaigns.store.ts";
import type { Mailing } from "./mailing.ts";
import { findMailingById } from "./mailings.store.ts";
import { createMailing } from "./save-mailing.ts";
import { findTranslation, setTranslationOf } from "./translations.store.ts";
import { insertTest, testOfMailing, variantIds } from "./variants.store.ts";

interface By {
  operatorId: number | null;
  pagesUrl: string;
  at: Date;
}

/**
 * A copy of a mailing as a new draft, with everything that makes it what it is: content and conditions, the version in
 * the other language, segment, campaign. Times, approvals and what was sent stay behind. `given` changes it at once.
 */
export async function cloneMailing(
  tx: Tx,
  accountId: number,
  original: Mailing,
  given: NewMailingInput,
  by: By,
): Promise<Mailing> {
  const { operatorId, pagesUrl, at } = by;
  const input = { ...given, copyOf: original.publicId };
  const made = await createMailing(tx, accountId, input, operatorId, at, pagesUrl);
  if (original.campaignId !== null) await assignCampaign(tx, made.id, original.campaignId);
  const other = await findTranslation(tx, original.id);
  if (other) await cloneVersion(tx, accountId, other, made, by);
  return (await findMailingById(tx, made.id))!;
}

/** Copies the version of one mailing in the other language to another mailing. */
export async function cloneVersion(
  tx: Tx,
  accountId: number,
  version: Mailing,
  mailing: Mailing,
  { operatorId, pagesUrl, at }: By,
): Promise<void> {
  const language = version.locale === "en" ? "English" : "Deutsch";
  const input = {
    copyOf: version.publicId,
    kind: mailing.kind,
    name: `${mailing.name.slice(0, 180)} (${language})`,
  };
  const made = await createMailing(tx, accountId, input, operatorId, at, pagesUrl);
  await setTranslationOf(tx, made.id, mailing.id);
}

/**
 * The same with its test of variants, each copied with its own content. Whether the copy decides by itself is chosen
 * anew, because somebody answers for it.
 */
export async function cloneWithVariants(
  tx: Tx,
  accountId: number,
  original: Mailing,
  given: NewMailingInput,
  by: By,
): Promise<Mailing> {
  const made = await cloneMailing(tx, accountId, original, given, by);
  const test = await testOfMailing(tx, original.id);
  if (!test || test.position !== null || made.kind !== original.kind) return made;
  const variants: number[] = [];
  for (const [position, id] of (await variantIds(tx, test.id)).entries()) {
    const variant = (await findMailingById(tx, id))!;
    const word = made.locale === "de" ? "Variante" : "variant";
    const name = `${made.name.slice(0, 180)}, ${word} ${"ABCDE"[position]}`;
    variants.push((await cloneMailing(tx, accountId, variant, { name }, by)).id);
  }
  await insertTest(tx, accountId, {
    mailingId: made.id,
    sample: test.sample,
    variants,
    at: by.at,
  });
  return made;
}
