import type { SceneName } from "../../content/index.ts";
import {
  box,
  canvas,
  circle,
  colourOf,
  hills,
  mixed,
  polygon,
  ring,
  stroke,
  type Canvas,
  type Colour,
} from "./canvas.ts";

/** Twice the width of a letter's text. */
const WIDTH = 1_000;
const HEIGHT = 380;

interface Paints {
  ground: Colour;
  light: Colour;
  mid: Colour;
  strong: Colour;
  deep: Colour;
  paper: Colour;
  warm: Colour;
}

/** Shades of the account's colour on a ground of its own, so that a picture looks the same on light and dark paper. */
function paintsOf(colour: string): Paints {
  const strong = colourOf(colour);
  const white: Colour = [255, 255, 255];
  return {
    ground: mixed(strong, white, 0.86),
    light: mixed(strong, white, 0.72),
    mid: mixed(strong, white, 0.45),
    strong,
    deep: mixed(strong, [18, 26, 34], 0.45),
    paper: [255, 253, 248],
    warm: [239, 184, 92],
  };
}

/** Draws a scene in the shades of a colour (#rrggbb). Pure: the same colour gives the same pixels. */
export function drawScene(scene: SceneName, colour: string): Canvas {
  const paints = paintsOf(colour);
  const on = canvas(WIDTH, HEIGHT, paints.ground);
  SCENES[scene](on, paints);
  return on;
}

