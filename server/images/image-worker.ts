import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { parentPort } from "node:worker_threads";
import decodeJpeg, { init as initJpegDecoder } from "@jsquash/jpeg/decode.js";
import encodeJpeg, { init as initJpegEncoder } from "@jsquash/jpeg/encode.js";
import decodePng, { init as initPngDecoder } from "@jsquash/png/decode.js";
import resize, { initResize } from "@jsquash/resize";
import decodeWebp, { init as initWebpDecoder } from "@jsquash/webp/decode.js";
import { IMAGE_LIMITS } from "./image.ts";
import { readImageHead, type ImageHead } from "./image-head.ts";
import { unpackTask, type Redrawn } from "./image-task.ts";
import { cropPixels, fitInto, isDrawing, isOpaque, shrinkRoughly, type Pixels } from "./pixels.ts";
import { writePng } from "./write-png.ts";

// The codecs were written for browsers and expect this class.
Object.assign(globalThis, {
  ImageData: class {
    data: Uint8ClampedArray;
    width: number;
    height: number;
    constructor(data: Uint8ClampedArray, width: number, height: number) {
      this.data = data;
      this.width = width;
      this.height = height;
    }
  },
});

const QUALITY = 82;
const { resolve } = createRequire(import.meta.url);
// Not among the types of a server.
const { WebAssembly } = globalThis as unknown as {
  WebAssembly: { Module: new (bytes: Uint8Array) => never };
};
const compiled = async (path: string) => new WebAssembly.Module(await readFile(resolve(path)));

await Promise.all([
  compiled("@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm").then(initJpegDecoder),
  compiled("@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm").then(initJpegEncoder),
  compiled("@jsquash/png/codec/pkg/squoosh_png_bg.wasm").then(initPngDecoder),
  compiled("@jsquash/webp/codec/dec/webp_dec.wasm").then(initWebpDecoder),
  compiled("@jsquash/resize/lib/resize/pkg/squoosh_resize_bg.wasm").then(initResize),
]);

/** Decodes, crops, scales and draws anew; see redraw-image.ts. Null: the picture cannot be read. */
parentPort?.on("message", async (raw: Uint8Array) => {
  let answer: Redrawn | null = null;
  try {
    answer = await redraw(raw);
  } catch {
    // Broken inside, whatever its first bytes say.
  }
  parentPort?.postMessage(answer);
});
parentPort?.postMessage("ready");

async function redraw(raw: Uint8Array): Promise<Redrawn | null> {
  const { file, frame } = unpackTask(raw);
  const head = readImageHead(Buffer.from(file.buffer, file.byteOffset, file.byteLength));
  if (!head) return null;
  let pixels = await decode(head, file);
  if (pixels.width * pixels.height > IMAGE_LIMITS.pixels) return null;
  if (frame) pixels = cropPixels(pixels, frame);
  const size = fitInto(pixels, IMAGE_LIMITS);
  if (size.width !== pixels.width || size.height !== pixels.height)
    pixels = await resize(shrinkRoughly(pixels, size.width) as never, size);
  return encode(pixels, head);
}

/** Turned upright as its EXIF data say, because they do not come along. */
async function decode(head: ImageHead, file: Uint8Array): Promise<Pixels> {
  const bytes = new Uint8Array(file).buffer;
  if (head.type === "jpeg") return decodeJpeg(bytes, { preserveOrientation: true });
  return head.type === "png" ? decodePng(bytes) : decodeWebp(bytes);
}

/** What every mail program shows: JPEG for photographs, PNG for drawings and what is see-through. */
async function encode(pixels: Pixels, head: ImageHead): Promise<Redrawn> {
  const { width, height } = pixels;
  if (!isOpaque(pixels)) return { extension: "png", bytes: writePng(pixels), width, height };
  const jpeg = new Uint8Array(await encodeJpeg(pixels as never, { quality: QUALITY }));
  const png = head.type !== "jpeg" && isDrawing(pixels) ? writePng(pixels) : null;
  return png && png.length <= jpeg.length * 1.5
    ? { extension: "png", bytes: png, width, height }
    : { extension: "jpg", bytes: jpeg, width, height };
}
