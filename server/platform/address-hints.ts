import { readFileSync } from "node:fs";

/** Local parts behind which several people usually read, in German and English. For information only. */
const roles = new Set(
  `abuse admin administrator anfrage anfragen anmeldung bestellung bestellungen bewerbung bewerbungen billing
  buchhaltung buero contact datenschutz einkauf empfang events feedback finance geschaeftsfuehrung gf hallo hello
  help hilfe hostmaster hr info infos jobs karriere kasse kontakt kundenservice leitung mail mailer-daemon
  marketing media newsletter no-reply noreply office orders personal post postmaster praxis presse press privacy
  rechnung rechnungen redaktion rezeption root sales sekretariat service shop spam support team termine verkauf
  vertrieb verwaltung vorstand webmaster zentrale`.split(/\s+/),
);

/** Whether an address belongs to a function rather than a person. */
export function isRoleAddress(emailNormalised: string): boolean {
  const at = emailNormalised.lastIndexOf("@");
  const plus = emailNormalised.indexOf("+");
  return roles.has(emailNormalised.slice(0, plus !== -1 && plus < at ? plus : at));
}

let disposable: Set<string> | undefined;

/** Whether a domain gives away addresses that soon are no longer valid, or lies below one that does. */
export function isDisposable(domain: string): boolean {
  const known = throwaway.get(domain);
  if (known !== undefined) return known;
  if (throwaway.size >= MAX_JUDGED) throwaway.clear();
  const found = isListed(domain);
  throwaway.set(domain, found);
  return found;
}

function isListed(domain: string): boolean {
  disposable ??= new Set(
    readFileSync(new URL("./disposable-domains.txt", import.meta.url), "utf8").split("\n"),
  );
  for (let at = 0; at !== -1; at = domain.indexOf(".", at + 1))
    if (disposable.has(at === 0 ? domain : domain.slice(at + 1))) return true;
  return false;
}

/** Mailbox providers that people mistype, and names that are near one of them and right. */
const providers =
  "gmail.com googlemail.com web.de gmx.de gmx.net gmx.at gmx.ch t-online.de freenet.de outlook.com outlook.de hotmail.com hotmail.de yahoo.com yahoo.de icloud.com live.com live.de posteo.de mailbox.org arcor.de online.de aol.com protonmail.com".split(
    " ",
  );
const right = new Set([
  ...providers,
  ..."gmx.com gmx.eu gmx.org mail.com mail.de email.com email.de ymail.com me.com msn.com aol.de live.at live.nl hotmail.fr hotmail.it hotmail.at yahoo.fr yahoo.it yahoo.at yahoo.ca yahoo.co.uk yahoo.es outlook.at outlook.fr outlook.es protonmail.ch".split(
    " ",
  ),
]);
/** Most people of a file share few domains. */
const judged = new Map<string, string | undefined>();
const throwaway = new Map<string, boolean>();
const MAX_JUDGED = 10_000;
/** Shorter names are near too many right ones. */
const SHORTEST = 8;

/** The provider that was probably meant, when a domain is one slip of the keyboard away from it. */
export function likelyDomain(domain: string): string | undefined {
  if (right.has(domain)) return undefined;
  if (judged.has(domain)) return judged.get(domain);
  if (judged.size >= MAX_JUDGED) judged.clear();
  const likely = nearest(domain);
  judged.set(domain, likely);
  return likely;
}

/** Endings that do not exist, and the one that was meant. */
const endings: [RegExp, string][] = [
  [/\.(?:con|cmo|ocm|vom|xom|cim|comm|coom|cpm|cm|om|co|c0m)$/, ".com"],
  [/\.(?:dee|ed|dd|df|fe)$/, ".de"],
  [/\.(?:ner|nte|met|bet|nett|et)$/, ".net"],
];

function nearest(domain: string): string | undefined {
  const ending = endings.find(([wrong]) => wrong.test(domain));
  const mended = ending ? domain.replace(ending[0], ending[1]) : undefined;
  if (mended !== undefined && right.has(mended)) return mended;
  return oneSlipAway(domain) ?? (mended === undefined ? undefined : oneSlipAway(mended));
}

function oneSlipAway(domain: string): string | undefined {
  return providers.find(
    (provider) =>
      (provider.length >= SHORTEST || provider.split(".")[0] === domain.split(".")[0]) &&
      Math.abs(provider.length - domain.length) <= 1 &&
      isOneSlip(provider, domain),
  );
}

/** One letter too many, too few, wrong, or two swapped (Damerau 1964). */
function isOneSlip(wanted: string, typed: string): boolean {
  let from = 0;
  while (from < wanted.length && wanted[from] === typed[from]) from++;
  const rest = (text: string, skip: number) => text.slice(from + skip);
  return (
    (wanted.length === typed.length &&
      (rest(wanted, 1) === rest(typed, 1) ||
        (wanted[from] === typed[from + 1] &&
          wanted[from + 1] === typed[from] &&
          rest(wanted, 2) === rest(typed, 2)))) ||
    (typed.length === wanted.length + 1 && rest(wanted, 0) === rest(typed, 1)) ||
    (typed.length === wanted.length - 1 && rest(wanted, 1) === rest(typed, 0))
  );
}
