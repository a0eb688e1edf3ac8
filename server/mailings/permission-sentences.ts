import type { PermissionAnswer, PermissionStep } from "../../contract/permission.ts";
import type { Account } from "../accounts/index.ts";
import type { Explanation, frequencyOf, StepAnswer } from "../compliance/index.ts";
import type { LedgerEntry, ProfilingPermission } from "../consent/index.ts";
import type { Contact } from "../contacts/index.ts";
import type { List, Subscription } from "../lists/index.ts";
import { formatDay } from "../pages/index.ts";
import type { Suppression, SuppressionScope } from "../suppression/index.ts";
import {
  BASES,
  NOT_REACHED,
  ORIGINS,
  PASSED,
  QUESTIONS,
  reasonWords,
  SOURCES,
  type Text,
} from "./permission-words.ts";

/** Everything on record that an answer may rest on. */
export interface OnRecord {
  account: Account;
  contact: Contact;
  lists: List[];
  subscriptions: Subscription[];
  suppressions: Suppression[];
  entries: LedgerEntry[];
  profiling: ProfilingPermission | undefined;
  /** Set where the gate stopped at a cap on advertising mails (LEAD-14). */
  frequency?: FrequencyAnswer | undefined;
}

type FrequencyAnswer = NonNullable<Awaited<ReturnType<typeof frequencyOf>>>;

type Said = Pick<PermissionStep, "sentence" | "since" | "evidence">;

/** A text in both languages from one template each; dates stand in the account's time zone. */
export function say(
  account: Pick<Account, "timezone">,
  de: (day: (at: Date) => string) => string,
  en: (day: (at: Date) => string) => string,
): Text {
  const day = (locale: "de" | "en") => (at: Date) =>
    formatDay(at, { locale, timeZone: account.timezone });
  return { de: de(day("de")), en: en(day("en")) };
}

const plain = (sentence: Text): Said => ({ sentence, since: null, evidence: null });

/** The entry of the suppressions behind a step that stopped. */
const SCOPES: Partial<Record<StepAnswer["id"], readonly SuppressionScope[]>> = {
  blacklist: ["blacklist"],
  objection_address: ["account_address"],
  objection_person: ["account_person"],
  objection: ["account_person", "account_address"],
  complaint: ["complaint"],
  deliverable: ["retained"],
  newsletters: ["newsletters_address"],
  campaigns: ["source_person"],
  reply: ["held"],
};

/** What an entry says, between the day and how it came in. */
const ACTS: Partial<Record<SuppressionScope, Text>> = {
  blacklist: { de: "gesperrt", en: "Blocked" },
  account_address: { de: "jeder Werbung widersprochen", en: "Objected to all advertising" },
  account_person: { de: "jeder Werbung widersprochen", en: "Objected to all advertising" },
  complaint: { de: "als Spam gemeldet", en: "Reported as spam" },
  retained: { de: "endgültig unzustellbar", en: "Definitely undeliverable" },
  newsletters_address: {
    de: "von allen Newslettern abgemeldet",
    en: "Unsubscribed from all newsletters",
  },
  source_person: { de: "von Kampagnen abgemeldet", en: "Unsubscribed from campaigns" },
  list_address: { de: "abgemeldet", en: "Unsubscribed" },
  held: {
    de: "hat die Person geantwortet; bis jemand entschieden hat, was gemeint war, ruht der Newsletter",
    en: "The person replied; until somebody has decided what was meant, the newsletter rests",
  },
};

/** One step of the gate in words. */
export function presentStep(step: StepAnswer, known: OnRecord, told: Explanation): PermissionStep {
  const base = {
    id: step.id,
    rule: step.reason === null ? step.rule : reasonWords(step.reason).rule,
    state: step.state,
    reason: step.reason,
    title: QUESTIONS[step.id],
  };
  if (step.state === "not_reached") return { ...base, ...plain(NOT_REACHED) };
  return {
    ...base,
    ...(step.state === "passed" ? passed(step, known, told) : stopped(step, known)),
  };
}

function passed(step: StepAnswer, known: OnRecord, { decision }: Explanation): Said {
  const { account, contact } = known;
  if (step.id === "exists")
    return {
      sentence: say(
        account,
        (day) => `Ja, seit ${day(contact.createdAt)}.`,
        (day) => `Yes, since ${day(contact.createdAt)}.`,
      ),
      since: contact.createdAt.toISOString(),
      evidence: { kind: "contact", id: contact.publicId, note: null },
    };
  if (step.id === "in_house" && account.mode === "sandbox")
    return plain({
      de: "In das eingebaute Postfach: Der Mandant ist im Testbetrieb, nichts verlässt das Haus.",
      en: "To the built-in mailbox: the account is in sandbox mode, nothing leaves the house.",
    });
  if (step.id === "basis" && decision.kind === "cleared") return plain(BASES[decision.basis]);
  if (step.id === "blacklist") {
    const listed = known.suppressions.find((one) => one.scope === "blacklist");
    if (listed)
      return {
        ...plain({
          de: "Ja, aber ein Gesetz verlangt genau diese E-Mail.",
          en: "Yes, but a law demands this very mail.",
        }),
        ...source(listed, known),
      };
  }
  if (step.id === "subscription" && decision.kind === "cleared") {
    const carrier = known.subscriptions.find((one) => one.listId === decision.recipient.listId);
    if (carrier) return consentOf(carrier, known);
  }
  return plain(PASSED[step.id]);
}

