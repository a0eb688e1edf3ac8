import type { Tone } from "../../../ui/index.ts";
import type { ProofEntryView } from "./evidence.ts";

export type Verdict = "intact" | "altered" | "gone";

/** Whether the content still fits the checksum fixed when the entry was made. */
export function verdictOf(entry: ProofEntryView): Verdict {
  if (entry.intact === null) return "gone";
  return entry.intact ? "intact" : "altered";
}

export const verdictTones: Record<Verdict, Tone> = { intact: "go", altered: "danger", gone: "no" };
