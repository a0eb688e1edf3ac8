import type {
  BehaviourCountsView,
  BehaviourView,
  FollowUpInput,
} from "../../contract/behaviour.ts";
import type { ReadinessProblem } from "../../contract/mailings.ts";
import { getAccount } from "../accounts/index.ts";
import { runCounts } from "../delivery/index.ts";
import { AppError, conflict, type Actor, type Tx } from "../platform/index.ts";
import {
  behaviourCounts,
  measuredLinks,
  protectCounts,
  requireKnowable,
  type BehaviourCondition,
} from "../tracking/index.ts";
import type { Mailing, MailingSettings } from "./mailing.ts";
import { findMailing, insertMailing } from "./mailings.store.ts";
import { isChosenByBehaviour } from "./segment-of-mailing.ts";

/** A follow-up to people who did not: sooner than this many days after the first mail many have not looked yet. */
const EARLY_DAYS = 3;
const DAY_MS = 86_400_000;

type Chosen = Pick<Mailing, "settings">;

/** What the mailing's audience is chosen by, as the gate and the freezing ask it; undefined: everybody of its lists. */
export async function behaviourOfMailing(
  tx: Tx,
  { settings }: Chosen,
): Promise<BehaviourCondition | undefined> {
  const { behaviour } = settings;
  if (!behaviour) return undefined;
  const { of, ...condition } = behaviour;
  return { mailingId: (await originalOf(tx, of)).id, ...condition };
}

/** The mailing a follow-up belongs to. */
export async function originalOf(tx: Tx, publicId: string): Promise<Mailing> {
  const original = await findMailing(tx, publicId);
  // Never "everybody" because the condition is lost.
  if (!original) throw new Error("The mailing a follow-up belongs to is gone.");
  return original;
}

/**
 * Makes the draft of a follow-up: lists, sender and language of the original, an audience chosen by what people did, the
 * content copied or empty. Its name says nothing of the condition, because it stands in the history of each recipient.
 *
 * Throws 409 `follow_up_needs_newsletter`, and what `requireKnowable` throws.
 */
export async function createFollowUp(
  tx: Tx,
  accountId: number,
  original: Mailing,
  input: FollowUpInput,
  createdBy: number | null,
  at: Date,
): Promise<Mailing> {
  requireNewsletter(original);
  const { did, link, negated, content } = input;
  const behaviour = {
    did,
    ...(link === undefined ? {} : { link }),
    ...(negated ? { negated: true } : {}),
  };
  await requireKnowable(tx, { mailingId: original.id, ...behaviour });
  const { locale, senderId, listIds, settings } = original;
  const copied = content === "copy" ? original : null;
  return insertMailing(
    tx,
    accountId,
    {
      kind: "newsletter",
      name:
        input.name ??
        (locale === "de" ? `Folge-Mailing zu ${original.name}` : `Follow-up to ${original.name}`),
      locale,
      senderId,
      listIds,
      subject: copied?.subject ?? "",
      preheader: copied?.preheader ?? "",
      html: copied?.html ?? "",
      text: copied?.text ?? "",
      textIsEdited: copied?.textIsEdited ?? false,
      sourceKind: copied?.sourceKind ?? "html",
      source: copied?.source ?? null,
      settings: {
        ...contentSettings(settings, copied !== null),
        behaviour: { of: original.publicId, ...behaviour },
      },
    },
    createdBy,
    at,
  );
}

/** What belongs to the content goes with it; times, offers and purposes do not. */
function contentSettings(
  { notPersonalLinks, wordingFrom }: MailingSettings,
  isCopied: boolean,
): MailingSettings {
  return {
    ...(isCopied && notPersonalLinks ? { notPersonalLinks } : {}),
    ...(wordingFrom === undefined ? {} : { wordingFrom }),
  };
}

function requireNewsletter(original: Mailing): void {
  if (original.kind !== "newsletter" || original.settings.purpose !== undefined)
    throw conflict(
      "follow_up_needs_newsletter",
      "Only a newsletter has follow-ups: a mail to existing customers rests on a purchase, and the question for the permission is measured for nobody.",
      { hint: "Choose a newsletter that was sent." },
    );
}

