/** Pixels as RGBA, eight bits each, row by row. */
export interface Pixels {
  data: Uint8ClampedArray;
  width: number;
  height: number;
}

export interface Frame {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The part inside the frame, which is cut to the picture's own edges. */
export function cropPixels(source: Pixels, frame: Frame): Pixels {
  const x = Math.min(Math.max(0, Math.round(frame.x)), source.width - 1);
  const y = Math.min(Math.max(0, Math.round(frame.y)), source.height - 1);
  const width = Math.max(1, Math.min(Math.round(frame.width), source.width - x));
  const height = Math.max(1, Math.min(Math.round(frame.height), source.height - y));
  const data = new Uint8ClampedArray(width * height * 4);
  for (let row = 0; row < height; row++) {
    const from = ((y + row) * source.width + x) * 4;
    data.set(source.data.subarray(from, from + width * 4), row * width * 4);
  }
  return { data, width, height };
}

/** The size that fits into the box, never larger than the picture is. */
export function fitInto(
  size: { width: number; height: number },
  box: { width: number; height: number },
): { width: number; height: number } {
  const scale = Math.min(1, box.width / size.width, box.height / size.height);
  return {
    width: Math.max(1, Math.round(size.width * scale)),
    height: Math.max(1, Math.round(size.height * scale)),
  };
}

/**
 * Halves, thirds … a large picture by averaging squares of pixels, as long as it stays at least twice as wide as wanted:
 * the good but hungry scaler then works on a small one. Colours are weighted by their opacity.
 */
export function shrinkRoughly(source: Pixels, wantedWidth: number): Pixels {
  const step = Math.floor(source.width / wantedWidth / 2);
  if (step < 2) return source;
  const width = Math.floor(source.width / step);
  const height = Math.max(1, Math.floor(source.height / step));
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      average(source, x * step, y * step, step, data, (y * width + x) * 4);
  return { data, width, height };
}

function average(
  { data, width, height }: Pixels,
  left: number,
  top: number,
  step: number,
  target: Uint8ClampedArray,
  at: number,
): void {
  let [red, green, blue, alpha, count] = [0, 0, 0, 0, 0];
  for (let y = top; y < Math.min(top + step, height); y++)
    for (let x = left; x < left + step; x++) {
      const from = (y * width + x) * 4;
      const opacity = data[from + 3]!;
      red += data[from]! * opacity;
      green += data[from + 1]! * opacity;
      blue += data[from + 2]! * opacity;
      alpha += opacity;
      count++;
    }
  if (alpha > 0) {
    target[at] = red / alpha;
    target[at + 1] = green / alpha;
    target[at + 2] = blue / alpha;
  }
  target[at + 3] = alpha / count;
}

export function isOpaque({ data }: Pixels): boolean {
  for (let at = 3; at < data.length; at += 4) if (data[at] !== 255) return false;
  return true;
}

const COLOURS_OF_A_DRAWING = 4_096;

/** Few colours: a drawing, a logo or a picture of a screen. Photographs pass the limit within their first rows. */
export function isDrawing({ data }: Pixels): boolean {
  const colours = new Set<number>();
  for (const colour of new Uint32Array(data.buffer, data.byteOffset, data.length / 4)) {
    colours.add(colour);
    if (colours.size > COLOURS_OF_A_DRAWING) return false;
  }
  return true;
}
