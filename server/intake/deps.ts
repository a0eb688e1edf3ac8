import type { SignupDeps } from "../signup/index.ts";

/** What intake needs; the same as sign-up, whose double opt-in it uses. */
export type IntakeDeps = SignupDeps;
