import { testAllPages } from "../support/all-pages.ts";
import { isThorough } from "../support/thorough.ts";

// Colours do not depend on the width, so two looks at each page are enough every day.
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
