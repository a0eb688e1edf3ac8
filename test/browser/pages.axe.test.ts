import { testAllPages } from "../support/all-pages.ts";

// Colours do not depend on the width, so two looks at each page are enough.
testAllPages([
  { width: 1440, scheme: "light" },
  { width: 390, scheme: "dark" },
]);
