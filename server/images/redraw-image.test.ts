import assert from "node:assert/strict";
import { test } from "node:test";
import { cleanGif } from "./clean-gif.ts";
import { readImageHead } from "./image-head.ts";
import type { Pixels } from "./pixels.ts";
import { redrawImage } from "./redraw-image.ts";
import { writePng } from "./write-png.ts";

/** Left half red, right half blue. */
function twoHalves(width: number, height: number, opacity = 255): Pixels {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let at = 0; at < width * height; at++)
    data.set(at % width < width / 2 ? [255, 0, 0, opacity] : [0, 0, 255, opacity], at * 4);
  return { data, width, height };
}

/** Colours of a photograph: a palette is no way to keep them. */
function gradient(width: number, height: number): Pixels {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      data.set([(x * 255) / width, (y * 255) / height, (x * y) % 251, 255], (y * width + x) * 4);
  return { data, width, height };
}

/** A segment with EXIF data: orientation 6 (turn clockwise) and a place. */
function exif(): Buffer {
  const tiff = Buffer.concat([
    Buffer.from(
      "49492a0008000000" + "0100" + "12010300" + "01000000" + "06000000" + "00000000",
      "hex",
    ),
    Buffer.from("GPS 52.5163 13.3777"),
  ]);
  const body = Buffer.concat([Buffer.from("Exif\0\0", "latin1"), tiff]);
  const size = Buffer.alloc(2);
  size.writeUInt16BE(body.length + 2);
  return Buffer.concat([Buffer.from([0xff, 0xe1]), size, body]);
}

const withExif = (jpeg: Buffer) =>
  Buffer.concat([jpeg.subarray(0, 2), exif(), jpeg.subarray(2), Buffer.from("hidden behind")]);

const gif = (...between: string[]) =>
  Buffer.concat([
    Buffer.from("GIF89a\x02\0\x01\0\x80\0\0", "latin1"),
    Buffer.from("ff00000000ff", "hex"),
    ...between.map((hex) => Buffer.from(hex, "hex")),
    Buffer.from("2c0000000002000100000202440a003b", "hex"),
  ]);

test("a photograph is drawn anew: scaled, upright, without place and whatever was hidden", async () => {
  const photo = await redrawImage(writePng(gradient(1_700, 170)));
  assert.deepEqual([photo.extension, photo.width, photo.height], ["jpg", 1_600, 160]);
  const turned = await redrawImage(withExif(photo.bytes));
  assert.deepEqual([turned.width, turned.height], [160, 1_600]);
  assert.doesNotMatch(turned.bytes.toString("latin1"), /Exif|GPS|hidden/);
});

test("a drawing stays a PNG with a palette, and what is see-through stays so", async () => {
  const drawing = await redrawImage(writePng(twoHalves(400, 200)));
  assert.equal(drawing.extension, "png");
  assert.ok(drawing.bytes.length < 400, `${drawing.bytes.length} bytes`);
  const glass = await redrawImage(
    writePng({
      ...gradient(60, 60),
      data: gradient(60, 60).data.map((value, at) => (at % 4 === 3 ? 90 : value)),
    }),
  );
  assert.equal(glass.extension, "png");
  assert.equal(readImageHead(glass.bytes)?.width, 60);
});

test("a part is cut out where the frame lies", async () => {
  const { bytes } = await redrawImage(writePng(twoHalves(400, 200)));
  const part = await redrawImage(bytes, { x: 250, y: 20, width: 100, height: 50 });
  assert.deepEqual([part.width, part.height], [100, 50]);
  assert.deepEqual(part.bytes, (await redrawImage(writePng(solid(100, 50)))).bytes);
});

function solid(width: number, height: number): Pixels {
  const { data } = twoHalves(width, height);
  for (let at = 0; at < data.length; at += 4) data.set([0, 0, 255, 255], at);
  return { data, width, height };
}

test("what is no picture of four kinds is refused, and so are bombs, before anything is decoded", async () => {
  const refused = (bytes: Buffer, code: string) =>
    assert.rejects(redrawImage(bytes), (error: { code?: string }) => error.code === code);
  await refused(
    Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"),
    "picture_not_accepted",
  );
  await refused(Buffer.from("%PDF-1.7"), "picture_not_accepted");
  await refused(Buffer.alloc(0), "picture_not_accepted");
  const bomb = writePng(twoHalves(2, 2));
  bomb.writeUInt32BE(60_000, 16);
  bomb.writeUInt32BE(60_000, 20);
  await refused(bomb, "picture_too_large");
  const broken = writePng(twoHalves(200, 200));
  broken.fill(7, 60);
  await refused(broken, "picture_unreadable");
  const animated = Buffer.from(
    "RIFF\x20\0\0\0WEBPVP8X\x0a\0\0\0\x02\0\0\0\x09\0\0\x09\0\0",
    "latin1",
  );
  await refused(animated, "picture_not_accepted");
});

test("a GIF keeps frames and loop, and loses comments, foreign data and what follows its end", async () => {
  const loop = "21ff0b4e45545343415045322e300301000000";
  const comment = "21fe0670726976617400";
  const control = "21f904000a000000";
  const dirty = Buffer.concat([gif(loop, comment, control), Buffer.from("<script>")]);
  const clean = await redrawImage(dirty);
  assert.deepEqual([clean.extension, clean.width, clean.height], ["gif", 2, 1]);
  assert.deepEqual(clean.bytes, gif(loop, control));
  assert.equal(cleanGif(gif().subarray(0, -3)), null);
  assert.equal(cleanGif(gif("2c0000000009000900000202440a00")), null);
});
