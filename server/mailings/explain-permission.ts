import type { PermissionAnswer } from "../../contract/permission.ts";
import { isExclusionReason } from "../../contract/reasons.ts";
import { accountVoice, getAccount } from "../accounts/index.ts";
import {
  explain,
  frequencyOf,
  loadFacts,
  type FactsQuery,
  type MailKind,
} from "../compliance/index.ts";
import { explainProfiling, profilingStates, readEntries } from "../consent/index.ts";
import { addressHash, type Contact } from "../contacts/index.ts";
import { allLists, listTexts, subscriptionsOfAddress, type List } from "../lists/index.ts";
import { formatMoment } from "../pages/index.ts";
import type { Tx } from "../platform/index.ts";
import { activeForAddress, activeForPerson } from "../suppression/index.ts";
import type { MailingDeps } from "./deps.ts";
import type { Mailing } from "./mailing.ts";
import { scopeOfMailing } from "./mailing-scope.ts";
import { outcomeForContact } from "./permission.store.ts";
import { presentMeasure, presentStep, say, type OnRecord } from "./permission-sentences.ts";
import { permissionLetterTexts, WAYS_FOR_PERSON } from "./permission-letter.ts";
import { BASES, KINDS, reasonWords, type Text } from "./permission-words.ts";

export interface PermissionQuestion {
  kind: MailKind;
  /** The lists asked about; none: those of the person, or all open ones. */
  lists: List[];
  mailing?: Mailing;
  /** Who would write a personal mail. */
  operatorId?: number;
}

/**
 * May we, and why (LEG-02): the gate's own walk for one person at this moment, each step with the fact it rests on. What it
 * shows is a look at a person; the caller writes the audit entry.
 */
export async function explainPermission(
  tx: Tx,
  deps: Pick<MailingDeps, "clock" | "keys" | "compliance">,
  accountId: number,
  contact: Contact,
  question: PermissionQuestion,
): Promise<PermissionAnswer> {
  const { kind, mailing } = question;
  const now = deps.clock.now();
  const known = await onRecord(tx, deps, accountId, contact, question.lists);
  const query: FactsQuery = {
    kind,
    listIds: known.lists.map((list) => list.id),
    targets: [
      {
        contactId: contact.id,
        emailNormalised: contact.emailNormalised,
        ...(kind === "one_to_one" ? { draft: emptyLetter(question.operatorId) } : {}),
      },
    ],
    ...(mailing ? await scopeOfMailing(tx, mailing) : {}),
  };
  const [facts] = await loadFacts(tx, deps.compliance, query);
  const told = explain(facts!, kind, now);
  const { decision } = told;
  if (decision.kind === "excluded" && decision.reason === "frequency_reached")
    known.frequency = await frequencyOf(tx, {
      listIds: query.listIds,
      now,
      emailNormalised: contact.emailNormalised,
    });
  const steps = told.steps.map((step) => presentStep(step, known, told));
  const profiling = await explainProfiling(tx, contact, known.profiling, "person_report");
  const measure = {
    ...presentMeasure(told, known, query.purpose === "tracking_question"),
    scope: profiling.scope,
    obstacle:
      profiling.obstacle && decision.kind === "cleared" && decision.measure === "anonymous"
        ? { rule: profiling.obstacle.rule, text: profiling.obstacle.text }
        : null,
  };
  const reason = decision.kind === "excluded" ? decision.reason : null;
  const about = subjectOf(kind, mailing, known.lists);
  const answer = {
    contactId: contact.publicId,
    checkedAt: now.toISOString(),
    kind,
    mailing: mailing ? { id: mailing.publicId, name: mailing.name || mailing.subject } : null,
    lists: known.lists.map((list) => ({ id: list.publicId, name: list.name })),
    allowed: reason === null,
    reason,
    rule: reason === null ? null : reasonWords(reason).rule,
    basis: decision.kind === "cleared" ? decision.basis : null,
    summary: summaryOf(about, told),
    steps,
    measure,
    unblocks: reason === null ? null : reasonWords(reason).unblocks,
    sent: mailing ? await sentOf(tx, known, mailing, contact) : null,
  };
  return { ...answer, letter: letterOf(answer, about, known, now) };
}

/** A personal mail with everything in it that its author has to write: what is left is whether there is a basis. */
const emptyLetter = (operatorId = 0) => ({
  operatorId,
  reasonGiven: true,
  originGiven: true,
  inquiryId: null,
  bodySketch: Buffer.alloc(0),
});

