import type { Locale } from "../platform/index.ts";
import type { Evidence, LedgerKind } from "./ledger.ts";
import type { PackageEntry, ProofPackage } from "./proof-package.ts";
import { furtherEvidence, type ProofEntry } from "./proof.ts";
import { channelNames, kindNames, proofWords, type ProofWords } from "./proof-texts.ts";

/** A readable proof before it is set: titles, labelled facts and texts. */
export interface ProofSection {
  title: string;
  facts: [label: string, value: string][];
  texts: { style: "quote" | "plain" | "code"; text: string }[];
}

/** Lays out a package for reading. Pure; the PDF only sets it. */
export function proofSections(proof: ProofPackage, locale: Locale): ProofSection[] {
  const say = proofWords[locale];
  const mail =
    proof.entries.find((one) => one.document?.evidence.mail?.smtpReply)?.document?.evidence.mail ??
    proof.entries[0]?.document?.evidence.mail;
  const history: ProofSection = {
    title: say.history,
    facts: proof.entries
      .toSorted((a, b) => a.at.localeCompare(b.at))
      .map((one) => [one.at, nameOf(one.kind, locale)]),
    texts: [],
  };
  const told = (proof.about === "entry" ? proof.entries.slice(0, 1) : proof.entries).flatMap(
    (entry) => declarationSections(entry, say, locale),
  );
  return [
    ...(proof.about === "person" ? [history] : []),
    ...told,
    ...wordingSections(proof, say),
    ...mailSections(mail, say),
    ...(proof.about === "entry" ? [history] : []),
    logSection(proof, say),
    ...proof.entries
      .slice(0, proof.about === "entry" ? 1 : undefined)
      .map((entry) => technicalSection(entry, proof, say, locale)),
  ];
}

function declarationSections(entry: ProofEntry, say: ProofWords, locale: Locale): ProofSection[] {
  const shown = entry.document?.evidence.shownText;
  return [
    whatSection(entry, say, locale),
    ...(shown
      ? [{ title: say.shownText, facts: [], texts: [{ style: "quote" as const, text: shown }] }]
      : []),
  ];
}

function wordingSections(proof: ProofPackage, say: ProofWords): ProofSection[] {
  return proof.wordings.map((wording) => ({
    title: say.wording(wording.version),
    facts: [
      [say.approvedAt, wording.approvedAt ?? "–"],
      ["SHA-256", wording.sha256],
    ],
    texts: [{ style: "quote", text: wording.text }],
  }));
}

/** The signed head of the log, and who else holds it. */
function logSection({ log, anchors }: ProofPackage, say: ProofWords): ProofSection {
  return {
    title: say.log,
    facts: [
      [say.logSize, String(log.size)],
      [say.logAt, log.at],
      ...anchors.map((anchor): [string, string] => [
        say.anchors[anchor.kind as keyof ProofWords["anchors"]] ?? anchor.kind,
        [anchor.at, anchor.answer].filter(Boolean).join(", "),
      ]),
    ],
    texts: [
      { style: "plain", text: say.logText },
      { style: "code", text: log.checkpoint },
      { style: "code", text: log.publicKey },
    ],
  };
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

function technicalSection(
  entry: PackageEntry,
  proof: ProofPackage,
  say: ProofWords,
  locale: Locale,
): ProofSection {
  const verdict = entry.intact === null ? say.destroyed : entry.intact ? say.intact : say.altered;
  return {
    title: say.technical,
    facts: [
      ["id", entry.id],
      ["commitment", entry.commitment],
      ["salt", entry.salt ?? "–"],
      [say.leafIndex, String(entry.leaf.index)],
      [say.leafHash, entry.leaf.hash],
    ],
    texts: [
      { style: "plain", text: verdict },
      ...(entry === proof.entries[0]
        ? [{ style: "plain" as const, text: proof.verify[locale] }]
        : []),
      ...(entry.canonical === null ? [] : [{ style: "code" as const, text: entry.canonical }]),
    ],
  };
}
