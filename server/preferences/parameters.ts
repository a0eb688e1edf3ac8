import type { Tx } from "../platform/index.ts";
import { readAccountSettings } from "./parameters.store.ts";

const MINUTE_MS = 60_000;
export const DAY_MS = 24 * 60 * MINUTE_MS;

/** From a mail's link, subscriptions and switches are shown that long (DSR-13). */
export const VIEW_MS = 30 * DAY_MS;
/** An unsubscribe can be taken back that long (UNS-04). */
export const UNDO_MS = 30 * MINUTE_MS;
/** Sooner after the mail was written, scanners are the likelier visitors (UNS-04); a minute more, because tokens know no seconds. */
export const BUTTON_ONLY_MS = 4 * MINUTE_MS;
/** A page may stay open that long before its buttons ask once more (A11Y-02). */
export const PAGE_MAX_AGE_MS = 24 * 60 * MINUTE_MS;
/** Faster than this is no person filling in the access form. */
export const MIN_FILL_MS = 1500;
export const NETWORK_WINDOW_MS = 10 * MINUTE_MS;

export interface PreferenceParameters {
  /** How long a link to "Verwalten" holds, minutes. */
  accessMinutes: number;
  /** Access mails to one address. */
  accessPerHour: number;
  accessPerDay: number;
  /** Requests of one network in ten minutes. */
  perNetwork: number;
}

const numbers = {
  accessMinutes: { key: "access.minutes", fallback: 60, min: 15, max: 240 },
  accessPerHour: { key: "access.max_mails.hour", fallback: 3, min: 1, max: 10 },
  accessPerDay: { key: "access.max_mails.day", fallback: 10, min: 1, max: 30 },
  perNetwork: { key: "access.max_per_network", fallback: 30, min: 5, max: 1000 },
} as const;

export async function loadParameters(tx: Tx): Promise<PreferenceParameters> {
  const settings = await readAccountSettings(tx);
  const number = (name: keyof typeof numbers): number => {
    const { key, fallback, min, max } = numbers[name];
    const value = settings[key];
    return typeof value === "number" && value >= min && value <= max ? value : fallback;
  };
  return {
    accessMinutes: number("accessMinutes"),
    accessPerHour: number("accessPerHour"),
    accessPerDay: number("accessPerDay"),
    perNetwork: number("perNetwork"),
  };
}
