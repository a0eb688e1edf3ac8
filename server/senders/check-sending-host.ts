import type { CheckContext, CheckOutcome, LookUp } from "../platform/index.ts";
import { outcome } from "./check-outcomes.ts";
import type { SendingWay } from "./sending-ways.ts";

const bare = (name: string): string => name.toLowerCase().replace(/\.$/, "");

/** Names that providers give to lines of customers: their own mail servers are called otherwise. */
const GENERIC = /(^|[.-])(dyn|dynamic|dsl|dialin|dip0|pool|ppp|cable|dhcp|broadband)[.\d-]/i;

/**
 * CHK-15 (SND-03): a server that delivers itself has a proper name, its addresses lead back to that name and the name
 * to them, and a web page there says who runs it. Behind a provider's relay the provider answers for that.
 */
export async function checkHost(
  { lookUp, fetch }: CheckContext,
  ways: readonly SendingWay[],
): Promise<CheckOutcome> {
  const direct = ways.filter((way) => way.kind === "mx");
  if (direct.length === 0)
    return ways.length > 0
      ? outcome(
          "not_applicable",
          "Der Versand läuft über den Server eines Anbieters; dessen Namen verantwortet er.",
          "Mail leaves through a provider's server, who answers for its names.",
        )
      : outcome(
          "not_checked",
          "Es ist noch kein Versandweg eingerichtet. Legen Sie unter Einstellungen › Versandwege einen an.",
          "There is no way out yet. Create one under Settings › Ways out.",
        );
  if (!lookUp || !fetch)
    return outcome(
      "not_checked",
      "Der Name des Servers ließ sich von hier aus nicht prüfen.",
      "The name of the server could not be looked at from here.",
    );
  for (const { host } of direct) {
    const problem = (await nameProblem(host, lookUp)) ?? (await pageProblem(host ?? "", fetch));
    if (problem) return problem;
  }
  return outcome(
    "passed",
    "Name, Rückwärtsauflösung und Webseite des Servers stimmen.",
    "Name, reverse DNS and web page of the server are right.",
  );
}

async function nameProblem(host: string | null, lookUp: LookUp): Promise<CheckOutcome | undefined> {
  if (host === null || !/^([a-z0-9-]+\.)+[a-z][a-z0-9-]+$/i.test(host) || isSpecial(host))
    return outcome(
      "failed",
      `Der Server stellt sich mit „${host ?? ""}“ vor. Geben Sie ihm einen vollen Namen aus dem DNS (HELO).`,
      `The server introduces itself as “${host ?? ""}”. Give it a full name of the DNS (HELO).`,
      { host },
    );
  if (GENERIC.test(host))
    return outcome(
      "failed",
      `„${host}“ klingt nach einem Privatanschluss; viele Empfänger weisen das ab. Wählen Sie einen Namen Ihrer Domain.`,
      `“${host}” sounds like a private line, which many receivers refuse. Choose a name of your domain.`,
      { host },
    );
  const addresses = await lookUp.a(host);
  if (addresses.length === 0)
    return outcome(
      "failed",
      `Der Name ${host} hat keine Adresse im DNS. Legen Sie einen A-Eintrag an.`,
      `The name ${host} has no address in the DNS. Create an A record.`,
      { host },
    );
  for (const address of addresses) {
    const names = (await lookUp.ptr(address)).map(bare);
    if (!names.includes(bare(host)))
      return outcome(
        "failed",
        `Die Adresse ${address} führt nicht zu ${host} zurück (gefunden: ${names.join(", ") || "nichts"}). Setzen Sie den PTR-Eintrag beim Anbieter des Servers.`,
        `The address ${address} does not lead back to ${host} (found: ${names.join(", ") || "nothing"}). Set the PTR record with the provider of the server.`,
        { host, address, names },
      );
  }
  return undefined;
}

const isSpecial = (host: string): boolean =>
  /(^|\.)(localhost|local|lan|internal|invalid|test|example|localdomain)$/i.test(host);

async function pageProblem(
  host: string,
  fetch: NonNullable<CheckContext["fetch"]>,
): Promise<CheckOutcome | undefined> {
  const url = `https://${host}/`;
  let status = 0;
  try {
    const page = await fetch(url);
    ({ status } = page);
    if (status === 200 && /impressum|imprint|legal notice|anbieterkennzeichnung/i.test(page.text))
      return undefined;
    if (status === 200)
      return outcome(
        "failed",
        `Die Webseite ${url} nennt kein Impressum. T-Online verlangt, dass dort steht, wer den Server betreibt.`,
        `The web page ${url} names no imprint. T-Online wants it to say who runs the server.`,
        { url, status },
      );
  } catch {
    // Said below.
  }
  return outcome(
    "failed",
    `Unter ${url} antwortet keine Webseite${status ? ` (HTTP ${status})` : ""}. Zeigen Sie dort, wer den Server betreibt.`,
    `No web page answers at ${url}${status ? ` (HTTP ${status})` : ""}. Show there who runs the server.`,
    { url, status },
  );
}
