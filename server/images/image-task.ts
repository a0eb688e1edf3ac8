import type { Frame } from "./pixels.ts";

/** A picture drawn anew from its pixels. */
export interface Redrawn {
  extension: "jpg" | "png";
  bytes: Uint8Array;
  width: number;
  height: number;
}

const HEAD_BYTES = 16;

/** A picture and what is cut out of it as the one message a thread takes. */
export function packTask(file: Buffer, frame: Frame | null): Uint8Array {
  const head = Buffer.alloc(HEAD_BYTES);
  if (frame)
    [frame.x, frame.y, frame.width, frame.height].forEach((value, no) =>
      head.writeUInt32LE(Math.round(value), no * 4),
    );
  return Buffer.concat([head, file]);
}

export function unpackTask(raw: Uint8Array): { file: Uint8Array; frame: Frame | null } {
  const head = Buffer.from(raw.buffer, raw.byteOffset, HEAD_BYTES);
  const [x, y, width, height] = [0, 4, 8, 12].map((at) => head.readUInt32LE(at)) as [
    number,
    number,
    number,
    number,
  ];
  return { file: raw.subarray(HEAD_BYTES), frame: width === 0 ? null : { x, y, width, height } };
}
