import { base32, randomToken, type Keys } from "../../platform/index.ts";
import type { FactorKind } from "../../../contract/sign-in.ts";

export type { FactorKind };

/** Something a person has beside the password. */
export interface Factor {
  id: number;
  publicId: string;
  operatorId: number;
  kind: FactorKind;
  name: string;
  /** Of an authenticator app: sealed. */
  secret: Buffer | null;
  lastStep: number;
  credentialId: Buffer | null;
  publicKey: Buffer | null;
  signCount: number;
  transports: string[];
  synced: boolean;
  createdAt: Date;
  confirmedAt: Date | null;
  lastUsedAt: Date | null;
}

/** A proof counts as recent for ten minutes (ASVS 7.5.1). */
export const FRESH_MS = 10 * 60_000;
export const RECOVERY_CODES = 10;
/** Factors of one person; more than anybody has, few enough to try each. */
export const MOST_FACTORS = 20;
const CODE_GROUPS = 6;
const GROUP = 4;

export const isFresh = (provedAt: Date, now: Date): boolean =>
  now.getTime() - provedAt.getTime() <= FRESH_MS;

/**
 * Codes such as `k7qd-3mzp-xw2a-4tfn-q5rj-b6ue`: 120 random bits each, in letters that are hard to confuse. From 112 bits
 * on a hash needs neither salt nor slowness (ASVS 6.5.2).
 */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: RECOVERY_CODES }, () => {
    const text = base32(Buffer.from(randomToken(15), "base64url")).slice(0, CODE_GROUPS * GROUP);
    return Array.from({ length: CODE_GROUPS }, (_each, no) =>
      text.slice(no * GROUP, (no + 1) * GROUP),
    ).join("-");
  });
}

/**
 * What is kept of a code. With the instance's key: whoever has the database alone can try nothing. Case, spaces and
 * hyphens do not matter when typing.
 */
export function hashRecoveryCode(keys: Keys, operatorId: number, code: string): Buffer {
  return keys.mac("recovery-code", operatorId, code.toLowerCase().replace(/[^a-z2-7]/g, ""));
}
