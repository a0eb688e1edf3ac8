import type { TrainingState } from "../../contract/training.ts";
import type { Permission } from "./permissions.ts";

const DAY_MS = 86_400_000;
/** Days before its last day on which a course is announced. */
const SOON_DAYS = 30;
/** Days after its last day until rights are withheld (ORG-14). */
export const SUSPENDED_AFTER_DAYS = 60;
/** Months a certificate is valid. */
export const VALID_MONTHS = 12;

/** What nobody may do whose yearly course is overdue for too long: see what people read, and take contacts away. */
const WITHHELD: readonly Permission[] = ["tracking.read", "contacts.export"];

const at = (day: string) => Date.parse(`${day}T00:00:00Z`);

/** The first day, `2027-01-21`, on which rights are withheld. */
export const suspendedFrom = (dueOn: string): string =>
  new Date(at(dueOn) + (SUSPENDED_AFTER_DAYS + 1) * DAY_MS).toISOString().slice(0, 10);

/** How the course of somebody stands whose last day is `dueOn`. */
export function trainingState(dueOn: string, now: Date): TrainingState {
  const today = now.toISOString().slice(0, 10);
  if (today >= suspendedFrom(dueOn)) return "suspended";
  if (today > dueOn) return "overdue";
  return at(dueOn) - at(today) <= SOON_DAYS * DAY_MS ? "soon" : "fine";
}

export interface Withheld {
  permissions: ReadonlySet<string>;
  code: string;
  detail: string;
  hint: string;
}

/** Splits the rights of somebody into those they may use and those their overdue course withholds (ORG-14). */
export function withhold<T extends string>(
  permissions: ReadonlySet<T>,
  dueOn: string,
  now: Date,
): { permissions: ReadonlySet<T>; withheld?: Withheld } {
  if (trainingState(dueOn, now) !== "suspended") return { permissions };
  const names: readonly string[] = WITHHELD;
  const held = [...permissions].filter((permission) => names.includes(permission));
  if (held.length === 0) return { permissions };
  return {
    permissions: new Set([...permissions].filter((permission) => !names.includes(permission))),
    withheld: {
      permissions: new Set(held),
      code: "training_overdue",
      detail: "The yearly course on data protection is overdue, so this right rests.",
      hint: "Take the course at /datenschutz/schulung; it takes about 15 minutes, then the right is back.",
    },
  };
}
