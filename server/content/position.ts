import type { Position } from "../../contract/content.ts";

/** Turns offsets into lines and columns; the line table is built on first use. */
export function positionFinder(source: string): (offset: number, length?: number) => Position {
  let lineStarts: number[] | undefined;
  return (offset, length = 0) => {
    if (!lineStarts) {
      lineStarts = [0];
      for (let at = source.indexOf("\n"); at !== -1; at = source.indexOf("\n", at + 1))
        lineStarts.push(at + 1);
    }
    let low = 0;
    let high = lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (lineStarts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - lineStarts[low]! + 1, offset, length };
  };
}
