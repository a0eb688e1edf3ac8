/**
 * The permission to analyse a person's use (purpose `profiling`), apart from the permission to mail them.
 * `unknown`: never asked, or asked and silent. Only `granted` permits personal measurement (TRK-01).
 */
export type ProfilingState = "unknown" | "granted" | "refused" | "withdrawn";
