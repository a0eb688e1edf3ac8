import type { SceneName } from "../../content/index.ts";
import { AppError, createBoundedReader } from "../../platform/index.ts";

export interface Drawing {
  width: number;
  height: number;
  bytes: Uint8Array;
}

const failed = (cause?: unknown) =>
  new AppError("images_busy", 503, "The drawing of this template could not be made.", {
    hint: "Try again in a minute.",
    cause,
  });

const drawInThread = createBoundedReader<Drawing>({
  module: new URL("./art-worker.ts", import.meta.url),
  memoryMb: 128,
  patienceMs: 20_000,
  mostAtOnce: 1,
  mostWaiting: 20,
  busy: failed,
  unreadable: (_why, cause) => failed(cause),
});

/** A design's drawing in an account's colour, made in another thread: it takes a fifth of a second. */
export function draw(scene: SceneName, colour: string): Promise<Drawing> {
  return drawInThread(Buffer.from(JSON.stringify({ scene, colour })));
}
