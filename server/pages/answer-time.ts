import { pause, type Logger } from "../platform/index.ts";

/** Length of a step of time, in milliseconds, where nothing else is set. */
const STEP_MS = 250;

/**
 * Waits for the next full step of time since a request came, so that the clock tells nothing of what was found
 * (DOI-11, DSR-11). Work that takes longer goes on behind the answer: on a busy machine more work would show
 * otherwise. With steps of 0 it waits for the work. Throws what the work threw in time.
 */
export async function answerInTime(
  work: Promise<unknown>,
  began: number,
  { answerAfterMs: step = STEP_MS, log }: { answerAfterMs?: number; log: Logger },
): Promise<void> {
  if (step <= 0) {
    await work;
    return;
  }
  let answered = false;
  let failure: unknown;
  work.catch((error: unknown) => {
    failure = error;
    if (answered) log.error({ err: error }, "work failed after its answer");
  });
  const spent = performance.now() - began;
  await pause(Math.ceil(spent / step) * step - spent);
  answered = true;
  if (failure !== undefined) throw failure;
}
