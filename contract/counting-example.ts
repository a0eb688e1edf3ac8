/**
 * The worked example of the page on counting: clicks without permission on two links, day by day, at k = 10. A test runs
 * the product's own rule over it, so the page says what the product does.
 */
export const countingExample = {
  k: 10,
  base: 480,
  links: [
    { no: 1, name: { de: "Baufinanzierung", en: "Building loan" } },
    { no: 2, name: { de: "Termin", en: "Appointment" } },
  ],
  days: [
    { day: "2026-11-16", hits: [7, 2] },
    { day: "2026-11-17", hits: [6, 1] },
    { day: "2026-11-18", hits: [4, 3] },
    { day: "2026-11-19", hits: [5, 2] },
    { day: "2026-11-20", hits: [3, 3] },
  ],
  /** What is shown of each link at the end of each day; null is "fewer than 10". */
  shown: [
    [null, null],
    [13, null],
    [13, null],
    [13, null],
    [25, 11],
  ],
} as const;