function stopped(step: StepAnswer, known: OnRecord): Said {
  const words = reasonWords(step.reason!).explanation;
  if (step.id === "restricted" && known.contact.restrictedAt) {
    const since = known.contact.restrictedAt;
    return {
      sentence: say(
        known.account,
        (day) => `Ja, seit ${day(since)}. ${words.de}`,
        (day) => `Yes, since ${day(since)}. ${words.en}`,
      ),
      since: since.toISOString(),
      evidence: { kind: "contact", id: known.contact.publicId, note: null },
    };
  }
  if (step.id === "frequency" && known.frequency) return enoughMail(known.frequency, known);
  const entry = known.suppressions.find((one) => SCOPES[step.id]?.includes(one.scope));
  if (entry && step.reason !== "facts_missing") return fromEntry(entry, known);
  if (step.id === "subscription") return lackOf(step, known);
  if (step.id === "one_to_one" && step.reason === "facts_missing")
    return plain({
      de: "Das steht erst fest, wenn die E-Mail geschrieben ist: Grund, Herkunft der Daten und Rechtsgrundlage gehören zu ihr.",
      en: "This is known only once the mail is written: reason, origin of the data and basis belong to it.",
    });
  return plain(words);
}

function enoughMail({ cap, accepted, freeAt }: FrequencyAnswer, known: OnRecord): Said {
  const list = known.lists.find((one) => one.id === cap.listId);
  return plain(
    say(
      known.account,
      (day) =>
        `Ja: ${accepted} in den letzten ${cap.days} Tagen${list ? ` von der Liste „${list.name}“` : ""}, erlaubt ${cap.max === 1 ? "ist" : "sind"} ${cap.max}.${freeAt ? ` Ab ${day(freeAt)} gehört die Person wieder dazu.` : " Ein früheres Mailing ist noch unterwegs zu ihr."}`,
      (day) =>
        `Yes: ${accepted} in the last ${cap.days} days${list ? ` from the list "${list.name}"` : ""}, ${cap.max} ${cap.max === 1 ? "is" : "are"} allowed.${freeAt ? ` From ${day(freeAt)} on the person belongs to it again.` : " An earlier mailing is still on its way to them."}`,
    ),
  );
}

function fromEntry(entry: Suppression, known: OnRecord): Said {
  const act = ACTS[entry.scope] ?? ACTS.blacklist!;
  const by = ORIGINS[entry.origin] ?? { de: "", en: "" };
  const own = entry.scope === "held" || entry.scope === "complaint" || entry.scope === "retained";
  const what = entry.domain ? `@${entry.domain}` : null;
  return {
    sentence: say(
      known.account,
      (day) =>
        `Ja${what ? ` (${what})` : ""}: am ${day(entry.createdAt)} ${own ? act.de : `${by.de} ${act.de}`}.`,
      (day) =>
        `Yes${what ? ` (${what})` : ""}: ${act.en.charAt(0).toLowerCase()}${act.en.slice(1)} on ${day(entry.createdAt)}${own ? "" : ` ${by.en}`}.`,
    ),
    ...source(entry, known),
  };
}

function source(entry: Suppression, known: OnRecord): Pick<Said, "since" | "evidence"> {
  const ledger = known.entries.find((one) => one.entryId === entry.entryId);
  return {
    since: entry.createdAt.toISOString(),
    evidence: ledger
      ? { kind: "ledger_entry", id: ledger.publicId, note: null }
      : {
          kind: "suppression",
          id: entry.publicId,
          note: entry.scope === "blacklist" ? entry.reason : null,
        },
  };
}

/** The consent that carries the mail: where, when, which wording, proven how. */
function consentOf(subscription: Subscription, known: OnRecord): Said {
  const list = known.lists.find((one) => one.id === subscription.listId);
  const entry = known.entries.find((one) => one.entryId === subscription.entryId);
  const version = entry?.document?.wording?.version;
  const since = subscription.confirmedAt ?? subscription.requestedAt;
  const doubled = subscription.proof === "double_opt_in";
  const noted = subscription.source;
  const from = SOURCES[noted] ?? (noted === "" ? null : { de: `„${noted}“`, en: `"${noted}"` });
  return {
    sentence: say(
      known.account,
      (day) =>
        `Ja, für „${list?.name ?? "?"}“: am ${day(since)} ${doubled ? "im eigenen Postfach bestätigt" : "erteilt"}` +
        `${from ? `, Quelle: ${from.de}` : ""}${version ? `, Wortlaut Version ${version}` : ""}.`,
      (day) =>
        `Yes, for "${list?.nameEn || list?.name || "?"}": ${doubled ? "confirmed in their own mailbox" : "given"} on ${day(since)}` +
        `${from ? `, source: ${from.en}` : ""}${version ? `, wording version ${version}` : ""}.`,
    ),
    since: since.toISOString(),
    evidence: {
      kind: entry ? "ledger_entry" : "subscription",
      id: entry?.publicId ?? null,
      note: subscription.source || null,
    },
  };
}

