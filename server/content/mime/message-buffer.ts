/** Room in front of the body for headers and signatures. */
export const HEAD_ROOM = 16 * 1024;
/** Room behind the body for what the sender writes in the same go: final dot and next envelope. */
export const TAIL_ROOM = 2 * 1024;
const FIRST_SIZE = 96 * 1024;
/** A buffer that one large mail has stretched is not kept for ever. */
const KEEP_SIZE = 1024 * 1024;

/**
 * Reused memory for one message at a time. The body begins at a fixed place, headers are written
 * right-aligned in front of it, so that a signature over the body can be added without copying.
 */
export class MessageBuffer {
  bytes: Buffer = Buffer.allocUnsafeSlow(FIRST_SIZE);

  /** Writes a body of one-byte characters; returns where it ends. */
  writeBody(body: string): number {
    const needed = HEAD_ROOM + body.length + TAIL_ROOM;
    if (needed > this.bytes.length || (this.bytes.length > KEEP_SIZE && needed <= FIRST_SIZE)) {
      this.bytes = Buffer.allocUnsafeSlow(
        Math.max(FIRST_SIZE, Math.ceil(needed / 65_536) * 65_536),
      );
    }
    return HEAD_ROOM + this.bytes.write(body, HEAD_ROOM, "latin1");
  }

  /** Writes the head in front of the body; returns where it begins. */
  writeHead(head: string): number {
    const start = HEAD_ROOM - head.length;
    if (start < 0) throw new RangeError(`message head of ${head.length} bytes`);
    this.bytes.write(head, start, "latin1");
    return start;
  }
}
