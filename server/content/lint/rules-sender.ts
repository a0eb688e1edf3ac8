import type { Severity } from "../../../contract/content.ts";
import type { LintContext, LintSender } from "./lint-input.ts";

/** As much of a lint as the sender's rules need. */
interface SenderLint {
  input: {
    sender?: LintSender | undefined;
    facts: { accountName: string };
    brands?: readonly string[] | undefined;
  };
  add: LintContext["add"];
}

/** What the lint will say about a sender in every mailing, for whoever enters one (CNT-01, CNT-02, CNT-08). */
export function judgeSender(
  sender: LintSender,
  accountName: string,
): { rule: string; severity: Severity; message: { de: string; en: string } }[] {
  const found: ReturnType<typeof judgeSender> = [];
  lintSender({
    input: { sender, facts: { accountName } },
    add: (rule, severity, _part, _position, message) => found.push({ rule, severity, message }),
  });
  return found;
}

const NO_REPLY =
  /^(?:no|do)[-_.]?not?[-_.]?reply|^no[-_.]?reply|^noreply|keine?[-_.]?antwort|nicht[-_.]?antworten|donotreply/i;

/** Offices and companies whose name in the sender's place deceives, unless the account bears it. */
const AUTHORITIES =
  /\b(finanzamt|polizei|bundeskriminalamt|bka|staatsanwaltschaft|amtsgericht|landgericht|zollamt|hauptzollamt|bundesamt|bundesministerium|bafin|bundesbank|arbeitsagentur|jobcenter|rundfunkbeitrag|schufa|police|tax office|tax authority|hmrc|customs office|european commission|paypal|amazon|microsoft|google|apple|dhl)\b/iu;

/** CNT-01, CNT-02 and the sender's half of CNT-08. */
export function lintSender(context: SenderLint): void {
  const { sender, facts, brands } = context.input;
  if (!sender) return;
  for (const address of [sender.address, sender.replyTo ?? ""]) {
    const local = address.slice(0, address.lastIndexOf("@"));
    if (NO_REPLY.test(local)) noReply(context, address);
    else if (address === sender.address && isCryptic(local)) cryptic(context, address);
  }
  const name = sender.name.trim();
  const known = brands?.length ? brands : [facts.accountName];
  if (!name) {
    context.add("CNT-02", "warn", "sender", undefined, {
      de: "Der Absender hat keinen Namen. Tragen Sie den Namen Ihres Hauses ein, damit die E-Mail erkannt wird.",
      en: "The sender has no name. Enter the name of your organisation so that readers recognise the e-mail.",
    });
  } else if (!known.some((brand) => sharesWord(name, brand))) {
    context.add("CNT-02", "warn", "sender", undefined, {
      de: `Im Absendernamen „${name}“ ist „${known[0]}“ nicht zu erkennen.`,
      en: `The sender name “${name}” does not show “${known[0]}”.`,
    });
  }
  const authority = AUTHORITIES.exec(name)?.[0];
  if (
    authority &&
    ![facts.accountName, ...known].some(
      (own) => AUTHORITIES.exec(own)?.[0]?.toLowerCase() === authority.toLowerCase(),
    )
  ) {
    context.add("CNT-08", "block", "sender", undefined, {
      de: `Der Absendername „${name}“ gibt sich als jemand anderes aus („${authority}“). Verwenden Sie den Namen Ihres Hauses.`,
      en: `The sender name “${name}” pretends to be somebody else (“${authority}”). Use the name of your organisation.`,
    });
  }
}

function noReply(context: SenderLint, address: string): void {
  context.add("CNT-01", "block", "sender", undefined, {
    de: `An „${address}“ kann niemand antworten. Empfänger müssen Sie erreichen können, auch für einen Widerruf. Nehmen Sie eine Adresse, die gelesen wird.`,
    en: `Nobody can reply to “${address}”. Recipients must be able to reach you, also to withdraw. Use an address that is read.`,
  });
}

function cryptic(context: SenderLint, address: string): void {
  context.add("CNT-02", "warn", "sender", undefined, {
    de: `Die Absenderadresse „${address}“ wirkt zufällig. Ein sprechender Name wie newsletter@… schafft Vertrauen.`,
    en: `The sender address “${address}” looks random. A telling name such as newsletter@… is trusted more.`,
  });
}

/** More than half digits, no vowel, or letters and digits in turn as in a generated name. */
function isCryptic(local: string): boolean {
  const characters = local.replaceAll(/[._+-]/g, "");
  if (!characters) return false;
  const digits = characters.replaceAll(/\D/g, "").length;
  const changes = (characters.match(/[a-z](?=\d)|\d(?=[a-z])/gi) ?? []).length;
  const hasVowel = /[aeiouyäöü]/i.test(characters);
  const isShortName = characters.length <= 3 && digits === 0;
  return (
    digits * 2 > characters.length ||
    (!hasVowel && !isShortName) ||
    changes >= 3 ||
    /[^aeiouyäöü\d\W]{6,}/i.test(characters)
  );
}

/** Do the two names share a word of at least three letters? */
function sharesWord(left: string, right: string): boolean {
  const words = (name: string) => name.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? [];
  const known = words(right);
  if (known.length === 0) return left.toLowerCase().includes(right.trim().toLowerCase());
  return words(left).some((word) =>
    known.some((other) => word.includes(other) || other.includes(word)),
  );
}
