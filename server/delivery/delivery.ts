import type { ChosenBySegment, FactsQuery, MailKind, MailPurpose } from "../compliance/index.ts";
import type { BehaviourCondition } from "../tracking/index.ts";
import type { SendWindow } from "./control/window.ts";

export type Outcome = "accepted" | "deferred" | "rejected" | "excluded" | "uncertain" | "cancelled";
export type RunState = "preparing" | "running" | "paused" | "cancelled" | "done";

/** One mail to one recipient. The row never changes; what happens to it is appended as marks and outcomes. */
export interface Delivery {
  accountId: number;
  id: number;
  publicId: string;
  batchId: number;
  runId: number | null;
  kind: MailKind;
  contactId: number | null;
  listId: number | null;
  senderId: number | null;
  email: string;
  emailNormalised: string;
  referenceType: string | null;
  referenceId: number | null;
  createdAt: Date;
  /** SMTP attempts so far. */
  attempts: number;
}

/** A claimed batch. Only the holder of its latest fence may write marks (see `ledger-writer.ts`). */
export interface Batch {
  accountId: number;
  id: number;
  runId: number | null;
  priority: number;
  fence: number;
  size: number;
}

/** A run of sending: what all its deliveries have in common. */
export interface Run {
  id: number;
  mailingId: number | null;
  kind: MailKind;
  contentVersionId: number;
  senderId: number;
  listIds: number[];
  /** What the mailing is for beyond its kind (CON-26). */
  purpose: MailPurpose | null;
  /** Id of the wording version from which on a consent covers the content (CON-19); null: any. */
  wordingFrom: number | null;
  /** What a mailing to existing customers advertises, and for which company (§ 7(3) UWG). */
  offerCategoryId: number | null;
  offerEntityId: number | null;
  /** What its audience was chosen by (TRK-11); null: everybody of the lists. */
  behaviour: BehaviourCondition | ChosenBySegment | null;
  state: RunState;
  pauseReason: string | null;
  candidates: number;
  queued: number | null;
  startedAt: Date | null;
  finishedAt: Date | null;
  /** When mails may leave, in the zone; null: always. */
  sendWindow: SendWindow | null;
  timezone: string | null;
  /** Mails an hour at most; null: as many as the pace allows. */
  perHour: number | null;
}

/** What the gate has to know of a run, at preparation and at hand-over alike. */
export function factsQueryOf(
  run:
    | Pick<
        Run,
        | "id"
        | "listIds"
        | "purpose"
        | "wordingFrom"
        | "offerCategoryId"
        | "offerEntityId"
        | "behaviour"
      >
    | undefined,
): Pick<FactsQuery, "listIds" | "purpose" | "wordingFrom" | "offer" | "behaviour" | "runId"> {
  const categoryId = run?.offerCategoryId ?? null;
  const entityId = run?.offerEntityId ?? null;
  return {
    listIds: run?.listIds ?? [],
    ...(run ? { runId: run.id } : {}),
    ...(run?.purpose ? { purpose: run.purpose } : {}),
    ...(run?.wordingFrom == null ? {} : { wordingFrom: run.wordingFrom }),
    ...(run?.behaviour == null ? {} : { behaviour: run.behaviour }),
    ...(categoryId === null || entityId === null ? {} : { offer: { categoryId, entityId } }),
  };
}

/** Where the deliveries of a run are now. They always add up (see `addsUp`). */
export interface RunCounts {
  candidates: number;
  open: number;
  deferred: number;
  accepted: number;
  rejected: number;
  excluded: number;
  uncertain: number;
  cancelled: number;
}

/** `reference_type` of mails to one person; their rows hold facts the gate asks for (LEG-12). */
export const CORRESPONDENCE = "correspondence";

/** Deliveries of one batch; small enough that facts stay fresh and a lost lease costs little. */
export const BATCH_SIZE = 500;

/** Priorities: lower leaves first. Opt-in and system mails never wait behind a mailing (DOI-18). */
export const PRIORITY = {
  optIn: 1,
  system: 2,
  transactional: 3,
  test: 3,
  oneToOne: 4,
  mailing: 5,
} as const;
/** Batches up to this priority are served by a lane of their own. */
export const EXPRESS_PRIORITY = 4;

/** The sum that must hold at every moment: nobody is forgotten. `open` includes the deferred ones. */
export function addsUp(counts: RunCounts): boolean {
  return (
    counts.candidates ===
    counts.open +
      counts.accepted +
      counts.rejected +
      counts.excluded +
      counts.uncertain +
      counts.cancelled
  );
}
