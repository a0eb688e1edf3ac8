import { useTexts } from "../../ui/index.ts";
import { texts } from "./texts.ts";

/** Names of providers for people; small domains together have one of ours. */
export function useProviderName(): (name: string) => string {
  const t = useTexts(texts);
  return (name) => (name === "*" ? t("others") : name);
}

/** Noon of a calendar day in UTC: the same day in every European zone. */
export const noon = (day: string): string => `${day}T12:00:00Z`;

/** Which of `count` points have a mark under the axis: about five, and none that touches the last one. */
export function isMarked(index: number, count: number): boolean {
  const every = Math.max(1, Math.ceil(count / 5));
  const last = count - 1;
  return index === last || (index % every === 0 && last - index > every / 2);
}
