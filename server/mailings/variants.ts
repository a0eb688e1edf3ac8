import type { ReadinessProblem } from "../../contract/mailings.ts";
import type { VariantTest } from "../../contract/variants.ts";
import { conflict, invalid, type RawBuilder, type Tx } from "../platform/index.ts";
import { may, type Mailing } from "./mailing.ts";
import { archiveMailing, findMailingById, updateDraft } from "./mailings.store.ts";
import { cloneMailing, cloneVersion } from "./clone-mailing.ts";
import { recurringOfTemplate } from "./recurring/recurring.store.ts";
import { againCondition } from "./send-again.ts";
import { findTranslation } from "./translations.store.ts";
import { segmentConditionOf } from "./segment-of-mailing.ts";
import {
  bothOf,
  deleteTest,
  insertTest,
  partCondition,
  setWinner,
  testOfMailing,
  variantIds,
  type VariantTestRow,
} from "./variants.store.ts";

const HOUR_MS = 3_600_000;
const LETTERS = ["A", "B", "C", "D", "E"] as const;

/** What narrows the audience of a newsletter beyond its lists, on the contact row `c`: its segment, its part of a test. */
export async function audienceConditionOf(
  tx: Tx,
  mailing: Pick<Mailing, "settings"> & { id?: number },
  at: Date,
): Promise<RawBuilder<unknown> | undefined> {
  const again = await againCondition(tx, mailing);
  const ofSegment = await segmentConditionOf(tx, mailing, at);
  const segment = again && ofSegment ? bothOf(again, ofSegment) : (again ?? ofSegment);
  const test = mailing.id === undefined ? undefined : await testOfMailing(tx, mailing.id);
  if (!test) return segment;
  return partCondition(test, mailing.id!, segment);
}

/** By how much a mailing is to be counted larger when its size decides on approval: a test is one mailing to its people. */
export async function partsOfTest(tx: Tx, mailingId: number): Promise<number> {
  const test = await testOfMailing(tx, mailingId);
  return test && test.position !== null ? test.variants : 1;
}

/** What stands in the way of a mailing because of its test. */
export async function variantProblems(tx: Tx, mailing: Mailing): Promise<ReadinessProblem[]> {
  const test = await testOfMailing(tx, mailing.id);
  if (!test) return [];
  const problem = (code: string, de: string, en: string): ReadinessProblem => ({
    code,
    rule: "TRK-21",
    severity: "block",
    message: { de, en },
  });
  if (test.position === null)
    return test.decidedAt === null
      ? [
          problem(
            "test_undecided",
            test.measure === null
              ? "Zuerst gehen die Varianten hinaus. Wählen Sie danach, welche der Rest bekommt."
              : "Zuerst gehen die Varianten hinaus. Danach entscheidet Klarpost wie festgelegt und sendet den Rest.",
            test.measure === null
              ? "The variants leave first. Then choose which one the rest gets."
              : "The variants leave first. Then Klarpost decides as set and sends the rest.",
          ),
        ]
      : [];
  const holder = (await findMailingById(tx, test.mailingId))!;
  const same =
    JSON.stringify(mailing.listIds) === JSON.stringify(holder.listIds) &&
    mailing.settings.segment?.id === holder.settings.segment?.id;
  return same
    ? []
    : [
        problem(
          "variant_audience",
          "Eine Variante geht an dieselben Listen wie ihr Test. Stellen Sie Listen und Segment wieder gleich.",
          "A variant goes to the same lists as its test. Make lists and segment equal again.",
        ),
      ];
}

/** Makes a test of a draft: copies of it as variants, to be changed and scheduled each for itself. */
export async function createVariants(
  tx: Tx,
  accountId: number,
  mailing: Mailing,
  asked: { variants: number; sample: number },
  by: { operatorId: number | null; pagesUrl: string; at: Date },
): Promise<void> {
  if (!may("edit", mailing.state))
    throw conflict("mailing_not_a_draft", `A mailing in state ${mailing.state} cannot be tested.`);
  if (mailing.kind !== "newsletter" || mailing.settings.behaviour || mailing.settings.purpose)
    throw conflict("test_needs_newsletter", "Only a newsletter to its lists can be tested.", {
      hint: "Follow-ups, questions and mailings on another basis have no variants.",
    });
  if (mailing.settings.again !== undefined || (await recurringOfTemplate(tx, mailing.id)))
    throw conflict("test_needs_newsletter", "A second attempt or a template has no variants.");
  if (await testOfMailing(tx, mailing.id))
    throw conflict("test_exists", "The mailing has a test or is in one already.");
  const made: number[] = [];
  const word = mailing.locale === "de" ? "Variante" : "variant";
  for (const letter of LETTERS.slice(0, asked.variants)) {
    const name = `${mailing.name.slice(0, 180)}, ${word} ${letter}`;
    made.push((await cloneMailing(tx, accountId, mailing, { name }, by)).id);
  }
  const { id: mailingId } = mailing;
  await insertTest(tx, accountId, { mailingId, sample: asked.sample, variants: made, at: by.at });
}

