/** Reads the steps of a warm-up from a line of numbers; points and commas between thousands are left out. Undefined: they are none. */
export function readSteps(text: string): number[] | undefined {
  const words = text.split(/[\s;]+/).filter(Boolean);
  const caps = words.map((word) =>
    /^\d{1,3}(?:[.,]\d{3})+$|^\d+$/.test(word) ? Number(word.replace(/[.,]/g, "")) : NaN,
  );
  const good = caps.every(
    (cap, at) =>
      Number.isInteger(cap) && cap >= 1 && cap <= 100_000_000 && cap >= (caps[at - 1] ?? 1),
  );
  return good && caps.length > 0 && caps.length <= 120 ? caps : undefined;
}
