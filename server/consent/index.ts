export type { ProfilingState } from "./profiling.ts";
