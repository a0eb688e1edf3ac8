import type { ReactNode } from "react";
import type { MailingSummary } from "../../../../contract/mailings.ts";
import { Pill, useTexts, type Tone } from "../../ui/index.ts";
import { texts } from "./texts.ts";

export type MailingState = MailingSummary["state"];

/** States in which mails are on their way or waiting to be. */
export const underWay: readonly MailingState[] = ["preparing", "sending", "paused"];

const TONES: Record<MailingState, Tone> = {
  draft: "plain",
  scheduled: "go",
  preparing: "go",
  sending: "go",
  paused: "wait",
  sent: "plain",
  cancelled: "no",
  missed: "wait",
};

/** The state of a mailing in one word. */
export function StatePill({ state }: { state: MailingState }): ReactNode {
  const t = useTexts(texts);
  return <Pill tone={TONES[state]}>{t(`states.${state}`)}</Pill>;
}
