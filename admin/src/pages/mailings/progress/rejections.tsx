import type { ReactNode } from "react";
import { ReasonList, useTexts } from "../../../ui/index.ts";
import { texts } from "./texts.ts";

const KNOWN = [
  "hard",
  "soft",
  "policy",
  "unknown",
  "address_invalid",
  "smtputf8_not_offered",
  "too_large",
] as const;

/** Why mail servers refused mails after hand-over. */
export function Rejections(props: {
  rows: readonly { reason: string | null; rule: string; count: number }[];
}): ReactNode {
  const t = useTexts(texts);
  return (
    <ReasonList
      reasons={props.rows.map(({ reason, rule, count }) => {
        const key = KNOWN.find((known) => known === reason) ?? "other";
        return {
          id: reason ?? "other",
          title: t(`rejections.${key}.title`),
          text: t(`rejections.${key}.text`),
          count,
          rule,
        };
      })}
    />
  );
}
