import { testAllPages } from "../support/all-pages.ts";
import { isThorough } from "../support/thorough.ts";

// Every day half of the pages in each of two looks; `npm run drill:thorough` sees all of them in all four.
testAllPages([
  { width: 1440, scheme: "light" },
  { width: 390, scheme: "dark" },
  ...(isThorough
    ? ([
        { width: 1440, scheme: "dark" },
        { width: 390, scheme: "light" },
      ] as const)
    : []),
]);
