/** What a person taught: messages like this are that. Matched without regard to case; null: any. */
export interface MessageRule {
  id: number;
  publicId: string;
  sender: string | null;
  subject: string | null;
  fragment: string | null;
  class: TaughtClass;
  applied: number;
  lastAppliedAt: Date | null;
  createdAt: Date;
}

/** `hard`, `soft` and `policy` are bounces (SND-08). */
export type TaughtClass = "hard" | "soft" | "policy" | "auto_reply" | "complaint" | "ignore";

/** Rules of an account; each is looked at for every unknown message. */
export const MOST_RULES = 200;

/** Whether the message is one the rule means: all that it names must be in it. Pure. */
export function ruleMatches(
  rule: Pick<MessageRule, "sender" | "subject" | "fragment">,
  message: { from: string | null; subject: string; text: string },
): boolean {
  const holds = (part: string | null, whole: string) =>
    part === null || plain(whole).includes(plain(part));
  return (
    (rule.sender !== null || rule.subject !== null || rule.fragment !== null) &&
    holds(rule.sender, message.from ?? "") &&
    holds(rule.subject, message.subject) &&
    holds(rule.fragment, message.text)
  );
}

function plain(text: string): string {
  return text.toLowerCase().replace(/\s+/g, " ").trim();
}
