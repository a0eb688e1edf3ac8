/**
 * The permission to analyse a person's use (purpose `profiling`), apart from the permission to mail them.
 * `unknown`: never asked, or asked and silent. Only `granted` permits personal measurement (TRK-01).
 */
export type ProfilingState = "unknown" | "granted" | "refused" | "withdrawn";

/** What is held per address of the newsletter pot, for the whole account. No row means unknown. */
export interface ProfilingPermission {
  emailNormalised: string;
  state: ProfilingState;
  wordingVersionId: number | null;
  entryId: number | null;
  /** Contacts on the address who granted; measured personally only if all on the address did (TRK-24). */
  contactIds: number[];
  source: string;
  changedAt: Date;
  askedCount: number;
  lastAskedAt: Date | null;
  /**
   * Since when there is an approved wording that says materially more than the one that was granted (CON-19). What was
   * granted goes on; what is new needs an answer of its own.
   */
  outdatedSince: Date | null;
}

/** CON-26: how often people are asked. */
export const ASK_REFUSERS_AFTER_MONTHS = 12;
export const ASK_SILENT_AT_MOST = 2;

/**
 * Whether a person may be asked for the permission now: silent people at most twice, refusers and those who
 * withdrew at the earliest 12 months after their word and after the last question (CON-26). Who granted is asked about a
 * materially changed wording, once and then at the earliest 12 months later (CON-19).
 */
export function mayBeAsked(
  permission:
    | (Pick<ProfilingPermission, "state" | "askedCount" | "lastAskedAt" | "changedAt"> &
        Partial<Pick<ProfilingPermission, "outdatedSince">>)
    | undefined,
  now: Date,
): boolean {
  if (permission === undefined) return true;
  switch (permission.state) {
    case "granted": {
      const { lastAskedAt, outdatedSince = null } = permission;
      if (outdatedSince === null) return false;
      return lastAskedAt === null || lastAskedAt < outdatedSince || aYearAfter(lastAskedAt) <= now;
    }
    case "unknown":
      return permission.askedCount < ASK_SILENT_AT_MOST;
    case "refused":
    case "withdrawn": {
      const asked = permission.lastAskedAt?.getTime() ?? 0;
      return aYearAfter(new Date(Math.max(permission.changedAt.getTime(), asked))) <= now;
    }
  }
}

function aYearAfter(last: Date): Date {
  const due = new Date(last);
  due.setUTCMonth(due.getUTCMonth() + ASK_REFUSERS_AFTER_MONTHS);
  return due;
}
