import { parsePolicy, resolvePolicy, validateMx } from "mailauth/lib/mta-sts.js";
import type { FetchPage, LookUp } from "../platform/index.ts";
import { resolverOf } from "./authentication.ts";
import { finding, textsOf, type Finding } from "./findings.ts";

const bare = (name: string): string => name.toLowerCase().replace(/\.$/, "");

/** MX of the bounce domain: what comes back arrives here (SND-13, RFC 5321, 5.1). */
export async function examineBounceMx(
  domain: string,
  mailHost: string,
  lookUp: LookUp,
): Promise<Finding> {
  const hosts = (await lookUp.mx(domain)).map(bare);
  if (hosts.length === 0)
    return finding(
      "failed",
      "Der MX-Eintrag fehlt noch. Ohne ihn kommen Rückläufer nicht bei Klarpost an.",
      "The MX record is still missing. Without it, what comes back does not reach Klarpost.",
    );
  const found = hosts.join(", ");
  if (hosts.some((host) => host !== bare(mailHost)))
    return finding(
      "failed",
      "Hier stehen andere Mailserver. Die Rückläufer gingen dorthin; lassen Sie nur den angezeigten stehen.",
      "Other mail servers stand here and would take what comes back. Keep only the one shown.",
      found,
    );
  if ((await lookUp.a(mailHost)).length === 0)
    return finding(
      "failed",
      `Der Mailserver ${mailHost} hat keine Adresse im DNS.`,
      `The mail server ${mailHost} has no address in the DNS.`,
      found,
    );
  return finding("passed", "Rückläufer kommen bei Klarpost an.", "Bounces reach Klarpost.", found);
}

/** TLS reports of a domain that takes mail (RFC 8460, 3). */
export async function examineTlsReports(domain: string, lookUp: LookUp): Promise<Finding> {
  const records = (await textsOf(lookUp, `_smtp._tls.${domain}`)).filter((text) =>
    /^v=TLSRPTv1\s*;/.test(text),
  );
  const [record] = records;
  if (record === undefined)
    return finding(
      "failed",
      "Noch nicht eingerichtet. Mit dem Eintrag melden Anbieter, wenn die Verschlüsselung zu Ihnen misslingt.",
      "Not set up yet. With the record providers report when encryption towards you fails.",
    );
  const good = records.length === 1 && /;\s*rua=(mailto:[^;@\s]+@|https:\/\/)[^;\s]+/.test(record);
  return good
    ? finding("passed", "TLS-Berichte werden angefordert.", "TLS reports are asked for.", record)
    : finding(
        "failed",
        "Der Eintrag für TLS-Berichte ist fehlerhaft oder steht doppelt da.",
        "The record for TLS reports is broken or stands there twice.",
        records.join(" | "),
      );
}

/** MTA-STS of a domain that takes mail: record, policy file and mail server belong together (RFC 8461). */
export async function examineMtaSts(
  domain: string,
  mailHost: string,
  lookUp: LookUp,
  fetch: FetchPage | undefined,
): Promise<Finding> {
  const id = await resolvePolicy(domain, {
    resolver: resolverOf(lookUp),
    strict: true,
  } as unknown as Parameters<typeof resolvePolicy>[1]);
  if (id === false)
    return finding(
      "failed",
      "Noch nicht eingerichtet. MTA-STS verlangt von fremden Mailservern, verschlüsselt mit Ihnen zu sprechen.",
      "Not set up yet. MTA-STS makes other mail servers speak to you with encryption.",
    );
  const found = `id=${id}`;
  const url = `https://mta-sts.${domain}/.well-known/mta-sts.txt`;
  if (!fetch) throw new Error("Nothing can be fetched.");
  try {
    const page = await fetch(url);
    // A policy behind a redirect does not count (RFC 8461, 3.3).
    if (page.status !== 200 || page.url !== url) throw new Error(`status ${page.status}`);
    const policy = parsePolicy(page.text, { strict: true });
    if (!validateMx(mailHost, policy).valid)
      return finding(
        "failed",
        `Die Richtlinie unter ${url} nennt den Mailserver ${mailHost} nicht. Fremde Server würden nicht zustellen.`,
        `The policy at ${url} does not name the mail server ${mailHost}. Other servers would not deliver.`,
        found,
      );
    return finding(
      "passed",
      `MTA-STS gilt (${policy.mode}).`,
      `MTA-STS is in force (${policy.mode}).`,
      found,
    );
  } catch {
    return finding(
      "failed",
      `Der Eintrag ist da, aber unter ${url} liegt keine gültige Richtlinie.`,
      `The record is there, but ${url} holds no valid policy.`,
      found,
    );
  }
}
