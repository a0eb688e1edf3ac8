import type { ProofView } from "../../../../../contract/consent.ts";

export type ProofEntryView = ProofView["entry"];

/** What an entry holds about the circumstances, as far as it is known. All of it is text. */
export interface Evidence {
  channel?: string;
  form?: { id: string; version: number };
  page?: string;
  list?: { id: string; name: string };
  shownText?: string;
  locale?: string;
  privacyNotice?: { url?: string; version?: string };
  requestedAt?: string;
  landingAt?: string;
  confirmedAt?: string;
  grantedAt?: string;
  mail?: {
    subject: string;
    text: string;
    sha256: string;
    messageId?: string;
    acceptedAt?: string;
    smtpReply?: string;
    server?: string;
  };
  actor?: { kind: string; name: string };
  source?: string;
  reason?: string;
  ip?: string;
  /** How a will was expressed that has no channel of its own: "fax", "reply". */
  via?: string;
  agent?: string;
  nameAsTold?: string;
  script?: string;
  tabletLog?: string;
  message?: string;
  senderNumber?: string;
  providerId?: string;
  note?: string;
  receivedAt?: string;
  /** Scans; opened by their ids, proven by their hashes. */
  attachments?: { id: string; mediaType: string; sizeBytes: number; sha256: string }[];
}

export function evidenceOf(entry: ProofEntryView): Evidence {
  return (entry.document?.["evidence"] ?? {}) as Evidence;
}

/** Whose entry it is: an address, or the number of a contact. */
export function subjectOf(entry: ProofEntryView): { email?: string; contact?: number } {
  return (entry.document?.["subject"] ?? {}) as { email?: string; contact?: number };
}

/** The opt-in mail of the story, best with the answer of the receiving server. */
export function mailOf(entries: ProofEntryView[]): Evidence["mail"] {
  const mails = entries.flatMap((entry) => evidenceOf(entry).mail ?? []);
  return mails.find((mail) => mail.smtpReply) ?? mails[0];
}

export type StepKind = "requestedAt" | "landingAt" | "confirmedAt" | "grantedAt" | "acceptedAt";

/** One moment of the story: an act of the person, of the receiving server, or an entry of the ledger. */
export interface ChainStep {
  id: string;
  at: string;
  step: StepKind | { entry: ProofEntryView };
  mail?: NonNullable<Evidence["mail"]>;
}

/** Everything that is known with its time, oldest first; the same act recorded in two entries counts once. */
export function chainOf(entries: ProofEntryView[]): ChainStep[] {
  const steps = new Map<string, ChainStep>();
  for (const entry of entries) {
    const evidence = evidenceOf(entry);
    for (const step of ["requestedAt", "landingAt", "confirmedAt", "grantedAt"] as const) {
      const at = evidence[step];
      // Given by confirming: one act, told once.
      if (step === "grantedAt" && at === evidence.confirmedAt) continue;
      if (at) steps.set(`${step} ${at}`, { id: `${step} ${at}`, at, step });
    }
    const { mail } = evidence;
    if (mail?.acceptedAt) {
      const id = `acceptedAt ${mail.acceptedAt}`;
      steps.set(id, { id, at: mail.acceptedAt, step: "acceptedAt", mail });
    }
    steps.set(entry.id, { id: entry.id, at: entry.at, step: { entry } });
  }
  return [...steps.values()].sort((a, b) => a.at.localeCompare(b.at));
}
