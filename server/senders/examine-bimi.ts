import { createRequire } from "node:module";
import type { FetchPage, LookUp } from "../platform/index.ts";
import { evaluateDmarc } from "./authentication.ts";
import { finding, textsOf, type Finding } from "./findings.ts";

// The package describes no types for this file.
const { validateSvg } = createRequire(import.meta.url)("mailauth/lib/bimi/validate-svg.js") as {
  validateSvg: (logo: string) => true;
};
/** Largest logo that receivers take, in bytes. */
const MAX_LOGO_BYTES = 32 * 1024;

/**
 * BIMI, which nobody has to have: a logo as SVG Tiny PS at an https address, behind a DMARC policy that is enforced. A
 * certificate (VMC) is not asked for, although some providers want one.
 */
export async function examineBimi(
  domain: string,
  lookUp: LookUp,
  fetch: FetchPage | undefined,
): Promise<Finding> {
  const records = (await textsOf(lookUp, `default._bimi.${domain}`)).filter((text) =>
    /^v\s*=\s*BIMI1\s*(;|$)/i.test(text),
  );
  const [record] = records;
  if (record === undefined)
    return finding(
      "failed",
      "Noch nicht eingerichtet. Mit BIMI zeigen manche Postfächer Ihr Logo neben dem Absender.",
      "Not set up yet. With BIMI some mailboxes show your logo beside the sender.",
    );
  const address = /;\s*l\s*=\s*(https:\/\/[^;\s]+)/i.exec(record)?.[1];
  if (records.length > 1 || address === undefined)
    return finding(
      "failed",
      "Der BIMI-Eintrag nennt keine https-Adresse eines Logos („l=https://…“) oder steht doppelt da.",
      "The BIMI record names no https address of a logo (“l=https://…”) or stands there twice.",
      records.join(" | "),
    );
  const { policy } = await evaluateDmarc(lookUp, { from: domain, dkimDomains: [], spfDomains: [] });
  if (policy !== "quarantine" && policy !== "reject")
    return finding(
      "failed",
      "BIMI gilt erst, wenn DMARC durchgesetzt wird („p=quarantine“ oder „p=reject“).",
      "BIMI counts only once DMARC is enforced (“p=quarantine” or “p=reject”).",
      record,
    );
  if (!fetch) throw new Error("Nothing can be fetched.");
  const problem = await logoProblem(address, fetch);
  return problem === null
    ? finding(
        "passed",
        "Das Logo ist veröffentlicht und hat die richtige Form.",
        "The logo is published and has the right form.",
        record,
      )
    : finding(
        "failed",
        `Das Logo unter ${address} ${problem.de}`,
        `The logo at ${address} ${problem.en}`,
        record,
      );
}

async function logoProblem(
  address: string,
  fetch: FetchPage,
): Promise<{ de: string; en: string } | null> {
  let text: string;
  try {
    const page = await fetch(address);
    if (page.status !== 200) throw new Error(`status ${page.status}`);
    ({ text } = page);
  } catch {
    return { de: "ist nicht erreichbar.", en: "cannot be reached." };
  }
  if (Buffer.byteLength(text) > MAX_LOGO_BYTES)
    return { de: "ist größer als 32 kB.", en: "is larger than 32 kB." };
  // Entities are never needed in a logo and can be made to swell.
  if (/<!(DOCTYPE|ENTITY)/i.test(text))
    return {
      de: "enthält eine Dokumenttyp-Angabe; SVG Tiny PS kommt ohne aus.",
      en: "has a document type; SVG Tiny PS does without.",
    };
  try {
    validateSvg(text);
    return null;
  } catch {
    return {
      de: "ist kein SVG Tiny PS (baseProfile tiny-ps, mit Titel, ohne Skripte und Verweise).",
      en: "is no SVG Tiny PS (baseProfile tiny-ps, with a title, without scripts and references).",
    };
  }
}