/** Ends a test of which nothing was sent; its variants are put away. */
export async function removeVariants(tx: Tx, mailing: Mailing, at: Date): Promise<void> {
  const test = await testOfMailing(tx, mailing.id);
  if (!test || test.position !== null) throw conflict("no_test", "The mailing has no test.");
  const variants = await variantsOf(tx, test.id);
  if (variants.some((variant) => !may("delete", variant.state) || variant.runId !== null))
    throw conflict("test_began", "A variant is scheduled or was sent.", {
      hint: "Take what is scheduled back first. What was sent stays.",
    });
  for (const variant of variants) await archiveMailing(tx, variant.id, at);
  await deleteTest(tx, test.id);
}

/** Takes the content of a variant that was sent for the rest of the people. Somebody decides; the figures only tell. */
export async function chooseVariant(
  tx: Tx,
  accountId: number,
  mailing: Mailing,
  winnerId: string,
  by: { operatorId: number | null; pagesUrl: string; at: Date },
): Promise<Mailing> {
  const test = await testOfMailing(tx, mailing.id);
  if (!test || test.position !== null) throw conflict("no_test", "The mailing has no test.");
  if (!may("edit", mailing.state))
    throw conflict("mailing_not_a_draft", `A mailing in state ${mailing.state} cannot be edited.`);
  const winner = (await variantsOf(tx, test.id)).find((one) => one.publicId === winnerId);
  if (!winner) throw invalid("no_such_variant", "The test has no such variant.");
  if (winner.runId === null)
    throw conflict("variant_not_sent", "This variant was not sent yet.", {
      hint: "Send the variants first.",
    });
  const saved = await takeContent(tx, mailing, winner, by.at);
  await takeVersion(tx, accountId, mailing, winner, by);
  await setWinner(tx, test.id, { mailingId: winner.id, by: by.operatorId, at: by.at });
  return saved;
}

/** What one mailing says, put into another. */
async function takeContent(tx: Tx, into: Mailing, from: Mailing, at: Date): Promise<Mailing> {
  const { subject, preheader, html, text, textIsEdited, senderId, sourceKind, source } = from;
  const { notPersonalLinks } = from.settings;
  const saved = await updateDraft(
    tx,
    into.id,
    into.revision,
    {
      ...into,
      ...{ subject, preheader, html, text, textIsEdited, senderId, sourceKind, source },
      settings: { ...into.settings, ...(notPersonalLinks ? { notPersonalLinks } : {}) },
    },
    at,
  );
  return saved!;
}

/** The rest gets the winner in both languages, or in the one it was sent in. */
async function takeVersion(
  tx: Tx,
  accountId: number,
  mailing: Mailing,
  winner: Mailing,
  by: { operatorId: number | null; pagesUrl: string; at: Date },
): Promise<void> {
  const own = await findTranslation(tx, mailing.id);
  const won = await findTranslation(tx, winner.id);
  if (won && own?.locale === won.locale) await takeContent(tx, own, won, by.at);
  else {
    if (own) await archiveMailing(tx, own.id, by.at);
    if (won) await cloneVersion(tx, accountId, won, mailing, by);
  }
}

export async function variantsOf(tx: Tx, testId: number): Promise<Mailing[]> {
  const found: Mailing[] = [];
  for (const id of await variantIds(tx, testId)) found.push((await findMailingById(tx, id))!);
  return found;
}

export async function presentVariants(tx: Tx, mailing: Mailing): Promise<VariantTest> {
  const test = await testOfMailing(tx, mailing.id);
  if (!test)
    return {
      holder: null,
      isHolder: false,
      sample: 0,
      variants: [],
      winnerId: null,
      decidedAt: null,
      automatic: null,
      decidesAt: null,
      decision: null,
    };
  const holder = (await findMailingById(tx, test.mailingId))!;
  const variants = await variantsOf(tx, test.id);
  return {
    holder: { id: holder.publicId, name: holder.name },
    isHolder: test.position === null,
    sample: test.sample,
    variants: variants.map((variant, position) => ({
      id: variant.publicId,
      letter: LETTERS[position]!,
      name: variant.name,
      subject: variant.subject,
      state: variant.state,
      scheduledAt: variant.scheduledAt?.toISOString() ?? null,
      startedAt: variant.startedAt?.toISOString() ?? null,
    })),
    winnerId: variants.find((variant) => variant.id === test.winnerId)?.publicId ?? null,
    decidedAt: test.decidedAt?.toISOString() ?? null,
    automatic: automaticOf(test),
    decidesAt: test.decidedAt || test.decision ? null : decidesAt(test, variants),
    decision: test.decision,
  };
}

function automaticOf({
  measure,
  waitHours,
  confidence,
  otherwise,
}: VariantTestRow): VariantTest["automatic"] {
  if (measure === null || waitHours === null || confidence === null || otherwise === null)
    return null;
  return { measure, waitHours, confidence, otherwise };
}

/** When a test decides by itself: so many hours after its last variant began; null while one has not begun. */
function decidesAt({ waitHours }: VariantTestRow, variants: readonly Mailing[]): string | null {
  const begun = variants.flatMap((variant) => variant.startedAt?.getTime() ?? []);
  if (waitHours === null || begun.length < variants.length) return null;
  return new Date(Math.max(...begun) + waitHours * HOUR_MS).toISOString();
}
