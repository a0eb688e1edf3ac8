import type { ImportCountsView } from "../../contract/imports.ts";
import { exclusionReasons, isExclusionReason } from "../../contract/reasons.ts";
import type { Readiness } from "../mailings/index.ts";

/** How `send` talks to whoever started it. */
export interface Conversation {
  write(line: string): void;
  /** Null: nobody sits at the terminal. */
  ask: ((question: string) => Promise<string>) | null;
  /** Stop watching and end; what is not sent stays in the queue. */
  signal: AbortSignal;
}

/** What the file's import, or its check, came to. */
export function tellCounts(
  counts: ImportCountsView,
  isCheck: boolean,
  talk: Pick<Conversation, "write">,
): void {
  const { rows, created, updated, unchanged, rejected, consents, mailable } = counts;
  talk.write(
    `File: ${rows} rows${isCheck ? " (checked only)" : ""}: ${created} new, ${updated} changed, ${unchanged} known, ${rejected} rejected`,
  );
  for (const one of counts.rejectedBy) talk.write(`  rejected ${one.count}: ${one.label.en}`);
  talk.write(`  ${consents} consents with complete evidence`);
  for (const one of [...counts.unverifiedBy, ...counts.heldBack, ...counts.profilingRefusedBy])
    talk.write(`  ${one.count}: ${one.label.en}`);
  talk.write(`  ${mailable} people of the file may be mailed`);
  for (const one of counts.notMailable) talk.write(`  not mailed ${one.count}: ${one.label.en}`);
}

/** Who will get the mailing, who not and why, and what still stands in the way. */
export function tellReadiness(readiness: Readiness, talk: Conversation): void {
  const { audience, problems, findings, sender } = readiness;
  if (sender) talk.write(`Sender: ${sender.fromName} <${sender.fromAddress}>`);
  talk.write(
    `List: ${audience.candidates} people, ${audience.mailable} may be mailed, ${audience.measurable} may be measured personally`,
  );
  for (const { reason, rule, count } of audience.reasons)
    talk.write(`  not mailed ${count}: ${reasonLabel(reason)} (${rule})`);
  for (const one of problems) talk.write(`  ${one.severity} ${one.rule}: ${one.message.en}`);
  for (const one of findings) {
    const at = one.position ? `, line ${one.position.line}` : "";
    talk.write(`  ${one.severity} ${one.rule}: ${one.message.en} (${one.part}${at})`);
  }
}

/** What a reason means, in English. */
export function reasonLabel(reason: string): string {
  return isExclusionReason(reason) ? exclusionReasons[reason].label.en : reason;
}
