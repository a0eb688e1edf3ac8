import type { Clock } from "../platform/index.ts";

/** How many mails a second end, over about the last second. */
export interface Speed {
  count(): void;
  /** Mails a second; falls towards 0 when nothing ends any more. */
  perSecond(): number;
}

const WINDOW_MS = 250;
/** Weight of the latest window: four of them are a second. */
const WEIGHT = 0.5;

/** Measures in windows of a quarter of a second, so that one mail costs an addition. */
export function createSpeed(clock: Clock): Speed {
  let began = clock.now().getTime();
  let counted = 0;
  let rate = 0;
  const roll = (now: number): void => {
    const elapsed = now - began;
    if (elapsed < WINDOW_MS && elapsed >= 0) return;
    // After a pause, or when the clock was set, only what was counted since says anything.
    const windows = elapsed < 0 ? 8 : Math.min(8, Math.floor(elapsed / WINDOW_MS));
    const latest = elapsed <= 0 ? 0 : (counted * 1000) / elapsed;
    rate += (latest - rate) * (1 - (1 - WEIGHT) ** windows);
    began = now;
    counted = 0;
  };
  return {
    count() {
      counted += 1;
      roll(clock.now().getTime());
    },
    perSecond() {
      roll(clock.now().getTime());
      return rate;
    },
  };
}
