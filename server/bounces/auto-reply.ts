import { field, type Fields } from "./mime-parts.ts";

/** Subjects of absence notes, in the languages such notes come in. An answer's subject is ours: `Re:` alone says nothing. */
const VACATION_SUBJECT =
  /^(?:\s*(?:re|aw|antw|fwd?|wg|sv|rif|res)\s*:\s*)*\s*[[(*"]*\s*(?:auto(?:mated|matic(?:al(?:ly)?)?|matische?r?|matique|m[aá]tic[ao])?[-_\s:.]{0,3}(?:reply|repl(?:y|ied|ies)|respon[sd]\w*|antwort\w*|mail|generated|out|resposta|e-?mail|notification|nachricht|message|away)|auto\s*:|automatisch\w* (?:antwort|generierte|e-?mail|nachricht|erzeugte)|abwesen\w*|ich bin (?:nicht|ausser|außer|im urlaub|abwesend|derzeit|zur ?zeit)|(?:nicht|außer) (?:im )?(?:b[üu]ro|haus)|außer haus|im urlaub|urlaub|au(?:ß|ss)er b[üu]ro|elternzeit|mutterschutz|betriebsferien|eingangsbest[äa]tigung|ooo\b|out[- ]of[- ](?:the[- ])?(?:office|town)|away from (?:my|the)|on (?:vacation|holiday|annual leave|leave|maternity)|vacation|holiday (?:notice|auto)|i(?:'m| am) (?:out|away|on|currently)|absence|r[eé]ponse (?:automatique|d'absence)|absent|en (?:dehors|cong[eé])|respuesta autom|fuera de (?:la )?oficina|ausen[ct]|risposta automatica|fuori (?:sede|ufficio)|assente|resposta autom|fora do escrit|autosvar|frånvar|fravær|afwezig|automatisch antwoord|автоответ|ответ автоматически|автоматическ|в отпуске|automaattinen|automatyczn\w* odpowied|automatick\w* odpov|automatisk\w* svar|automatikus v[aá]lasz|otomatik|r[aă]spuns automat|自動(?:返信|応答)|自动回复|不在|休暇|this is an automat|yahoo! auto response|autoreply|autoresponse|thank you for (?:your|contacting))/iu;

const VACATION_BODY =
  /(?:i am|i'm|i will be|i'll be|we are) (?:currently )?(?:out of|away|on (?:vacation|holiday|leave|annual)|not in)|out of (?:the )?office|(?:bin|befinde mich) [^.]{0,60}(?:nicht (?:im|am|erreichbar)|im urlaub|abwesend|außer haus|wieder)|automatisch(?:e|er)? (?:antwort|abwesenheit)|no longer (?:with the company|work)|away until|vacation message|will (?:respond|reply|answer) (?:when|upon|after)|休暇|不在/iu;

const HEADER_VACATION = [
  "x-autoreply",
  "x-auto-reply",
  "x-autorespond",
  "x-autoresponse",
  "x-autoresponder",
  "x-auto-reply-from",
  "x-mail-autoreply",
  "x-ms-exchange-inbox-rules-loop",
  "x-vacation",
];

/**
 * Whether a mailbox or a machine answered by itself (RFC 3834; X-Auto-Response-Suppress of Exchange and the fields mail
 * programs made up). `vacation` stands for a person who is away; `generated` for a machine's own letter. Null: somebody
 * may have written it, or a list.
 */
export function autoReplyOf(
  fields: Fields,
  subject: string,
  text: string,
): "vacation" | "generated" | null {
  const submitted = field(fields, "auto-submitted").toLowerCase();
  if (/^auto-(?:replied|notified)/.test(submitted)) return "vacation";
  if (HEADER_VACATION.some((name) => isSet(fields, name))) return "vacation";
  if (/mailbox rules agent/i.test(field(fields, "x-ms-exchange-generated-message-source")))
    return "vacation";
  if (/^auto[_-]?reply/i.test(field(fields, "precedence"))) return "vacation";
  const isSuppressed = /\b(?:oof|autoreply|all)\b/i.test(field(fields, "x-auto-response-suppress"));
  const isList = fields.has("list-id") || fields.has("list-unsubscribe");
  if (VACATION_SUBJECT.test(subject) && !isList) return "vacation";
  if (submitted.startsWith("auto-generated"))
    return VACATION_BODY.test(text.slice(0, 4000)) ? "vacation" : "generated";
  if (isSuppressed && !isList) return "vacation";
  if (/^(?:bulk|junk)/i.test(field(fields, "precedence")) && !isList && fields.has("in-reply-to"))
    return VACATION_BODY.test(text.slice(0, 4000)) ? "vacation" : "generated";
  if (/\bauto[- _]?generated\b/i.test(field(fields, "precedence"))) return "generated";
  return null;
}

const isSet = (fields: Fields, name: string): boolean =>
  fields.has(name) && !/^(?:no|false|0|none)\b/i.test(field(fields, name));
