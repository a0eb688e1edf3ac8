/** A colour as red, green, blue from 0 to 255. */
export type Colour = readonly [number, number, number];

/** Signed distance to a shape's edge in pixels: negative inside. */
export type Shape = (x: number, y: number) => number;

export interface Canvas {
  width: number;
  height: number;
  data: Uint8ClampedArray;
}

/** Steps between "outside" and "inside" at an edge: few, so that the picture keeps a palette. */
const EDGE_STEPS = 4;

export function canvas(width: number, height: number, ground: Colour): Canvas {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let at = 0; at < data.length; at += 4) data.set([...ground, 255], at);
  return { width, height, data };
}

/** Fills a shape within its box; edges are smooth. */
export function fill(
  { width, height, data }: Canvas,
  colour: Colour,
  shape: Shape,
  [left, top, right, bottom]: readonly [number, number, number, number],
): void {
  for (let y = Math.max(0, Math.floor(top)); y < Math.min(height, Math.ceil(bottom)); y++)
    for (let x = Math.max(0, Math.floor(left)); x < Math.min(width, Math.ceil(right)); x++) {
      const inside = Math.min(1, Math.max(0, 0.5 - shape(x + 0.5, y + 0.5)));
      const part = Math.round(inside * EDGE_STEPS) / EDGE_STEPS;
      if (part === 0) continue;
      const at = (y * width + x) * 4;
      for (let channel = 0; channel < 3; channel++)
        data[at + channel] = data[at + channel]! * (1 - part) + colour[channel]! * part;
    }
}

export function circle(on: Canvas, colour: Colour, x: number, y: number, radius: number): void {
  const box = [x - radius - 1, y - radius - 1, x + radius + 1, y + radius + 1] as const;
  fill(on, colour, (px, py) => Math.hypot(px - x, py - y) - radius, box);
}

export function ring(
  on: Canvas,
  colour: Colour,
  [x, y, radius]: readonly [number, number, number],
  thickness: number,
): void {
  const far = radius + thickness;
  const edge: Shape = (px, py) => Math.abs(Math.hypot(px - x, py - y) - radius) - thickness / 2;
  fill(on, colour, edge, [x - far, y - far, x + far, y + far]);
}

/** A box with round corners, from left, top, width, height. */
export function box(
  on: Canvas,
  colour: Colour,
  [left, top, width, height]: readonly [number, number, number, number],
  radius = 0,
): void {
  const [x, y] = [left + width / 2, top + height / 2];
  const distance: Shape = (px, py) => {
    const [dx, dy] = [
      Math.abs(px - x) - width / 2 + radius,
      Math.abs(py - y) - height / 2 + radius,
    ];
    return Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) - radius;
  };
  fill(on, colour, distance, [left - 1, top - 1, left + width + 1, top + height + 1]);
}

/** A stroke with round ends through all points. */
export function stroke(
  on: Canvas,
  colour: Colour,
  points: readonly (readonly [number, number])[],
  thickness: number,
): void {
  for (let at = 1; at < points.length; at++) {
    const [[ax, ay], [bx, by]] = [points[at - 1]!, points[at]!];
    const [dx, dy] = [bx - ax, by - ay];
    const length = dx * dx + dy * dy || 1;
    const distance: Shape = (px, py) => {
      const t = Math.min(1, Math.max(0, ((px - ax) * dx + (py - ay) * dy) / length));
      return Math.hypot(px - ax - t * dx, py - ay - t * dy) - thickness / 2;
    };
    const far = thickness + 1;
    fill(on, colour, distance, [
      Math.min(ax, bx) - far,
      Math.min(ay, by) - far,
      Math.max(ax, bx) + far,
      Math.max(ay, by) + far,
    ]);
  }
}

/** A convex polygon, its corners clockwise. */
export function polygon(
  on: Canvas,
  colour: Colour,
  corners: readonly (readonly [number, number])[],
): void {
  const sides = corners.map(([ax, ay], at) => {
    const [bx, by] = corners[(at + 1) % corners.length]!;
    const length = Math.hypot(bx - ax, by - ay) || 1;
    return { x: ax, y: ay, nx: (by - ay) / length, ny: -(bx - ax) / length };
  });
  const distance: Shape = (px, py) =>
    Math.max(...sides.map(({ x, y, nx, ny }) => (px - x) * nx + (py - y) * ny));
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  fill(on, colour, distance, [
    Math.min(...xs) - 1,
    Math.min(...ys) - 1,
    Math.max(...xs) + 1,
    Math.max(...ys) + 1,
  ]);
}

/** Everything below a line that waves: hills. */
export function hills(on: Canvas, colour: Colour, height: (x: number) => number): void {
  fill(on, colour, (x, y) => height(x) - y, [0, 0, on.width, on.height]);
}

export function mixed(colour: Colour, other: Colour, part: number): Colour {
  return colour.map((value, at) => Math.round(value * (1 - part) + other[at]! * part)) as never;
}

export function colourOf(hex: string): Colour {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as never;
}
