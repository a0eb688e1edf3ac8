import type { Tx } from "../platform/index.ts";
import { readAccountSettings } from "./parameters.store.ts";

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** Parameters of the rule catalogue that this slice goes by, as the account has set them within their ranges. */
export interface SignupParameters {
  /** `doi.token_ttl`, days. */
  tokenDays: number;
  /** `doi.max_mails_per_address`. */
  mailsPerDay: number;
  mailsPerMonth: number;
  /** How long "I did not sign up" keeps further opt-in mails away (DOI-15), days. */
  notMeDays: number;
  /** `evidence.ip`. */
  evidenceIp: "full" | "truncated" | "none";
  /** Faster than this is no person reading the form, milliseconds. */
  minFillMs: number;
  /** Sign-ups of one network through one form in ten minutes: from our page, and from elsewhere. */
  perNetwork: number;
  perNetworkElsewhere: number;
}

interface NumberParameter {
  key: string;
  fallback: number;
  min: number;
  max: number;
}

const numbers = {
  tokenDays: { key: "doi.token_ttl", fallback: 7, min: 1, max: 14 },
  mailsPerDay: { key: "doi.max_mails_per_address.day", fallback: 2, min: 1, max: 5 },
  mailsPerMonth: { key: "doi.max_mails_per_address.month", fallback: 4, min: 1, max: 10 },
  notMeDays: { key: "doi.not_me_days", fallback: 90, min: 30, max: 90 },
  minFillMs: { key: "form.min_fill_ms", fallback: 1500, min: 0, max: 10_000 },
  perNetwork: { key: "form.max_per_network", fallback: 30, min: 5, max: 1000 },
  perNetworkElsewhere: { key: "form.max_per_network_elsewhere", fallback: 10, min: 1, max: 1000 },
} as const satisfies Record<string, NumberParameter>;

/** A page may stay open that long before it has to be sent once more (A11Y-02: no limit under 20 hours). */
export const PAGE_MAX_AGE_MS = 24 * HOUR_MS;
export const NETWORK_WINDOW_MS = 10 * 60_000;

export async function loadParameters(tx: Tx): Promise<SignupParameters> {
  return readParameters(await readAccountSettings(tx));
}

/** Pure. What is not set, or set out of its range, has its default. */
export function readParameters(settings: Record<string, unknown>): SignupParameters {
  const number = ({ key, fallback, min, max }: NumberParameter): number => {
    const value = settings[key];
    return typeof value === "number" && value >= min && value <= max ? value : fallback;
  };
  const ip = settings["evidence.ip"];
  return {
    tokenDays: number(numbers.tokenDays),
    mailsPerDay: number(numbers.mailsPerDay),
    mailsPerMonth: number(numbers.mailsPerMonth),
    notMeDays: number(numbers.notMeDays),
    minFillMs: number(numbers.minFillMs),
    perNetwork: number(numbers.perNetwork),
    perNetworkElsewhere: number(numbers.perNetworkElsewhere),
    evidenceIp: ip === "full" || ip === "none" ? ip : "truncated",
  };
}
