import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomFillSync,
} from "node:crypto";

/**
 * Tracking tokens, format 1: what stands behind `/t/` in a link or a pixel of a mail.
 * Pure: keys in, text out, no database. The format is described, with its reasons, in
 * docs/privacy/tracking-tokens.md (TRK-02, TRK-16, TRK-25).
 *
 * A token is two blocks under AES-256, each its own permutation of 16 bytes:
 *
 *     block 1 = meta (8 bytes)  r (8 bytes)
 *     block 2 = r (8 bytes)     payload (8 bytes)
 *
 * The same 64 random bits `r` in both blocks bind them together and are the proof of
 * origin: whoever does not have the key hits two equal halves with probability 2⁻⁶⁴.
 */

/** Characters of every token, whatever its kind. */
export const TRACKING_TOKEN_LENGTH = 43;
/** Link number of the pixel; links are numbered from 1. */
export const PIXEL_LINK = 0;
/** Highest number the field of a token holds. */
export const MAX_LINK = 1023;
/** The link that no person sees and only machines follow; in no list of links and in no report. Links end before it. */
export const HONEYPOT_LINK = 1023;

const TOKEN_BYTES = 32;
const VERSION = 1;
const KIND_PERSONAL = 1;
const KIND_UNIQUE = 2;
const KIND_SHARED = 3;
const MAX_ACCOUNT = 2 ** 22 - 1;
const MAX_MAILING = 2 ** 26 - 1;
const RANDOM_POOL_BYTES = 64 * 1024;
/** 43 characters, the last of which carries four bits only: one way to write each token. */
const CANONICAL = /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/;

type TokenPlace = {
  account: number;
  /** Instance-wide number of the mailing. */
  mailing: number;
  /** 0 is the pixel, everything else a stored link of the template. */
  link: number;
};

/** What a valid token says. */
export type OpenedToken =
  | (TokenPlace & { kind: "personal"; delivery: number })
  /** `number`: the fresh random number of this link in this mail, signed 64 bit as PostgreSQL's bigint. */
  | (TokenPlace & { kind: "unique"; number: bigint })
  | (TokenPlace & { kind: "shared" });

export type TrackingTokens = {
  /** Tokens of one personal mail, one for each link number; each mentions the delivery and nothing else of the person. */
  personal(account: number, mailing: number, delivery: number, links: readonly number[]): string[];
  /** Tokens of one anonymous mail at level `unique`: each carries random bits drawn now and kept nowhere. */
  unique(account: number, mailing: number, links: readonly number[]): string[];
  /** Tokens at level `shared` and `clicks_only`: the same text in every mail of the mailing. */
  shared(account: number, mailing: number, links: readonly number[]): string[];
  /** What a token says, or null when it is wrong, forged, cut, or of a retired key. Never throws. */
  open(token: string): OpenedToken | null;
};

/**
 * Makes and reads tracking tokens.
 *
 * @param options.keys 32 bytes each, the current key first, then previous ones that are still read
 * @throws RangeError when a key is missing or has another length; the makers throw it for a number
 *   that does not fit its field
 */
export function createTrackingTokens(options: { keys: readonly Buffer[] }): TrackingTokens {
  const ring = options.keys.map(openKey);
  const current = ring[0];
  if (current === undefined) throw new RangeError("tracking tokens need at least one key");
  const scratch = Buffer.alloc(TOKEN_BYTES);

  return {
    personal(account, mailing, delivery, links) {
      if (!Number.isSafeInteger(delivery) || delivery < 1) throw new RangeError("delivery id");
      const high = Math.floor(delivery / 2 ** 32);
      return seal(current, KIND_PERSONAL, account, mailing, links, (plain, at) => {
        const r = takeRandom(8);
        putBoth(plain, at, randomPool, r);
        plain.writeUInt32BE(high, at + 24);
        plain.writeUInt32BE(delivery >>> 0, at + 28);
      });
    },
    unique(account, mailing, links) {
      return seal(current, KIND_UNIQUE, account, mailing, links, (plain, at) => {
        const r = takeRandom(16);
        putBoth(plain, at, randomPool, r);
        randomPool.copy(plain, at + 24, r + 8, r + 16);
      });
    },
    shared(account, mailing, links) {
      return seal(current, KIND_SHARED, account, mailing, links, (plain, at) => {
        // The meta block names account, mailing and link; r follows from it alone.
        const r = createHmac("sha256", current.sharedKey)
          .update(plain.subarray(at, at + 8))
          .digest();
        putBoth(plain, at, r, 0);
        plain.fill(0, at + 24, at + 32);
      });
    },
    open(token) {
      if (token.length !== TRACKING_TOKEN_LENGTH || !CANONICAL.test(token)) return null;
      scratch.write(token, "base64url");
      for (const key of ring) {
        const opened = read(key.decipher.update(scratch));
        if (opened !== null) return opened;
      }
      return null;
    },
  };
}

