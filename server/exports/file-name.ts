/** `kontakte-2026-11-22.csv`: what a person finds in the ZIP, and the ZIP itself. */
export const fileNameOf = (found: { createdAt: Date }, ending: string): string =>
  `kontakte-${found.createdAt.toISOString().slice(0, 10)}.${ending}`;
