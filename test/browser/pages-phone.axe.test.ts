import { testAllPages } from "../support/all-pages.ts";

testAllPages(390);
