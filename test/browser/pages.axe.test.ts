import { testAllPages } from "../support/all-pages.ts";

testAllPages([1440, 390]);
