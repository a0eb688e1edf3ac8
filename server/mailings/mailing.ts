import type { BlockDocument, MjmlSource, SourceKind } from "../../contract/blocks.ts";
import type { RecipientTime } from "../../contract/recipient-time.ts";
import type { LegalBasis, MailPurpose } from "../compliance/index.ts";
import type { SendWindow } from "../delivery/index.ts";
import type { Locale } from "../platform/index.ts";

export type MailingState =
  | "draft"
  | "scheduled"
  | "preparing"
  | "sending"
  | "paused"
  | "sent"
  | "cancelled"
  | "missed";

/** What a mailing is by law: to people who agreed, to existing customers on § 7(3) UWG, or to a list of the core system. */
export type MailingKind = "newsletter" | "customer_7_3" | "core_campaign";

/** One send: what its author wrote, to whom, and what became of it. */
export interface Mailing {
  id: number;
  publicId: string;
  name: string;
  kind: MailingKind;
  state: MailingState;
  locale: Locale;
  senderId: number | null;
  listIds: number[];
  subject: string;
  preheader: string;
  html: string;
  text: string;
  textIsEdited: boolean;
  /** What the author writes in; `html` is made from it unless it is HTML itself. */
  sourceKind: SourceKind;
  source: BlockDocument | MjmlSource | null;
  settings: MailingSettings;
  revision: number;
  scheduledAt: Date | null;
  /** The schedule as it was meant: "2026-11-24T14:05" in an IANA zone. */
  scheduledLocal: string | null;
  scheduledZone: string | null;
  contentVersionId: number | null;
  runId: number | null;
  basisReport: BasisReport | null;
  testSentAt: Date | null;
  approvedBy: number | null;
  approvedAt: Date | null;
  createdBy: number | null;
  campaignId: number | null;
  createdAt: Date;
  updatedAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  /** The random end of the web view's address: one for everyone, and no right but to read. */
  webViewKey: string;
}

/** The address of a mailing's web view, the same in every mail (TRK-02). */
export function webViewUrl(pagesUrl: string, mailing: Pick<Mailing, "webViewKey">): string {
  return `${pagesUrl}/w/${mailing.webViewKey}`;
}

export interface MailingSettings {
  notPersonalLinks?: string[];
  /** What the mailing is for beyond its kind: it asks for the permission to analyse (CON-26). Set when it is made. */
  purpose?: MailPurpose;
  /**
   * Whom the audience was chosen by (TRK-11): what they did, or did not, in an earlier mailing (`of`, its public id). Set
   * when the mailing is made.
   */
  behaviour?: { of: string; did: "opened" | "clicked"; link?: number; negated?: boolean };
  /** The segment that narrows the audience, and whether it asks what people did (TRK-12). */
  segment?: { id: number; name: string; behaviour: boolean };
  /** Public id of the wording version from which on a consent covers the content (CON-19). */
  wordingFrom?: string;
  /** What a mailing to existing customers advertises and for which company; public ids, as far as chosen. */
  offer?: { categoryId: string | null; entityId: string | null };
  /** Public id of the core-system list a campaign goes to. */
  coreList?: string;
  /** When and how fast its mails may leave, by the clock of the account's zone. */
  window?: SendWindow;
  perHour?: number;
  /** It leaves by each recipient's own clock. */
  recipientTime?: RecipientTime;
  /** It goes to those whose mail of that mailing (public id) was refused for the time being. */
  again?: string;
  /** It is an issue of a recurring mailing: both numbers, and the feed whose earlier entries it leaves out. */
  recurring?: { id: number; occurrence: number; feed: string | null };
  /** Where an API caller's files came from and the like; shown, never used. */
  note?: string;
}

/** LEG-20: who receives the mailing on which basis and who does not and why, as decided when the audience was frozen. */
export interface BasisReport {
  preparedAt: string;
  candidates: number;
  queued: Record<string, number>;
  excluded: Record<string, number>;
  personal: number;
  anonymous: number;
  level: string;
  approvedBy: string | null;
  ruleSet: string;
}

/** On what each kind of mailing rests; exactly one thing (LEG-01). */
export const BASIS = {
  newsletter: "consent",
  customer_7_3: "customer_7_3_uwg",
  // What the core system delivered with each record (CRM-19); the outcome of each mail names its own.
  core_campaign: "consent",
} as const satisfies Record<MailingKind, LegalBasis>;

/** Version of the gate's rules that a basis report names. */
export const RULE_SET = "2026-11";

/** What may be done in which state. One table for buttons, routes and jobs. */
const TRANSITIONS = {
  edit: ["draft"],
  schedule: ["draft", "missed"],
  unschedule: ["scheduled", "missed"],
  start: ["scheduled"],
  pause: ["preparing", "sending"],
  resume: ["paused"],
  cancel: ["scheduled", "preparing", "sending", "paused", "missed"],
  delete: ["draft", "cancelled"],
} as const satisfies Record<string, readonly MailingState[]>;
export type MailingAction = keyof typeof TRANSITIONS;

export function may(action: MailingAction, state: MailingState): boolean {
  return (TRANSITIONS[action] as readonly MailingState[]).includes(state);
}

export function statesFor(action: MailingAction): readonly MailingState[] {
  return TRANSITIONS[action];
}

export type ApprovalNeed = "none" | "typed_number" | "second_person" | "typed_number_and_delay";

/**
 * CNT-18. Mailings of up to `above` recipients need none. In the sandbox typing the number shows that somebody looked; live, a second
 * person approves, and where there is only one, the number is typed and ten minutes remain to think again.
 */
export function approvalNeeded(
  recipients: number,
  mode: "sandbox" | "live",
  people: number,
  above: number,
): ApprovalNeed {
  if (recipients <= above) return "none";
  if (mode === "sandbox") return "typed_number";
  return people > 1 ? "second_person" : "typed_number_and_delay";
}

export const SINGLE_PERSON_DELAY_MS = 10 * 60 * 1000;
