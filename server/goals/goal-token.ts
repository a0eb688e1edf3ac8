import type { Keys } from "../platform/index.ts";
import type { StoredClick } from "../tracking/index.ts";

/**
 * The value of `kp_goal` (docs/privacy/goals.md): which stored click brought somebody here, sealed with AES-256-GCM
 * under a key of its own. It names no address, serves this purpose alone, and ends by the time it carries. The website
 * can neither read nor alter it.
 *
 *     1 byte version and kind · 4 account · 4 mailing · 8 delivery · 2 link · 4 minute of the click
 */
export interface GoalTokens {
  forClick(click: StoredClick): string;
  /** Leads to no click; says only that the website reports. */
  forTest(accountId: number, goalId: number, at: Date): string;
  /** What a token says, or null when it is wrong, forged or cut. Never throws. */
  open(token: string): OpenedGoalToken | null;
}

export type OpenedGoalToken =
  | (StoredClick & {
      kind: "click";
      /** 64 random bits of this token, signed as PostgreSQL's bigint: a report that comes twice has the same. */
      number: bigint;
    })
  | { kind: "test"; accountId: number; goalId: number; at: Date };

const LABEL = "goal-token/v1";
const CLICK = 0x11;
const TEST = 0x12;
const PLAIN_BYTES = 23;
/** Nonce, ciphertext and tag of `keys.seal`. */
const SEALED_BYTES = 12 + PLAIN_BYTES + 16;
const LENGTH = Math.ceil((SEALED_BYTES * 4) / 3);
const MINUTE = 60_000;

export function createGoalTokens(keys: Pick<Keys, "seal" | "open">): GoalTokens {
  const seal = (kind: number, click: StoredClick): string => {
    const plain = Buffer.alloc(PLAIN_BYTES);
    plain.writeUInt8(kind, 0);
    plain.writeUInt32BE(click.accountId, 1);
    plain.writeUInt32BE(click.mailingId, 5);
    plain.writeBigUInt64BE(BigInt(click.deliveryId), 9);
    plain.writeUInt16BE(click.link, 17);
    plain.writeUInt32BE(Math.floor(click.at.getTime() / MINUTE), 19);
    return keys.seal(LABEL, plain).toString("base64url");
  };
  return {
    forClick: (click) => seal(CLICK, click),
    forTest: (accountId, goalId, at) =>
      seal(TEST, { accountId, mailingId: 0, deliveryId: goalId, link: 0, at }),
    open(token) {
      if (token.length !== LENGTH || !/^[A-Za-z0-9_-]+$/.test(token)) return null;
      const sealed = Buffer.from(token, "base64url");
      // One way to write each token: the unused bits of the last character are zero.
      if (sealed.toString("base64url") !== token) return null;
      let plain: Buffer;
      try {
        plain = keys.open(LABEL, sealed);
      } catch {
        return null;
      }
      const kind = plain.readUInt8(0);
      const accountId = plain.readUInt32BE(1);
      const deliveryId = Number(plain.readBigUInt64BE(9));
      const at = new Date(plain.readUInt32BE(19) * MINUTE);
      if (kind === TEST) return { kind: "test", accountId, goalId: deliveryId, at };
      if (kind !== CLICK) return null;
      return {
        ...{ kind: "click", accountId, deliveryId, at },
        mailingId: plain.readUInt32BE(5),
        link: plain.readUInt16BE(17),
        // The nonce was drawn for this token alone.
        number: sealed.readBigInt64BE(0),
      };
    },
  };
}
