import type { Voice } from "../platform/index.ts";

/** Sie and Ihr within a sentence; at its beginning only with a verb that a third person would not have. */
const FORMAL =
  /(?<![\p{L}])(?:Ihnen|Ihr(?:e[nmrs]?)?|(?<=[\p{L}\d,;–] )Sie|Sie (?:bekommen|dürfen|erhalten|erlauben|haben|können|möchten|müssen|stimmen|willigen))(?![\p{L}])/u;
const INFORMAL = /(?<![\p{L}])(?:du|dir|dich|dein(?:e[nmrs]?)?)(?![\p{L}])/iu;

/**
 * The form of address that a German text uses and its account does not (A11Y-08); null where they agree, where the text
 * addresses nobody ("Ja, ich möchte …"), and in English. A hint and no refusal: a declaration is the account's own.
 */
export function otherAddress(text: string, voice: Voice): "sie" | "du" | null {
  if (voice === "du" && FORMAL.test(text)) return "sie";
  if (voice === "sie" && INFORMAL.test(text)) return "du";
  return null;
}
