import { classifyRefusal } from "./classify-refusal.ts";
import type { ReportedRecipient } from "./report.ts";

/** Classifies by the first of the texts that says anything clear. */
export function classifyWords(
  texts: string[],
  status: string,
): Pick<ReportedRecipient, "status" | "code" | "class" | "unknownUser" | "meaning" | "diagnostic"> {
  let best: ReturnType<typeof ofText> | undefined;
  for (const text of texts) {
    if (text.trim() === "" && best) continue;
    const found = ofText(text, status);
    if (!best || isVague(best)) if (!best || !isVague(found)) best = found;
    if (!isVague(best)) break;
  }
  return best ?? ofText("", status);
}

const isVague = ({ meaning, text }: { meaning: string; text: string }): boolean =>
  ["unclear", "temporary"].includes(meaning) || (meaning === "server_trouble" && text.length < 12);

/** A reply code as servers write it. */
export const REPLY_CODE =
  /(?<![\d.#:/-])(4(?:2[0-9]|3[0-9]|4[0-9]|5[0-9]|7[0-9])|5(?:0[0-9]|1[0-9]|2[0-9]|3[0-9]|4[0-9]|5[0-9]|7[0-9]|9[0-9]))(?=[ -]|$|:)/;
const ENHANCED = /(?<![\d.])([45]\.\d{1,3}\.\d{1,3})(?![\d.]*\d)/;

function ofText(said: string, status: string) {
  // Cisco's gateways put a word of their own before the reply they got.
  const text = said.replace(
    /^\s*\d\.\d\.\d - (?:Unknown address error|Unable to deliver|Bad destination)\s*(?=\d{3})/i,
    "",
  );
  const code = Number(REPLY_CODE.exec(text)?.[1] ?? 0);
  const inText = ENHANCED.exec(text)?.[1];
  const isBare = (one: string | undefined) =>
    one === undefined || one === "" || one.endsWith(".0.0");
  const enhanced = !isBare(inText)
    ? inText
    : !isBare(status)
      ? status
      : inText || status || undefined;
  const found = classifyRefusal({ code, enhanced, text });
  return {
    text,
    status: enhanced ?? null,
    code,
    class: found.class,
    unknownUser: found.unknownUser,
    meaning: found.meaning,
    diagnostic: text.replace(/\s+/g, " ").trim().slice(0, 1000),
  };
}
