import { generateSecret, generateSync, generateURI } from "otplib";
import { qrSquares, sameBytes } from "../../platform/index.ts";

const PERIOD_S = 30;
/** Clocks of phones may be one step off (RFC 6238, 5.2). */
const TOLERANCE = [0, -1, 1];

/** A new secret of 160 bits, base32. */
export const newTotpSecret = (): string => generateSecret();

/** What an authenticator app reads: as an address, and as the rows of a QR code. */
export function totpAddress(secret: string, email: string, host: string) {
  const address = generateURI({ issuer: `Klarpost (${host})`, label: email, secret });
  const squares = qrSquares(address).map((row) => row.map((dark) => (dark ? "1" : "0")).join(""));
  return { secret, address, squares };
}

/**
 * The time step whose code was typed, if it is later than the last one taken; undefined for a wrong, old or used code.
 * Whoever calls writes the step down in the same breath, so that no code is taken twice.
 */
export function stepOfCode(
  secret: string,
  code: string,
  lastStep: number,
  now: Date,
): number | undefined {
  const typed = Buffer.from(code.replace(/\s/g, ""));
  const present = Math.floor(now.getTime() / 1000 / PERIOD_S);
  let found: number | undefined;
  // All are compared, so that the time does not tell which fits.
  for (const offset of TOLERANCE) {
    const step = present + offset;
    const right = sameBytes(typed, Buffer.from(generateSync({ secret, epoch: step * PERIOD_S })));
    if (right && step > lastStep) found ??= step;
  }
  return found;
}
