import type { Locale } from "../platform/index.ts";
import type { Evidence, LedgerKind } from "./ledger.ts";
import { furtherEvidence, type ProofDocument, type ProofEntry } from "./proof.ts";
import { channelNames, kindNames, proofWords, type ProofWords } from "./proof-texts.ts";

/** A readable proof before it is set: titles, labelled facts and texts. */
export interface ProofSection {
  title: string;
  facts: [label: string, value: string][];
  texts: { style: "quote" | "plain" | "code"; text: string }[];
}

/** Lays out a proof for reading. Pure; the PDF only sets it. */
export function proofSections(proof: ProofDocument, locale: Locale): ProofSection[] {
  const say = proofWords[locale];
  const entries = [proof.entry, ...proof.related];
  const evidence = proof.entry.document?.evidence ?? {};
  const mail =
    entries.find((one) => one.document?.evidence.mail?.smtpReply)?.document?.evidence.mail ??
    evidence.mail;
  return [
    whatSection(proof.entry, say, locale),
    ...(evidence.shownText
      ? [
          {
            title: say.shownText,
            facts: [],
            texts: [{ style: "quote" as const, text: evidence.shownText }],
          },
        ]
      : []),
    ...proof.wordings.map((wording) => ({
      title: say.wording(wording.version),
      facts: [
        [say.approvedAt, wording.approvedAt ?? "–"],
        ["SHA-256", wording.sha256],
      ] as [string, string][],
      texts: [{ style: "quote" as const, text: wording.text }],
    })),
    ...mailSections(mail, say),
    {
      title: say.history,
      facts: entries
        .toSorted((a, b) => a.at.localeCompare(b.at))
        .map((one) => [one.at, nameOf(one.kind, locale)]),
      texts: [],
    },
    technicalSection(proof, say, locale),
  ];
}

function nameOf(kind: string, locale: Locale): string {
  return kindNames[kind as LedgerKind]?.[locale] ?? kind;
}

function whatSection(entry: ProofEntry, say: ProofWords, locale: Locale): ProofSection {
  const document = entry.document;
  const e: Evidence = document?.evidence ?? {};
  const subject = document?.subject;
  const facts: [string, string | undefined][] = [
    [say.person, subject && ("email" in subject ? subject.email : `#${subject.contact}`)],
    [say.kind, nameOf(entry.kind, locale)],
    [say.time, entry.at],
    [say.purpose, document?.purpose],
    [say.list, e.list?.name],
    [say.channel, e.channel && (channelNames[e.channel]?.[locale] ?? e.channel)],
    [say.form, e.form && `${e.form.id}, ${e.form.version}`],
    [say.page, e.page],
    [say.source, e.source],
    [say.reason, e.reason],
    [say.actor, e.actor?.name],
    [say.ip, e.ip],
    [
      say.privacyNotice,
      [e.privacyNotice?.url, e.privacyNotice?.version].filter(Boolean).join(", "),
    ],
    [say.requestedAt, e.requestedAt],
    [say.landingAt, e.landingAt],
    [say.confirmedAt, e.confirmedAt],
    [say.grantedAt, e.grantedAt],
    ...furtherEvidence(e),
  ];
  return {
    title: say.what,
    facts: facts.filter((fact): fact is [string, string] => Boolean(fact[1])),
    texts: [],
  };
}

function mailSections(mail: Evidence["mail"], say: ProofWords): ProofSection[] {
  if (mail === undefined) return [];
  const facts = (pairs: [string, string | undefined][]) =>
    pairs.filter((pair): pair is [string, string] => Boolean(pair[1]));
  return [
    {
      title: say.mail,
      facts: facts([
        [say.subject, mail.subject],
        [say.mailHash, mail.sha256],
      ]),
      texts: [{ style: "quote", text: mail.text }],
    },
    {
      title: say.accepted,
      facts: facts([
        [say.messageId, mail.messageId],
        [say.acceptedAt, mail.acceptedAt],
        [say.server, mail.server],
        [say.reply, mail.smtpReply],
      ]),
      texts: mail.smtpReply ? [] : [{ style: "plain", text: say.noMail }],
    },
  ];
}

function technicalSection(proof: ProofDocument, say: ProofWords, locale: Locale): ProofSection {
  const { entry } = proof;
  const verdict = entry.intact === null ? say.destroyed : entry.intact ? say.intact : say.altered;
  return {
    title: say.technical,
    facts: [
      ["id", entry.id],
      ["commitment", entry.commitment],
      ["salt", entry.salt ?? "–"],
    ],
    texts: [
      { style: "plain", text: verdict },
      { style: "plain", text: proof.verify[locale] },
      ...(entry.canonical === null ? [] : [{ style: "code" as const, text: entry.canonical }]),
    ],
  };
}
