/** What a filter says of a message. */
export interface Verdict {
  score: number;
  /** Score from which it counts as spam; null: the filter does not say. */
  limit: number | null;
  rules: { name: string; score: number; text: string }[];
}

/** How long a filter may think, in milliseconds, and how much it may say, in bytes. */
export const FILTER_TIMEOUT_MS = 15_000;
export const MOST_ANSWER = 1024 * 1024;
