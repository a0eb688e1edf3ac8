/** A mailing in the calendar: what was sent, is planned, or waits for approval with a time. */
export interface PlannedMailing {
  id: number;
  publicId: string;
  name: string;
  at: Date;
  listIds: readonly number[];
  /** It has not begun. */
  isComing: boolean;
}

/** A cap of the account (`listId` null) or of a list. */
export interface Cap {
  listId: number | null;
  max: number;
  days: number;
}

export interface Clash {
  cap: Cap;
  /** The earlier mailings that reach the cap, the latest first. */
  others: PlannedMailing[];
}

const DAY_MS = 86_400_000;

/**
 * Mailings to come before which so many others go to the same list that a cap leaves out who got them all (LEAD-14). Whom
 * exactly only the gate knows; this looks at the plan. A mailing without lists (to existing customers) clashes with none.
 */
export function findClashes(
  mailings: readonly PlannedMailing[],
  caps: readonly Cap[],
): Map<number, Clash[]> {
  const found = new Map<number, Clash[]>();
  for (const mailing of mailings) {
    if (!mailing.isComing) continue;
    const clashes = caps.flatMap((cap) => {
      const lists = mailing.listIds.filter((id) => cap.listId === null || cap.listId === id);
      const since = mailing.at.getTime() - cap.days * DAY_MS;
      const others = mailings
        .filter(
          (other) =>
            other.id !== mailing.id &&
            other.at.getTime() > since &&
            isBefore(other, mailing) &&
            other.listIds.some((id) => lists.includes(id)),
        )
        .toSorted((a, b) => b.at.getTime() - a.at.getTime());
      return others.length >= cap.max ? [{ cap, others }] : [];
    });
    if (clashes.length > 0) found.set(mailing.id, clashes);
  }
  return found;
}

function isBefore(other: PlannedMailing, mailing: PlannedMailing): boolean {
  const difference = other.at.getTime() - mailing.at.getTime();
  return difference < 0 || (difference === 0 && other.id < mailing.id);
}
