import type { DropReason, LevelReason } from "../../contract/tracking.ts";
import { HONEYPOT_LINK, PIXEL_LINK } from "./tokens.ts";

export type { DropReason, LevelReason };

/** How people without permission are counted (docs/privacy/measuring.md). */
export type MeasuringLevel = "none" | "clicks_only" | "shared" | "unique";

/** A link of a mailing, as its content lists it. */
export interface MeasuredLink {
  /** 1 to 1022. */
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
  levelReason: LevelReason | null;
  /** Queued recipients with and without permission, when the audience was frozen. */
  personalBase: number;
  anonymousBase: number;
  kMin: number;
  timezone: string;
  openedAt: Date;
  closesAt: Date;
  closedAt: Date | null;
}

/** Agent classes of anonymous counters and seen sets. A person's own events say which kind of machine it was. */
export const HUMAN = 0;
export const MACHINE = 1;
export type AgentClass = typeof HUMAN | typeof MACHINE;

/** Who sent a hit, as personal events keep it: a person, or the reason why it was taken for a machine (TRK-13). */
export const AGENT = {
  person: HUMAN,
  unknownMachine: MACHINE,
  /** Mail-privacy proxy: loads images of every mail, opened or not. */
  mailPrivacy: 2,
  /** Link scanner or security product. */
  scanner: 3,
  /** Preview or prefetch. */
  prefetch: 4,
  /** HTTP library, bot or crawler. */
  library: 5,
  /** A network no reader comes from. */
  network: 6,
  /** Faster than a person. */
  tooFast: 7,
  /** Followed the link that no person sees. */
  honeypot: 8,
  /** Image service of a mailbox provider: loads images mostly when somebody opens the mail. Neither counted as a person nor as a machine. */
  imageService: 9,
} as const;
export type Agent = (typeof AGENT)[keyof typeof AGENT];

export const isMachine = (agent: number): boolean => agent !== AGENT.person;

/** All that anonymous counters keep of it. */
export const agentClass = (agent: Agent): AgentClass => (isMachine(agent) ? MACHINE : HUMAN);

/** Below this many recipients without permission, level `unique` falls to `shared`. */
export const UNIQUE_MIN = 50;
export const DEFAULT_CLOSE_DAYS = 14;
export const MAX_CLOSE_DAYS = 30;

/**
 * Fixes a mailing's level when its audience is frozen (TRK-08): `unique` needs 50 recipients without permission and
 * ways out that keep no content, every level needs `kMin`.
 *
 * @param chosen what the account chose in its settings
 * @param anonymousBase queued recipients without permission
 * @param personalBase queued recipients with permission; says whether there is anybody left out at all
 * @param transportKeepsContent whether a way out that the mails may take rewrites or archives them: a number must stand
 *   beside a person nowhere but in that person's mailbox
 */
export function decideLevel(
  chosen: MeasuringLevel,
  anonymousBase: number,
  personalBase: number,
  kMin: number,
  transportKeepsContent: boolean,
): { level: MeasuringLevel; reason: LevelReason | null } {
  if (chosen === "none") return { level: "none", reason: null };
  if (anonymousBase < kMin) {
    // With nobody without permission nothing is missing, so there is nothing to explain.
    const everybodyPersonal = anonymousBase === 0 && personalBase > 0;
    return { level: "none", reason: everybodyPersonal ? null : "too_few" };
  }
  if (chosen === "unique" && anonymousBase < UNIQUE_MIN)
    return { level: "shared", reason: "too_few_unique" };
  if (chosen === "unique" && transportKeepsContent)
    return { level: "shared", reason: "transport_keeps_content" };
  return { level: chosen, reason: null };
}

/** Why a hit of somebody without permission is not counted, or null when it is (TRK-05, TRK-07, TRK-08). */
export function refuseAnonymous(
  mailing: Pick<MeasuredMailing, "level" | "anonymousBase" | "kMin">,
  link: number,
): Extract<DropReason, "level_not_counted" | "too_few"> | null {
  if (link === HONEYPOT_LINK) return "level_not_counted";
  const counted =
    mailing.level === "unique" ||
    mailing.level === "shared" ||
    (mailing.level === "clicks_only" && link !== PIXEL_LINK);
  if (!counted) return "level_not_counted";
  return mailing.anonymousBase < mailing.kMin ? "too_few" : null;
}
