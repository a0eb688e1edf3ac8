import { useTexts } from "../../ui/index.ts";
import { texts } from "./consent-texts.ts";

const KNOWN = [
  "attachments",
  "agent",
  "script",
  "readOut",
  "tabletLog",
  "message",
  "senderNumber",
  "providerId",
  "declaredAt",
  "wordingId",
  "trackingWordingId",
] as const;

/** Members of a request that complete the evidence, in words. */
export function useMissingWords(): (names: readonly string[]) => string[] {
  const t = useTexts(texts);
  return (names) =>
    names.map((name) => {
      const known = KNOWN.find((one) => one === name);
      return known ? t(`missing.${known}`) : name;
    });
}
