/** Pages ask for news by themselves; when nobody touched one for so long, that is no use of the session. Milliseconds. */
const ATTENDED_MS = 5 * 60_000;
const SIGNS = ["pointerdown", "pointermove", "keydown", "wheel", "scroll", "focus"] as const;

let touchedAt = Date.now();
for (const sign of SIGNS)
  window.addEventListener(sign, () => (touchedAt = Date.now()), { capture: true, passive: true });

/** Whether somebody has touched this page in the last minutes (ASVS 7.3.1). */
export const isAttended = (): boolean => Date.now() - touchedAt <= ATTENDED_MS;