async function onRecord(
  tx: Tx,
  deps: Pick<MailingDeps, "keys">,
  accountId: number,
  contact: Contact,
  asked: List[],
): Promise<OnRecord> {
  const { emailNormalised } = contact;
  const newsletterPot = contact.pot === "newsletter";
  const all = newsletterPot ? await subscriptionsOfAddress(tx, emailNormalised) : [];
  const open = asked.length > 0 ? asked : await allLists(tx, { archived: false });
  const own = open.filter((list) => all.some((one) => one.listId === list.id));
  const lists = asked.length > 0 || own.length === 0 ? open : own;
  const subscriptions = all.filter((one) => lists.some((list) => list.id === one.listId));
  const hash = addressHash(deps.keys, accountId, emailNormalised);
  return {
    account: await getAccount(tx),
    contact,
    lists,
    subscriptions,
    suppressions: [
      ...(await activeForAddress(tx, emailNormalised, hash)),
      ...(await activeForPerson(tx, {
        contactId: contact.id,
        sourceSystem: contact.sourceSystem,
        personNumber: contact.personNumber,
      })),
    ],
    entries: await readEntries(
      tx,
      deps,
      accountId,
      newsletterPot ? { emailNormalised } : { contactId: contact.id },
    ),
    profiling: (await profilingStates(tx, [emailNormalised])).get(emailNormalised),
  };
}

/** What the question is about, in the middle of a sentence. */
function subjectOf(kind: MailKind, mailing: Mailing | undefined, lists: List[]): Text {
  if (mailing)
    return {
      de: `das Mailing „${mailing.subject || mailing.name}“`,
      en: `the mailing "${mailing.subject || mailing.name}"`,
    };
  if (kind !== "newsletter" || lists.length === 0) return KINDS[kind];
  const names = (locale: "de" | "en", open: string, close: string) =>
    lists.map((list) => `${open}${listTexts(list, locale).name}${close}`).join(", ");
  return {
    de: `der Newsletter ${names("de", "„", "“")}`,
    en: `the newsletter ${names("en", '"', '"')}`,
  };
}

function summaryOf(about: Text, { decision }: ReturnType<typeof explain>): Text {
  if (decision.kind === "cleared")
    return {
      de: `Ja, ${about.de} darf an diese Person gehen. ${BASES[decision.basis].de}`,
      en: `Yes, ${about.en} may go to this person. ${BASES[decision.basis].en}`,
    };
  const { explanation } = reasonWords(decision.reason);
  return {
    de: `Nein, ${about.de} geht nicht an diese Person. ${explanation.de}`,
    en: `No, ${about.en} does not go to this person. ${explanation.en}`,
  };
}

/** What became of the mailing for this person, if it was looked at already. */
async function sentOf(
  tx: Tx,
  known: OnRecord,
  mailing: Mailing,
  contact: Contact,
): Promise<PermissionAnswer["sent"]> {
  if (mailing.runId === null) return null;
  const found = await outcomeForContact(tx, mailing.runId, contact.id);
  if (!found) return null;
  const { outcome, reason, at } = found;
  const words: Record<string, Text> = {
    accepted: {
      de: "vom Server des Empfängers angenommen",
      en: "accepted by the recipient's server",
    },
    excluded: { de: "nicht gesendet", en: "not sent" },
    rejected: { de: "vom Server abgelehnt", en: "rejected by the server" },
    uncertain: { de: "ungewiss", en: "uncertain" },
    cancelled: { de: "abgebrochen", en: "cancelled" },
  };
  const word = words[outcome] ?? { de: "noch unterwegs", en: "still on its way" };
  return {
    outcome,
    reason,
    at: at.toISOString(),
    sentence: say(
      known.account,
      (day) => `Dieses Mailing wurde für die Person am ${day(at)} entschieden: ${word.de}.`,
      (day) => `This mailing was decided for the person on ${day(at)}: ${word.en}.`,
    ),
  };
}

/** The answer as a letter to the person. Notes of the account's own people stay out. */
function letterOf(
  answer: Omit<PermissionAnswer, "letter">,
  about: Text,
  { account }: OnRecord,
  now: Date,
): Text {
  const told = answer.steps.filter((step) =>
    answer.allowed
      ? ["subscription", "objection_address", "existing_customer"].includes(step.id)
      : step.state === "stopped",
  );
  const { reason } = answer;
  const way = reason !== null && isExclusionReason(reason) ? WAYS_FOR_PERSON[reason] : undefined;
  const name = account.imprint.legalName || account.name;
  const write = (locale: "de" | "en"): string => {
    const words = permissionLetterTexts[accountVoice(account, locale)];
    const day = formatMoment(now, { locale, timeZone: account.timezone });
    return [
      words.hello,
      words.result(day, about[locale], answer.allowed),
      told.map((step) => `– ${step.title[locale]} ${step.sentence[locale]}`).join("\n"),
      ...(answer.allowed ? [words.analysis(answer.measure.sentence[locale])] : []),
      answer.allowed ? words.change : words[way ?? "nothing"],
      `${words.regards}\n${name}`,
    ].join("\n\n");
  };
  return { de: write("de"), en: write("en") };
}
