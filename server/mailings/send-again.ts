import type { ReadinessProblem } from "../../contract/mailings.ts";
import { conflict, type RawBuilder, type Tx } from "../platform/index.ts";
import { cloneMailing } from "./clone-mailing.ts";
import type { Mailing } from "./mailing.ts";
import { findMailing, setSettings } from "./mailings.store.ts";
import { againOf, gotRefusal, NOBODY, refusedSoftly } from "./send-again.store.ts";

/** Later nobody expects the mail any more. */
const WITHIN_DAYS = 14;
const DAY_MS = 86_400_000;

/**
 * Makes a draft of the same content for those who did not get it, because their mail servers refused it for the time
 * being and every attempt was used up. Whoever got it, whose address is undeliverable for good, or whose server wants no
 * such mail, is not among them. Throws 409 `again_*`.
 */
export async function sendAgain(
  tx: Tx,
  accountId: number,
  original: Mailing,
  by: { operatorId: number | null; pagesUrl: string; at: Date },
): Promise<Mailing> {
  if (original.kind !== "newsletter" || original.state !== "sent" || original.runId === null)
    throw conflict("again_not_sent", "Only a newsletter whose sending is over can be sent again.");
  if (isLate(original, by.at))
    throw conflict("again_late", `Its sending is over for more than ${WITHIN_DAYS} days.`);
  if (await againOf(tx, original.publicId))
    throw conflict("again_exists", "It was prepared to be sent again already.", {
      hint: "Once is enough: whoever refuses twice is not asked a third time.",
    });
  if ((await refusedSoftly(tx, original.runId)) === 0)
    throw conflict("again_nobody", "Nobody's mail server refused it for the time being.");
  const name =
    original.locale === "de"
      ? `${original.name.slice(0, 180)}, zweiter Versuch`
      : `${original.name.slice(0, 180)}, second attempt`;
  const made = await cloneMailing(tx, accountId, original, { name }, by);
  const { behaviour: _behaviour, ...settings } = made.settings;
  await setSettings(tx, made.id, { ...settings, again: original.publicId });
  return (await findMailing(tx, made.publicId))!;
}

/** Those of contact row `c` whose mail of the first mailing was refused for the time being; undefined: it is no second attempt. */
export async function againCondition(
  tx: Tx,
  { settings }: Pick<Mailing, "settings">,
): Promise<RawBuilder<unknown> | undefined> {
  if (settings.again === undefined) return undefined;
  const original = await findMailing(tx, settings.again);
  // Never "everybody" because the first mailing is lost.
  return original?.runId == null ? NOBODY : gotRefusal(original.runId);
}

/** What stands in the way of a second attempt. */
export async function againProblems(
  tx: Tx,
  mailing: Pick<Mailing, "settings">,
  now: Date,
): Promise<ReadinessProblem[]> {
  const { again } = mailing.settings;
  const original = again === undefined ? undefined : await findMailing(tx, again);
  if (!original || !isLate(original, now)) return [];
  return [
    {
      code: "again_late",
      rule: "LEG-01",
      severity: "block",
      message: {
        de: `Der erste Versand ist über ${WITHIN_DAYS} Tage her. So spät geht dieselbe Mail nicht noch einmal hinaus.`,
        en: `The first mailing ended more than ${WITHIN_DAYS} days ago. The same mail does not leave again so late.`,
      },
    },
  ];
}

function isLate(original: Mailing, now: Date): boolean {
  return (
    original.finishedAt === null ||
    now.getTime() - original.finishedAt.getTime() > WITHIN_DAYS * DAY_MS
  );
}
