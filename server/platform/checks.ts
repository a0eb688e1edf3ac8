import type { Clock } from "./clock.ts";
import type { Tx } from "./database.ts";
import type { Locale } from "./locale.ts";
import type { FetchPage, LookUp } from "./outside.ts";

export type CheckStatus = "passed" | "failed" | "not_checked" | "not_applicable";

/** What a check may use. `lookUp` and `fetch` reach the outside world and may be pointed at test servers. */
export interface CheckContext {
  tx: Tx;
  accountId: number;
  clock: Clock;
  /** Evidence of the last look, where there was one: since when something has been as it is. */
  before?: Record<string, unknown>;
  lookUp?: LookUp;
  fetch?: FetchPage;
}

/**
 * What a check cannot know and a person has to say. The entry is green only while a named person's answer counts, twelve
 * months at most. Another `key` is another question: put into it what makes an earlier answer void.
 */
export interface CheckQuestion {
  key: string;
  /** A statement that the person confirms, in one sentence. */
  text: Record<Locale, string>;
  /** What to do where the statement is not true. */
  hint?: Record<Locale, string>;
}

export interface CheckOutcome {
  status: CheckStatus;
  /** What was found and what to do next, in one or two sentences. */
  message: Record<Locale, string>;
  evidence?: Record<string, unknown>;
  /** Looked at only where the status is `passed`. */
  asks?: readonly CheckQuestion[];
}

/** One entry of the configuration checklist (CHK). Slices export theirs, the check engine runs them. */
export interface Check {
  id: string;
  rules: string[];
  /** A failing blocking check keeps the account from going live (CHK-A1). */
  blocking: boolean;
  label: Record<Locale, string>;
  run(context: CheckContext): Promise<CheckOutcome>;
}
