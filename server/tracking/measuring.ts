import type { DropReason } from "../../contract/tracking.ts";
import { PIXEL_LINK } from "./tokens.ts";

export type { DropReason };

/** How people without permission are counted (docs/privacy/measuring.md). */
export type MeasuringLevel = "none" | "clicks_only" | "shared" | "unique";

/** A link of a mailing, as its content lists it. */
export interface MeasuredLink {
  /** 1 to 1023. */
  no: number;
  /** http or https, as the mail's author wrote it. */
  url: string;
  label: string;
  /** TRK-25: carries no personal token for anyone. */
  notPersonal: boolean;
}

/** What is fixed about the measuring of one mailing. */
export interface MeasuredMailing {
  accountId: number;
  mailingId: number;
  level: MeasuringLevel;
  levelReason: "too_few" | null;
  /** Queued recipients with and without permission, when the audience was frozen. */
  personalBase: number;
  anonymousBase: number;
  kMin: number;
  timezone: string;
  openedAt: Date;
  closesAt: Date;
  closedAt: Date | null;
}

/** Agent classes as they are stored. */
export const HUMAN = 0;
export const MACHINE = 1;
export type Agent = typeof HUMAN | typeof MACHINE;

/** Below this many recipients without permission, level `unique` falls to `shared`. */
export const UNIQUE_MIN = 50;
export const DEFAULT_CLOSE_DAYS = 14;
export const MAX_CLOSE_DAYS = 30;

/**
 * Fixes a mailing's level when its audience is frozen (TRK-08): `unique` needs 50 recipients without permission,
 * every level needs `kMin`.
 *
 * @param chosen what the account chose in its settings
 * @param anonymousBase queued recipients without permission
 * @param personalBase queued recipients with permission; says whether there is anybody left out at all
 */
export function decideLevel(
  chosen: MeasuringLevel,
  anonymousBase: number,
  personalBase: number,
  kMin: number,
): { level: MeasuringLevel; reason: null | "too_few" } {
  if (chosen === "none") return { level: "none", reason: null };
  if (anonymousBase < kMin) {
    // With nobody without permission nothing is missing, so there is nothing to explain.
    const everybodyPersonal = anonymousBase === 0 && personalBase > 0;
    return { level: "none", reason: everybodyPersonal ? null : "too_few" };
  }
  if (chosen === "unique" && anonymousBase < UNIQUE_MIN) return { level: "shared", reason: null };
  return { level: chosen, reason: null };
}

/** Why a hit of somebody without permission is not counted, or null when it is (TRK-05, TRK-07, TRK-08). */
export function refuseAnonymous(
  mailing: Pick<MeasuredMailing, "level" | "anonymousBase" | "kMin">,
  link: number,
): Extract<DropReason, "level_not_counted" | "too_few"> | null {
  const counted =
    mailing.level === "shared" || (mailing.level === "clicks_only" && link !== PIXEL_LINK);
  if (!counted) return "level_not_counted";
  return mailing.anonymousBase < mailing.kMin ? "too_few" : null;
}
