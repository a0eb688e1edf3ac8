import pino from "pino";

export type Logger = pino.Logger;

const EMAIL = /[^\s<>"'@,;]+@[^\s<>"'@,;]+\.[^\s<>"'@,;]+/g;
/** What stands before a token in a path; `log.test.ts` compares it with the routes there are. */
const TOKEN_PATH =
  /\/(t|u|v|b|n|o|q|w|z|einrichten|einladung|invitation|passwort|password-links|hooks\/relays|adresse-bestaetigen|testmail)\/[A-Za-z0-9_-]{16,}/g;
const API_KEY = /\bklp_[A-Za-z0-9_-]{16,}/g;

/** Removes addresses and link tokens from a text that may end in a log (RET-08, TRK-06). */
export function scrub(text: string): string {
  return text
    .replace(EMAIL, "[address]")
    .replace(TOKEN_PATH, "/$1/[token]")
    .replace(API_KEY, "[key]");
}

/**
 * JSON lines on standard output. Errors are scrubbed, because messages of drivers and servers may quote
 * addresses; fields are chosen by us and hold ids and counts only.
 */
export function createLogger(level: string): Logger {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: {
      paths: [
        "password",
        "token",
        "secret",
        "authorization",
        "cookie",
        "email",
        "address",
        "ip",
        "userAgent",
        "*.password",
        "*.token",
        "*.email",
        "*.address",
      ],
      remove: true,
    },
    serializers: {
      err: (error: unknown) => {
        if (!(error instanceof Error)) return { message: scrub(String(error)) };
        const code = (error as { code?: unknown }).code;
        return {
          type: error.name,
          message: scrub(error.message),
          ...(code === undefined ? {} : { code }),
          stack: scrub(error.stack ?? ""),
        };
      },
    },
  });
}
