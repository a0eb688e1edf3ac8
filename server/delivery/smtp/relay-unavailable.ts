import type { Reply } from "./reply.ts";

/** The relay could not be used. Code and text are for the log and the operator. */
export class RelayUnavailable extends Error {
  override readonly name = "RelayUnavailable";
  readonly stage: string;
  readonly code: number | undefined;

  constructor(stage: string, detail: string, code?: number) {
    super(`${stage}: ${detail}`);
    this.stage = stage;
    this.code = code;
  }
}

/** Sends a line and gives the reply to it. */
export type Ask = (stage: string, line: string) => Promise<Reply>;

/** @throws RelayUnavailable for any other code */
export function expectCode(stage: string, reply: Reply, code: number): void {
  if (reply.code === code) return;
  const enhanced = reply.enhanced === undefined ? "" : `${reply.enhanced} `;
  throw new RelayUnavailable(stage, `${reply.code} ${enhanced}${reply.text}`, reply.code);
}