/** How many of the accepted are measurable now, did it and did not, as far as the caller may see it (TRK-12). */
export async function countsForFollowUp(
  tx: Tx,
  original: Mailing,
  { did, link }: Pick<BehaviourCondition, "did" | "link">,
  viewer: { seesPersons: boolean; at: Date },
): Promise<BehaviourCountsView> {
  const condition = { mailingId: original.id, did, ...(link === undefined ? {} : { link }) };
  await requireKnowable(tx, condition);
  const { kMin, id: accountId } = await getAccount(tx);
  const counts = await behaviourCounts(tx, condition, { use: "segments", at: viewer.at });
  const shown = protectCounts(counts, kMin, viewer.seesPersons);
  const value = (figure: (typeof shown)["yes"]) => (figure.hidden ? null : figure.value);
  const links = await measuredLinks(tx, original.id);
  return {
    accepted:
      original.runId === null ? 0 : (await runCounts(tx, accountId, original.runId)).accepted,
    measurable: value(shown.measurable),
    yes: value(shown.yes),
    no: value(shown.no),
    unclear: value(shown.unclear),
    k: kMin,
    notPersonalLinks: links.filter((link) => link.notPersonal).length,
  };
}

/** Whether the caller may know what people did (TRK-12). */
export function seesPersons(actor: Pick<Actor, "permissions">): boolean {
  return actor.permissions.has("tracking.read");
}

/**
 * Figures of a mailing whose audience was chosen by behaviour are figures about behaviour, however small: only for those
 * who may see single persons (TRK-12).
 */
export function maySeeFigures(mailing: Chosen, viewer: { seesPersons: boolean }): boolean {
  return viewer.seesPersons || !isChosenByBehaviour(mailing);
}

/** @throws AppError `permission_missing` (403) to whoever may not see a mailing's figures */
export function requireMaySeeFigures(mailing: Chosen, viewer: { seesPersons: boolean }): void {
  if (!maySeeFigures(mailing, viewer)) throw needsTracking();
}

export function needsTracking(): AppError {
  return new AppError("permission_missing", 403, "This needs the permission tracking.read.", {
    hint: "The audience was chosen by what people did, so its figures say something about them (TRK-12).",
  });
}

/** For people and programs; null where the audience is everybody of the lists. */
export async function presentBehaviour(
  tx: Tx,
  { settings }: Chosen,
  mayKnow: boolean,
): Promise<BehaviourView | null> {
  const { behaviour } = settings;
  if (!behaviour) return null;
  const original = await originalOf(tx, behaviour.of);
  const { did, link, negated = false } = behaviour;
  const found =
    link === undefined
      ? undefined
      : (await measuredLinks(tx, original.id)).find((one) => one.no === link);
  return {
    mailing: { id: original.publicId, name: original.name },
    condition: mayKnow
      ? {
          did,
          negated,
          link: link === undefined ? null : { no: link, label: found?.label || found?.url || "" },
        }
      : null,
  };
}

/** What to think of before a follow-up leaves. Nothing of it is forbidden: the consent to the list carries each mail. */
export async function followUpProblems(
  tx: Tx,
  mailing: Mailing,
  mailable: number,
  now: Date,
): Promise<ReadinessProblem[]> {
  const { behaviour } = mailing.settings;
  if (!behaviour) return [];
  const original = await originalOf(tx, behaviour.of);
  const problems: ReadinessProblem[] = [];
  if (mailable === 0)
    problems.push({
      code: "nobody_measurable",
      rule: "TRK-11",
      severity: "block",
      message: {
        de: "Auf den gewählten Listen ist niemand, auf den die Bedingung zutrifft und der ausgewertet werden darf.",
        en: "Nobody on the chosen lists meets the condition and may be analysed.",
      },
    });
  const since = original.startedAt ? now.getTime() - original.startedAt.getTime() : 0;
  if (behaviour.negated && since < EARLY_DAYS * DAY_MS)
    problems.push({
      code: "follow_up_early",
      rule: "TRK-11",
      severity: "warn",
      message: {
        de: `Das erste Mailing ist noch keine ${EARLY_DAYS} Tage her. Viele haben es vielleicht noch nicht angesehen.`,
        en: `The first mailing is less than ${EARLY_DAYS} days old. Many may not have looked at it yet.`,
      },
    });
  if (original.html !== "" && original.html === mailing.html)
    problems.push({
      code: "follow_up_resend",
      rule: "LEG-01",
      severity: "warn",
      message: {
        de: "Derselbe Inhalt geht noch einmal hinaus. Erlaubt ist das mit der Einwilligung in die Liste; passt es auch zur Häufigkeit, die dort zugesagt ist?",
        en: "The same content goes out once more. The consent to the list allows it; does it fit the frequency promised there, too?",
      },
    });
  return problems;
}
