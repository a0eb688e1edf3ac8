import { dkimVerify } from "mailauth/lib/dkim/verify.js";
import { dmarc } from "mailauth/lib/dmarc/index.js";
import { spf } from "mailauth/lib/spf/index.js";
import type { LookUp, RecordType } from "../platform/index.ts";

/** What a receiver makes of mail: SPF, DKIM and DMARC as mailauth evaluates them, over our own questions to the DNS. */
export type Resolver = (name: string, type: string) => Promise<unknown[]>;

export type SpfVerdict =
  | "none"
  | "neutral"
  | "pass"
  | "fail"
  | "softfail"
  | "temperror"
  | "permerror";

/** Longest evaluation of one record, in milliseconds (RFC 7208, 4.6.4 wants at least 20 seconds). */
const MAX_EVALUATION_MS = 20_000;
const TYPES: ReadonlySet<string> = new Set(["A", "AAAA", "CNAME", "MX", "NS", "PTR", "TXT"]);

function noAnswer(name: string, code: "ENODATA" | "ENOTFOUND"): Error {
  return Object.assign(new Error(`${code} ${name}`), { code });
}

/** Our look-ups in the form mailauth asks in: no answer is an error with a code, as of `dns.resolve`. */
export function resolverOf(lookUp: LookUp): Resolver {
  return async (name, type) => {
    if (!TYPES.has(type)) throw noAnswer(name, "ENODATA");
    const found = lookUp.resolve
      ? await lookUp.resolve(name, type as RecordType)
      : await askSimply(lookUp, name, type);
    if (found.length === 0) throw noAnswer(name, "ENODATA");
    return found;
  };
}

async function askSimply(lookUp: LookUp, name: string, type: string): Promise<unknown[]> {
  if (type === "TXT") return lookUp.txt(name);
  if (type === "PTR") return lookUp.ptr(name);
  if (type === "MX")
    return (await lookUp.mx(name)).map((exchange, priority) => ({ exchange, priority }));
  if (type !== "A" && type !== "AAAA") return [];
  return (await lookUp.a(name)).filter((address) => address.includes(":") === (type === "AAAA"));
}

/**
 * SPF as a strict receiver sees it (RFC 7208): at most ten terms that ask the DNS and two that find nothing.
 *
 * @param mail.lookups other limit than ten, to find out how many a record needs
 */
export async function evaluateSpf(
  lookUp: LookUp,
  mail: { ip: string; sender: string; helo: string; lookups?: number },
): Promise<{ result: SpfVerdict; lookups: number; voids: number; explanation: string | null }> {
  const found = await spf({
    ip: mail.ip,
    sender: mail.sender,
    helo: mail.helo,
    mta: "klarpost.invalid",
    strict: true,
    maxElapsedTime: MAX_EVALUATION_MS,
    ...(mail.lookups === undefined
      ? {}
      : { maxResolveCount: mail.lookups, maxVoidCount: mail.lookups }),
    resolver: resolverOf(lookUp),
  } as unknown as Parameters<typeof spf>[0]);
  return {
    result: found.status.result as SpfVerdict,
    lookups: found.lookups?.count ?? 0,
    voids: found.lookups?.void ?? 0,
    explanation: found.explanation ?? null,
  };
}

export interface Signature {
  result: string;
  /** d= */
  domain: string;
  selector: string;
  algorithm: string;
  /** Bits of the RSA key. */
  bits: number | null;
  /** Names of the lines that were signed; that a line is absent may be signed too and is not named here. */
  signed: string[];
  /** Names in h=, in their order. */
  names: string[];
  comment: string | null;
}

/**
 * The signatures of a message, each with its verdict (RFC 6376, 8301, 8463). RSA below 1024 bits and SHA-1 fail.
 *
 * @param at time of looking, for signatures that expire; now by default
 */
export async function verifySignatures(
  lookUp: LookUp,
  mail: Buffer,
  at?: Date,
): Promise<{ signatures: Signature[]; from: string[] }> {
  const found = await dkimVerify(mail, {
    resolver: resolverOf(lookUp),
    strict: true,
    minBitLength: 1024,
    ...(at ? { curTime: at } : {}),
  } as unknown as Parameters<typeof dkimVerify>[1]);
  return {
    from: found.headerFrom ?? [],
    signatures: found.results
      .filter((one) => one.signingDomain !== undefined || one.selector !== undefined)
      .map((one) => ({
        result: one.status?.result ?? "none",
        domain: one.signingDomain ?? "",
        selector: one.selector ?? "",
        algorithm: one.algo ?? "",
        bits: one.modulusLength ?? null,
        signed: (one.signingHeaders?.headers ?? []).map(
          (line) => line.split(":")[0]?.trim().toLowerCase() ?? "",
        ),
        names: (one.signingHeaders?.keys ?? "")
          .split(":")
          .map((name) => name.trim().toLowerCase())
          .filter((name) => name !== ""),
        comment: typeof one.status?.comment === "string" ? one.status.comment : null,
      })),
  };
}

export interface DmarcVerdict {
  result: string;
  /** Policy for this From domain after sp, np and t. */
  policy: "none" | "quarantine" | "reject" | null;
  /** Where the record stands that decided. */
  recordDomain: string | null;
  /** The organisational domain. */
  orgDomain: string | null;
  /** The record itself. */
  record: string | null;
  testMode: boolean;
  dkim: { aligned: boolean; strict: boolean };
  spf: { aligned: boolean; strict: boolean };
}

/** DMARC for a From domain with what passed SPF and DKIM (RFC 9989: tree walk, np, t, no pct). */
export async function evaluateDmarc(
  lookUp: LookUp,
  mail: { from: string; spfDomains: readonly string[]; dkimDomains: readonly string[] },
): Promise<DmarcVerdict> {
  const found = await dmarc({
    headerFrom: [`postmaster@${mail.from}`],
    spfDomains: [...mail.spfDomains],
    dkimDomains: mail.dkimDomains.map((domain) => ({ domain })),
    strict: true,
    resolver: resolverOf(lookUp),
  } as unknown as Parameters<typeof dmarc>[0]);
  if (found === false) throw new Error("The From domain cannot be evaluated.");
  const more = found as typeof found & { policyDomain?: string; testMode?: boolean };
  if (found.status.result === "temperror") throw new Error("The DNS could not be asked.");
  const side = (one: { result?: unknown; strict?: boolean } | undefined) => ({
    aligned: Boolean(one?.result),
    strict: one?.strict === true,
  });
  return {
    result: found.status.result,
    policy: (found.policy as DmarcVerdict["policy"] | undefined) ?? null,
    recordDomain: more.policyDomain ?? null,
    orgDomain: found.domain ?? null,
    record: found.rr ?? null,
    testMode: more.testMode === true,
    dkim: side(found.alignment?.dkim),
    spf: side(found.alignment?.spf),
  };
}