const SCENES: Readonly<Record<SceneName, (on: Canvas, paints: Paints) => void>> = {
  skyline(on, { light, mid, strong, deep, paper, warm }) {
    circle(on, warm, 770, 118, 56);
    hills(on, light, (x) => 270 - 46 * Math.sin(x / 190 + 0.6));
    hills(on, mid, (x) => 306 - 30 * Math.sin(x / 150 + 2.4));
    const houses = [
      [130, 190, 96, strong],
      [226, 150, 78, deep],
      [304, 214, 116, mixed(strong, paper, 0.25)],
      [560, 196, 88, deep],
      [648, 232, 120, strong],
    ] as const;
    for (const [left, top, width, paint] of houses) {
      box(on, paint, [left, top, width, HEIGHT - top]);
      polygon(on, mixed(paint, [0, 0, 0], 0.18), [
        [left - 8, top],
        [left + width / 2, top - 44],
        [left + width + 8, top],
      ]);
      for (let y = top + 24; y < 300; y += 42)
        for (let x = left + 18; x + 18 < left + width - 8; x += 32)
          box(on, (x + y) % 3 === 0 ? warm : paper, [x, y, 18, 24], 3);
    }
    hills(on, deep, (x) => 338 - 10 * Math.sin(x / 120));
    for (const [x, size] of [
      [470, 34],
      [516, 26],
      [838, 38],
      [884, 28],
    ] as const) {
      stroke(
        on,
        deep,
        [
          [x, 340],
          [x, 340 - size * 1.6],
        ],
        7,
      );
      circle(on, mixed(strong, deep, 0.4), x, 340 - size * 2, size);
    }
  },
  envelope(on, { light, mid, strong, deep, paper, warm }) {
    circle(on, light, 190, 300, 190);
    circle(on, light, 850, 70, 130);
    for (const [x, y, radius] of [
      [120, 96, 14],
      [214, 60, 8],
      [760, 322, 12],
      [930, 250, 9],
    ] as const)
      circle(on, mid, x, y, radius);
    polygon(on, mixed(paper, strong, 0.08), [
      [330, 150],
      [500, 34],
      [670, 150],
      [670, 330],
      [330, 330],
    ]);
    box(on, paper, [366, 70, 268, 200], 10);
    box(on, strong, [396, 104, 120, 14], 7);
    for (const [no, width] of [208, 208, 180, 150].entries())
      box(on, mixed(paper, strong, 0.28), [396, 140 + no * 26, width, 9], 4);
    polygon(on, mid, [
      [330, 152],
      [500, 268],
      [330, 332],
    ]);
    polygon(on, mid, [
      [670, 152],
      [670, 332],
      [500, 268],
    ]);
    polygon(on, strong, [
      [330, 332],
      [500, 232],
      [670, 332],
    ]);
    circle(on, warm, 634, 96, 26);
    stroke(
      on,
      deep,
      [
        [623, 96],
        [631, 105],
        [646, 87],
      ],
      6,
    );
  },
  calendar(on, { light, mid, strong, deep, paper, warm }) {
    circle(on, light, 500, 400, 300);
    for (const [x, y, radius, paint] of [
      [150, 110, 16, warm],
      [228, 250, 10, strong],
      [840, 96, 12, strong],
      [900, 230, 18, warm],
      [110, 300, 12, mid],
      [770, 300, 9, mid],
    ] as const)
      circle(on, paint, x, y, radius);
    box(on, mixed(deep, light, 0.55), [348, 78, 316, 280], 22);
    box(on, paper, [340, 66, 316, 280], 22);
    box(on, strong, [340, 66, 316, 76], 22);
    box(on, strong, [340, 110, 316, 32]);
    for (const x of [410, 586]) box(on, deep, [x - 8, 42, 16, 54], 8);
    for (let row = 0; row < 4; row++)
      for (let column = 0; column < 6; column++) {
        const picked = row === 2 && column === 3;
        const [x, y] = [376 + column * 49, 176 + row * 44];
        if (picked) circle(on, warm, x, y, 25);
        circle(on, picked ? deep : mixed(paper, strong, 0.32), x, y, 9);
      }
  },
  bags(on, { light, mid, strong, deep, paper, warm }) {
    circle(on, warm, 815, 96, 44);
    hills(on, light, (x) => 300 - 26 * Math.sin(x / 210 + 1.2));
    box(on, deep, [90, 312, 820, 16], 8);
    const books = [
      [150, 150, 46, strong],
      [200, 118, 58, mid],
      [262, 166, 40, deep],
      [306, 132, 54, mixed(strong, paper, 0.2)],
      [660, 140, 52, strong],
      [716, 172, 40, mid],
      [760, 126, 60, deep],
    ] as const;
    for (const [left, top, width, paint] of books) {
      box(on, paint, [left, top, width, 312 - top], 5);
      box(on, mixed(paint, paper, 0.55), [left + 9, top + 22, width - 18, 7], 3);
      box(on, mixed(paint, paper, 0.35), [left + 9, 278, width - 18, 6], 3);
    }
    polygon(on, mixed(strong, paper, 0.12), [
      [378, 312],
      [418, 156],
      [462, 167],
      [424, 312],
    ]);
    box(on, paper, [500, 236, 104, 76], 12);
    box(on, warm, [500, 262, 104, 14]);
    stroke(
      on,
      mixed(strong, deep, 0.3),
      [
        [552, 240],
        [548, 176],
        [520, 138],
      ],
      7,
    );
    stroke(
      on,
      mixed(strong, deep, 0.3),
      [
        [549, 190],
        [584, 146],
      ],
      7,
    );
    for (const [x, y, radius] of [
      [516, 128, 24],
      [590, 134, 22],
      [550, 108, 26],
    ] as const)
      circle(on, mid, x, y, radius);
    circle(on, warm, 550, 108, 9);
  },
  doors(on, { light, mid, strong, deep, paper, warm }) {
    hills(on, light, (x) => 262 - 30 * Math.sin(x / 170));
    box(on, mixed(light, paper, 0.4), [310, 60, 380, 290], 8);
    box(on, paper, [352, 86, 296, 264], 148);
    box(on, paper, [352, 220, 296, 130]);
    circle(on, warm, 500, 196, 46);
    for (let ray = 0; ray < 7; ray++) {
      const angle = Math.PI * (1 + ray / 6);
      const at = (far: number) =>
        [500 + Math.cos(angle) * far, 196 + Math.sin(angle) * far] as const;
      stroke(on, warm, [at(62), at(84)], 7);
    }
    hills(on, mid, (x) => (x > 352 && x < 648 ? 266 - 18 * Math.sin(x / 60) : 400));
    polygon(on, strong, [
      [300, 214],
      [352, 234],
      [352, 350],
      [300, 374],
    ]);
    polygon(on, strong, [
      [648, 234],
      [700, 214],
      [700, 374],
      [648, 350],
    ]);
    circle(on, warm, 312, 300, 6);
    circle(on, warm, 688, 300, 6);
    box(on, deep, [180, 350, 640, 30], 4);
    box(on, mixed(warm, deep, 0.15), [430, 350, 140, 14], 4);
    for (const [x, size] of [
      [232, 30],
      [768, 30],
    ] as const) {
      box(on, deep, [x - 22, 306, 44, 46], 6);
      circle(on, mixed(strong, deep, 0.35), x, 290 - size / 2, size);
      circle(on, strong, x - 18, 288, 20);
      circle(on, strong, x + 18, 288, 20);
    }
  },
  garland(on, { light, mid, strong, deep, paper, warm }) {
    circle(on, light, 500, 420, 260);
    const rope = (from: number, to: number, sag: number, paintAt: (no: number) => Colour) => {
      const y = (x: number) => 40 + sag * (1 - ((x - (from + to) / 2) / ((to - from) / 2)) ** 2);
      const points = Array.from({ length: 25 }, (_, no) => {
        const x = from + ((to - from) * no) / 24;
        return [x, y(x)] as const;
      });
      stroke(on, deep, points, 4);
      for (let no = 1; no < 8; no++) {
        const x = from + ((to - from) * no) / 8;
        const top = y(x);
        polygon(on, paintAt(no), [
          [x - 24, top - 2],
          [x + 24, top - 2],
          [x, top + 52],
        ]);
      }
    };
    rope(-30, 520, 78, (no) => [strong, warm, mid][no % 3]!);
    rope(480, 1030, 78, (no) => [mid, strong, warm][no % 3]!);
    box(on, deep, [330, 338, 340, 14], 7);
    box(on, paper, [372, 252, 256, 88], 14);
    box(on, strong, [372, 296, 256, 18]);
    for (let x = 396; x < 628; x += 48) circle(on, strong, x, 258, 20);
    box(on, mixed(strong, paper, 0.15), [372, 238, 256, 22], 11);
    for (const x of [436, 500, 564]) {
      box(on, paper, [x - 6, 178, 12, 62], 4);
      circle(on, warm, x, 160, 13);
      circle(on, paper, x, 164, 5);
    }
    for (const [x, y, paint] of [
      [150, 230, warm],
      [230, 300, strong],
      [860, 220, warm],
      [780, 300, strong],
      [110, 320, mid],
      [900, 320, mid],
    ] as const)
      ring(on, paint, [x, y, 12], 6);
  },
  bars(on, { light, mid, strong, deep, paper, warm }) {
    circle(on, light, 250, 200, 170);
    circle(on, light, 830, 330, 150);
    box(on, paper, [170, 66, 380, 92], 20);
    polygon(on, paper, [
      [230, 154],
      [286, 154],
      [222, 196],
    ]);
    box(on, strong, [206, 96, 180, 12], 6);
    box(on, mixed(paper, strong, 0.3), [206, 122, 290, 10], 5);
    box(on, strong, [450, 206, 380, 92], 20);
    polygon(on, strong, [
      [714, 294],
      [770, 294],
      [782, 336],
    ]);
    for (let star = 0; star < 5; star++) {
      const x = 506 + star * 67;
      const corners = Array.from({ length: 10 }, (_, no) => {
        const angle = (Math.PI * no) / 5 - Math.PI / 2;
        const far = no % 2 === 0 ? 24 : 10;
        return [x + Math.cos(angle) * far, 252 + Math.sin(angle) * far] as const;
      });
      const paint = star < 4 ? warm : mixed(strong, paper, 0.35);
      // Five points around a middle: each a convex piece.
      for (let point = 0; point < 10; point += 2)
        polygon(on, paint, [
          [x, 252],
          corners[(point + 9) % 10]!,
          corners[point]!,
          corners[(point + 1) % 10]!,
        ]);
      circle(on, paint, x, 252, 10);
    }
    for (const [no, height] of [46, 82, 64, 118].entries())
      box(
        on,
        no === 3 ? warm : no % 2 === 0 ? mid : deep,
        [196 + no * 54, 350 - height, 36, height],
        8,
      );
  },
};