/** Why no list carries the mail. A known day and way of leaving says more than the reason alone. */
function lackOf(step: StepAnswer, known: OnRecord): Said {
  const words = reasonWords(step.reason!).explanation;
  if (step.reason === "unsubscribed") {
    const ids = known.lists.map((list) => list.id);
    const entry = known.suppressions.find(
      (one) => one.scope === "list_address" && one.listId !== null && ids.includes(one.listId),
    );
    const list = known.lists.find((one) => one.id === entry?.listId);
    if (entry && list) {
      const by = ORIGINS[entry.origin] ?? { de: "", en: "" };
      return {
        sentence: say(
          known.account,
          (day) => `Nein: am ${day(entry.createdAt)} ${by.de} von „${list.name}“ abgemeldet.`,
          (day) =>
            `No: unsubscribed from "${list.nameEn || list.name}" on ${day(entry.createdAt)} ${by.en}.`,
        ),
        ...source(entry, known),
      };
    }
  }
  const state =
    step.reason === "subscription_pending"
      ? "pending"
      : step.reason === "unsubscribed"
        ? "unsubscribed"
        : "confirmed";
  const found = known.subscriptions.find((one) => one.state === state);
  const list = known.lists.find((one) => one.id === found?.listId);
  if (!found || !list || step.reason === "consent_missing") return plain(words);
  const since = found.unsubscribedAt ?? found.confirmedAt ?? found.requestedAt;
  return {
    sentence: say(
      known.account,
      (day) => `Nicht für „${list.name}“ (seit ${day(since)}): ${words.de}`,
      (day) => `Not for "${list.nameEn || list.name}" (since ${day(since)}): ${words.en}`,
    ),
    since: since.toISOString(),
    evidence: { kind: "subscription", id: null, note: found.source || null },
  };
}

/** How the mail may be measured, and why. */
export function presentMeasure(
  { decision }: Explanation,
  known: OnRecord,
  asks: boolean,
): Omit<PermissionAnswer["measure"], "scope" | "obstacle"> {
  const { profiling, account } = known;
  const state = known.contact.pot === "core" ? "unknown" : (profiling?.state ?? "unknown");
  const at = profiling?.changedAt;
  const entry = known.entries.find((one) => one.entryId === profiling?.entryId);
  const evidence = entry
    ? { kind: "ledger_entry" as const, id: entry.publicId, note: profiling?.source || null }
    : null;
  const since = state === "unknown" ? null : (at?.toISOString() ?? null);
  const permission =
    state === "unknown" || !at
      ? {
          de: "Eine Erlaubnis zur Auswertung wurde nie erteilt.",
          en: "A permission to analyse was never given.",
        }
      : say(
          account,
          (day) =>
            `Die Auswertung wurde am ${day(at)} ${state === "granted" ? "erlaubt" : state === "refused" ? "abgelehnt" : "widerrufen"}.`,
          (day) =>
            `Analysis was ${state === "granted" ? "permitted" : state === "refused" ? "refused" : "withdrawn"} on ${day(at)}.`,
        );
  const join = (first: Text): Text => ({
    de: `${first.de} ${permission.de}`,
    en: `${first.en} ${permission.en}`,
  });
  if (decision.kind === "excluded")
    return {
      level: "none",
      rule: "TRK-01",
      sentence: join({
        de: "Ohne E-Mail wird nichts gemessen.",
        en: "Without a mail nothing is measured.",
      }),
      since,
      evidence,
    };
  if (decision.measure === "personal")
    return {
      level: "personal",
      rule: "TRK-01",
      sentence: join({
        de: "Öffnungen und Klicks dürfen je Person ausgewertet werden.",
        en: "Opens and clicks may be analysed per person.",
      }),
      since,
      evidence,
    };
  if (decision.measure === "none")
    return {
      level: "none",
      rule: asks ? "CON-26" : "TRK-08",
      sentence: {
        de: asks
          ? "Gar nicht: Die Frage nach der Erlaubnis wird selbst nicht ausgewertet."
          : "Gar nicht: E-Mails dieser Art werden nie ausgewertet.",
        en: asks
          ? "Not at all: the question for the permission is not analysed itself."
          : "Not at all: mails of this kind are never analysed.",
      },
      since: null,
      evidence: null,
    };
  return {
    level: "anonymous",
    rule: state === "granted" ? "TRK-24" : "TRK-01",
    sentence:
      state === "granted"
        ? join({
            de: "Höchstens als Summe ohne Namen: Nicht alle Personen an dieser Adresse erlauben es, oder der Wortlaut nennt diese Auswertung nicht.",
            en: "At most as a total without names: not everybody on this address permits it, or the wording does not name this use.",
          })
        : join({
            de: "Höchstens als Summe ohne Namen.",
            en: "At most as a total without names.",
          }),
    since,
    evidence,
  };
}
