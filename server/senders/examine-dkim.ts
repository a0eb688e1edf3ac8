import { createPublicKey } from "node:crypto";
import type { LookUp } from "../platform/index.ts";
import { dkimRecord, publishedKey } from "./dkim-keys.ts";
import type { DkimRow } from "./dkim-keys.store.ts";
import { finding, textsOf, type Finding } from "./findings.ts";

/** Shortest RSA key that receivers take (RFC 8301, 3.2). */
const MIN_BITS = 1024;

/** A key as far as its record needs it. */
export type PublicKey = Pick<
  DkimRow,
  "signingDomain" | "selector" | "algorithm" | "publicKey" | "state"
>;

/** DKIM: our own key stands there, unchanged, long enough and not for tests only (SND-01, RFC 6376, RFC 8301). */
export async function examineDkim(key: PublicKey, lookUp: LookUp): Promise<Finding> {
  const { name } = dkimRecord(key);
  const records = (await textsOf(lookUp, name)).filter((text) => /(^|;)\s*p\s*=/i.test(text));
  const [record] = records;
  if (key.state === "revoked") return revoked(record);
  if (record === undefined)
    return finding(
      "failed",
      "Der DKIM-Eintrag fehlt noch. Übernehmen Sie Name und Wert genau so in Ihren DNS.",
      "The DKIM record is still missing. Copy name and value into your DNS exactly like this.",
    );
  const tags = tagsOf(record);
  const found = tags.get("p")?.replace(/\s/g, "");
  if (records.length > 1 || found !== publishedKey(key))
    return finding(
      "failed",
      found !== undefined && found !== "" && publishedKey(key).startsWith(found)
        ? "Der DKIM-Eintrag ist abgeschnitten. Manche DNS-Anbieter nehmen höchstens 255 Zeichen am Stück; teilen Sie den Wert wie gezeigt."
        : "Unter diesem Namen steht ein anderer DKIM-Schlüssel. Ersetzen Sie ihn durch den angezeigten.",
      found !== undefined && found !== "" && publishedKey(key).startsWith(found)
        ? "The DKIM record is cut off. Some DNS hosts take at most 255 characters in one piece; split the value as shown."
        : "Another DKIM key stands under this name. Replace it by the one shown.",
      record,
    );
  if ((tags.get("k") ?? "rsa").trim().toLowerCase() !== key.algorithm)
    return finding(
      "failed",
      `Der DKIM-Eintrag nennt ein anderes Verfahren. Richtig ist „k=${key.algorithm}“.`,
      `The DKIM record names another algorithm. “k=${key.algorithm}” is right.`,
      record,
    );
  const bits = bitsOf(key);
  if (bits !== null && bits < MIN_BITS)
    return finding(
      "failed",
      `Der Schlüssel hat nur ${bits} Bit; Empfänger verlangen mindestens 1024. Erzeugen Sie einen neuen.`,
      `The key has only ${bits} bits; receivers want at least 1024. Make a new one.`,
      record,
    );
  if (/(^|:)\s*y\s*(:|$)/i.test(tags.get("t") ?? ""))
    return finding(
      "failed",
      "Der DKIM-Eintrag steht im Testmodus („t=y“); Empfänger zählen die Unterschrift dann nicht. Entfernen Sie diese Angabe.",
      "The DKIM record is in test mode (“t=y”), so receivers do not count the signature. Remove it.",
      record,
    );
  return finding(
    "passed",
    "Der DKIM-Schlüssel ist veröffentlicht.",
    "The DKIM key is published.",
    record,
  );
}

/** A withdrawn key is published empty, or not at all any more. */
function revoked(record: string | undefined): Finding {
  const empty = record === undefined || (tagsOf(record).get("p") ?? "").trim() === "";
  return empty
    ? finding(
        "passed",
        "Der alte Schlüssel gilt nicht mehr.",
        "The old key no longer counts.",
        record ?? null,
      )
    : finding(
        "failed",
        "Der alte Schlüssel steht noch im DNS. Leeren Sie ihn („p=“ ohne Wert), oder löschen Sie den Eintrag.",
        "The old key still stands in the DNS. Empty it (“p=” without a value), or delete the record.",
        record,
      );
}

/** Tags of a DKIM record; the first of a name counts. */
function tagsOf(record: string): Map<string, string> {
  const tags = new Map<string, string>();
  for (const part of record.split(";")) {
    const at = part.indexOf("=");
    const name = part.slice(0, Math.max(at, 0)).trim().toLowerCase();
    if (name !== "" && !tags.has(name)) tags.set(name, part.slice(at + 1));
  }
  return tags;
}

/** Bits of an RSA key; null for others and for what is no key. */
function bitsOf(key: PublicKey): number | null {
  if (key.algorithm !== "rsa") return null;
  try {
    const spki = Buffer.from(key.publicKey, "base64");
    return (
      createPublicKey({ key: spki, format: "der", type: "spki" }).asymmetricKeyDetails
        ?.modulusLength ?? null
    );
  } catch {
    return null;
  }
}
