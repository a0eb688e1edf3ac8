import type { AlertKind } from "../../contract/guards.ts";

/** Something out of the ordinary, and what a person made of it. */
export interface Alert {
  id: number;
  publicId: string;
  kind: AlertKind;
  state: "open" | "expected" | "incident";
  operatorId: number | null;
  apiKeyId: number | null;
  /** The operator or key it is about; empty: nobody in particular. */
  who: string;
  objectId: string | null;
  counted: number;
  threshold: number;
  detail: AlertDetail;
  at: Date;
  /** When it was last seen to go on. */
  seenAt: Date;
  mailedAt: Date | null;
  decidedBy: number | null;
  decidedName: string | null;
  decidedAt: Date | null;
  word: string;
}

export interface AlertDetail {
  browser?: string | null;
  export?: string;
  reason?: string;
  people?: number;
  /** What was loosened. */
  changes?: { name: string; before: number | null; after: number | null }[];
}

/** What was seen to be out of the ordinary, before it is known whether it was told already. */
export interface Sighting {
  kind: AlertKind;
  operatorId?: number | null;
  apiKeyId?: number | null;
  who: string;
  /** The one thing it is about; without it, what is counted over a time. */
  objectId?: string;
  counted: number;
  threshold: number;
  detail?: AlertDetail;
  at?: Date;
}

/**
 * What becomes of something counted over a time that was told within that time: nothing new, the same alert with the
 * higher number, or an alert of its own, because it doubled since somebody called it expected.
 */
export function follow(
  latest: Pick<Alert, "state" | "counted"> | undefined,
  counted: number,
): "new" | "same" | "nothing" {
  if (!latest) return "new";
  if (latest.state === "open") return counted > latest.counted ? "same" : "nothing";
  return counted >= latest.counted * 2 ? "new" : "nothing";
}
