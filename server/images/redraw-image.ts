import { AppError, createBoundedReader } from "../platform/index.ts";
import { cleanGif } from "./clean-gif.ts";
import { IMAGE_LIMITS, type ImageExtension } from "./image.ts";
import { readImageHead } from "./image-head.ts";
import { packTask, type Redrawn } from "./image-task.ts";
import type { Frame } from "./pixels.ts";

const redraw = createBoundedReader<Redrawn | null>({
  module: new URL("./image-worker.ts", import.meta.url),
  memoryMb: 512,
  patienceMs: 30_000,
  // 40 megapixels take 160 MB as they are.
  mostAtOnce: 1,
  mostWaiting: 20,
  busy: () =>
    new AppError("images_busy", 503, "Too many pictures are being prepared at the moment.", {
      hint: "Try this one again in a minute.",
    }),
  unreadable: (_why, cause) => unreadable(cause),
});

export interface CleanImage {
  extension: ImageExtension;
  bytes: Buffer;
  width: number;
  height: number;
}

/**
 * Draws a picture anew from its pixels, at most 1,600 wide, in another thread with bounded time and memory: EXIF data
 * with place and camera, thumbnails, comments and whatever was hidden behind the end do not come along. A GIF keeps its
 * frames and loses the same.
 *
 * @throws AppError 400 `picture_not_accepted`, `picture_too_large`, `picture_unreadable`; 503 `images_busy`
 */
export async function redrawImage(file: Buffer, frame: Frame | null = null): Promise<CleanImage> {
  const head = readImageHead(file);
  if (!head || head.animated)
    throw new AppError(
      "picture_not_accepted",
      400,
      head
        ? "This is an animated WebP picture, which mail programs do not show."
        : "This is no JPEG, PNG, GIF or WebP picture.",
      { hint: head ? "Save it as GIF." : "SVG is not taken: mail programs do not show it." },
    );
  if (head.width * head.height > IMAGE_LIMITS.pixels)
    throw tooLarge(`This picture has ${head.width} × ${head.height} pixels; 40 million are taken.`);
  if (head.type === "gif") return cleanedGif(file, head, frame);
  const drawn = await redraw(packTask(file, frame));
  if (!drawn) throw unreadable();
  return { ...drawn, bytes: Buffer.from(drawn.bytes) };
}

function cleanedGif(
  file: Buffer,
  { width, height }: { width: number; height: number },
  frame: Frame | null,
): CleanImage {
  if (frame)
    throw new AppError("picture_not_accepted", 400, "A GIF cannot be cropped.", {
      hint: "Save it as PNG first, if it does not move.",
    });
  if (width > IMAGE_LIMITS.width || height > IMAGE_LIMITS.height)
    throw tooLarge(
      `This GIF is ${width} × ${height} pixels; it is kept as it is, up to 1,600 wide.`,
    );
  const bytes = cleanGif(file);
  if (!bytes) throw unreadable();
  return { extension: "gif", bytes, width, height };
}

const tooLarge = (message: string) =>
  new AppError("picture_too_large", 400, message, { hint: "Make it smaller before uploading." });

const unreadable = (cause?: unknown) =>
  new AppError("picture_unreadable", 400, "This picture is damaged or of an unusual kind.", {
    hint: "Open it, save it as JPEG (RGB) or PNG, and upload that.",
    cause,
  });