type TokenKey = ReturnType<typeof openKey>;

/**
 * One cipher object serves for the life of the process: blocks in ECB mode are independent of each
 * other, so `update` may be called for ever. ECB is right here because every block holds 64 bits of
 * its own randomness (or is meant to repeat, at level `shared`).
 */
function openKey(key: Buffer) {
  if (key.length !== 32) throw new RangeError("a tracking token key has 32 bytes");
  const derive = (use: string) =>
    Buffer.from(hkdfSync("sha256", key, "", `tracking token 1 ${use}`, 32));
  const blockKey = derive("blocks");
  return {
    cipher: createCipheriv("aes-256-ecb", blockKey, null).setAutoPadding(false),
    decipher: createDecipheriv("aes-256-ecb", blockKey, null).setAutoPadding(false),
    sharedKey: derive("shared"),
  };
}

/** Writes all tokens of one mail and encrypts them in one call. */
function seal(
  key: TokenKey,
  kind: number,
  account: number,
  mailing: number,
  links: readonly number[],
  writeRest: (plain: Buffer, at: number) => void,
): string[] {
  if (!inRange(account, 1, MAX_ACCOUNT)) throw new RangeError("account number");
  if (!inRange(mailing, 1, MAX_MAILING)) throw new RangeError("mailing number");
  const plain = Buffer.allocUnsafe(links.length * TOKEN_BYTES);
  const high = ((VERSION << 29) | (kind << 26) | (account >>> 6)) >>> 0;
  const low = (((account & 0x3f) << 26) | mailing) >>> 0;
  for (let i = 0; i < links.length; i++) {
    const link = links[i] ?? -1;
    if (!inRange(link, 0, MAX_LINK)) throw new RangeError("link number");
    const at = i * TOKEN_BYTES;
    plain.writeUInt32BE((high | (link << 16)) >>> 0, at);
    plain.writeUInt32BE(low, at + 4);
    writeRest(plain, at);
  }
  return encode(key.cipher.update(plain), links.length);
}

/** The same eight bytes at the end of block 1 and the start of block 2. */
function putBoth(plain: Buffer, at: number, source: Buffer, from: number): void {
  source.copy(plain, at + 8, from, from + 8);
  source.copy(plain, at + 16, from, from + 8);
}

/** One base64 call for all tokens: with a byte of padding each takes 44 characters, the last always "A". */
function encode(sealed: Buffer, count: number): string[] {
  const spread = Buffer.alloc(count * (TOKEN_BYTES + 1));
  for (let i = 0; i < count; i++) {
    sealed.copy(spread, i * (TOKEN_BYTES + 1), i * TOKEN_BYTES, (i + 1) * TOKEN_BYTES);
  }
  const text = spread.toString("base64url");
  const tokens: string[] = [];
  for (let i = 0; i < count; i++) {
    const from = i * (TRACKING_TOKEN_LENGTH + 1);
    tokens.push(text.slice(from, from + TRACKING_TOKEN_LENGTH));
  }
  return tokens;
}

function read(plain: Buffer): OpenedToken | null {
  if (plain.compare(plain, 16, 24, 8, 16) !== 0) return null;
  const high = plain.readUInt32BE(0);
  const low = plain.readUInt32BE(4);
  if (high >>> 29 !== VERSION) return null;
  const place = {
    account: ((high & 0xffff) << 6) | (low >>> 26),
    mailing: low & MAX_MAILING,
    link: (high >>> 16) & MAX_LINK,
  };
  if (place.account === 0 || place.mailing === 0) return null;
  switch ((high >>> 26) & 7) {
    case KIND_PERSONAL: {
      const delivery = plain.readUInt32BE(24) * 2 ** 32 + plain.readUInt32BE(28);
      return inRange(delivery, 1, Number.MAX_SAFE_INTEGER)
        ? { kind: "personal", ...place, delivery }
        : null;
    }
    case KIND_UNIQUE:
      return { kind: "unique", ...place, number: plain.readBigInt64BE(24) };
    case KIND_SHARED:
      return plain.readBigUInt64BE(24) === 0n ? { kind: "shared", ...place } : null;
    default:
      return null;
  }
}

function inRange(value: number, low: number, high: number): boolean {
  return Number.isInteger(value) && value >= low && value <= high;
}

/** Random bytes are drawn by the 64 KB: one call of the generator for some hundred mails. */
const randomPool = Buffer.alloc(RANDOM_POOL_BYTES);
let randomUsed = RANDOM_POOL_BYTES;

/** Position in the pool of bytes that nobody has used, and that nobody will use again. */
function takeRandom(bytes: number): number {
  if (randomUsed + bytes > RANDOM_POOL_BYTES) {
    randomFillSync(randomPool);
    randomUsed = 0;
  }
  const at = randomUsed;
  randomUsed += bytes;
  return at;
}
