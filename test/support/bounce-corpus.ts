import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import {
  classifyRefusal,
  readReport,
  type ClassifiedRefusal,
  type Report,
} from "../../server/bounces/index.ts";

/** Where the real bounces lie; nobody in the team wrote them. */
export const BOUNCES = join(import.meta.dirname, "../../../shared/data/bounces");
const MAILS = join(import.meta.dirname, "../../../shared/data/inbound-mime");

export const corpusIsThere = existsSync(join(BOUNCES, "expected.jsonl"));

interface Row {
  corpus: string;
  file: string;
  kind?: string | null;
  recipients?: string[] | null;
  reason?: string | null;
  vocab?: string;
  hard?: boolean | null;
  disputed?: boolean;
  results?: { recipient?: string; reason?: string; hard?: boolean; feedback_type?: string }[];
}

export interface CorpusScore {
  corpus: string;
  kind: Count;
  hardness: Count;
  recipients: Count;
}

export interface Count {
  right: number;
  of: number;
  wrong: string[];
}

const count = (): Count => ({ right: 0, of: 0, wrong: [] });

function note(into: Count, right: boolean, say: () => string): void {
  into.of += 1;
  if (right) into.right += 1;
  else into.wrong.push(say());
}

/** What we call the kinds of the collections. A report of success is none of the four. */
const KINDS: Record<string, Report["kind"][]> = {
  bounce: ["bounce"],
  feedback: ["complaint"],
  vacation: ["autoReply"],
  "auto-generated": ["autoReply", "other"],
  delayed: ["delayed"],
  delivered: ["other"],
  other: ["other", "autoReply"],
};

/**
 * Reasons that say hard or not hard without a doubt. Left out: what the collections themselves call undefined, and where
 * they count differently from SND-08 (a disabled mailbox is hard for us; "filtered" says either).
 */
const HARD: Record<string, boolean> = {
  userunknown: true,
  hostunknown: true,
  hasmoved: true,
  mailboxfull: false,
  expired: false,
  networkerror: false,
  authfailure: false,
  badreputation: false,
  blocked: false,
  contenterror: false,
  exceedlimit: false,
  failedstarttls: false,
  mailererror: false,
  mesgtoobig: false,
  norelaying: false,
  notcompliantrfc: false,
  policyviolation: false,
  rejected: false,
  requireptr: false,
  securityerror: false,
  spamdetected: false,
  systemerror: false,
  systemfull: false,
  toomanyconn: false,
  virusdetected: false,
  user_unknown: true,
  over_quota: false,
  spam: false,
  UserUnknown: true,
};

/** The collections count delays among bounces; for us a mail that says itself that somebody is still trying is none. */
const SAYS_DELAYED =
  /^action:\s*delayed|warning message only|you do not need to resend|delivery attempts will continue|will be retried for|is still awaiting delivery|message is delayed|continue to (?:try|attempt)/im;

export function scoreMails(): CorpusScore[] {
  const scores = new Map<string, CorpusScore>();
  for (const line of readFileSync(join(BOUNCES, "expected.jsonl"), "utf8").trim().split("\n")) {
    const row = JSON.parse(line) as Row;
    if (row.disputed || !row.kind || !existsSync(join(BOUNCES, row.file))) continue;
    let score = scores.get(row.corpus);
    if (!score) {
      score = { corpus: row.corpus, kind: count(), hardness: count(), recipients: count() };
      scores.set(row.corpus, score);
    }
    scoreMail(score, row, readFileSync(join(BOUNCES, row.file)));
  }
  return [...scores.values()];
}

/** False where the collection's address stands in the mail only as a piece of another one: a slip of its authors. */
function isStated(raw: string, address: string): boolean {
  const lower = raw.toLowerCase();
  let found = false;
  for (let at = lower.indexOf(address); at !== -1; at = lower.indexOf(address, at + 1)) {
    found = true;
    if (!/[\w.+-]/.test(lower[at - 1] ?? " ")) return true;
  }
  return !found;
}

function scoreMail(score: CorpusScore, row: Row, mail: Buffer): void {
  const report = readReport(mail);
  const raw = mail.toString("latin1");
  const allowed = [...(KINDS[row.kind!] ?? [])];
  if (row.kind === "bounce" && SAYS_DELAYED.test(raw)) allowed.push("delayed");
  note(
    score.kind,
    allowed.includes(report.kind),
    () => `${row.file}: ${row.kind} read as ${report.kind}`,
  );
  if (row.kind !== "bounce" && row.kind !== "feedback") return;
  const expected = [
    ...new Set(
      (row.recipients ?? [])
        .filter((one) => one.includes("@"))
        .map((one) => one.toLowerCase().replace(/^<|>$/g, "")),
    ),
  ];
  const named = new Set([
    ...report.recipients.flatMap((one) => [one.address, one.originalAddress ?? ""]),
    ...(report.kind === "complaint" ? report.candidates : []),
  ]);
  for (const address of expected)
    if (isStated(raw, address))
      note(
        score.recipients,
        named.has(address),
        () => `${row.file}: ${address} not in ${[...named].join(" ") || "nothing"}`,
      );
  if (row.kind !== "bounce" || report.kind !== "bounce") return;
  const results = row.results?.length ? row.results : [{ reason: row.reason ?? "", recipient: "" }];
  const hard = new Set(results.map(({ reason, hard: said }) => (reason ? HARD[reason] : said)));
  const [want] = hard;
  if (hard.size !== 1 || want === undefined || report.recipients.length === 0) return;
  const got = report.recipients.some((one) => one.action === "failed" && one.class === "hard");
  note(score.hardness, got === want, () => {
    const one = report.recipients[0]!;
    return `${row.file}: ${row.reason} read as ${one.class}/${one.meaning} (${one.status} ${one.code}): ${one.diagnostic.slice(0, 160)}`;
  });
}

/** What the labels of single reply lines allow; a receiver that lists us and says so with 4xx defers. */
const REPLIES: Record<string, (found: ClassifiedRefusal) => boolean> = {
  user_unknown: hardReject,
  invalid_address: hardReject,
  mailbox_disabled: hardReject,
  InactiveMailbox: hardReject,
  recipient: hardReject,
  mailbox_full: isSoft,
  QuotaIssues: isSoft,
  greylisting: ({ temporary }) => temporary,
  rate_limited: ({ temporary }) => temporary,
  server_error: ({ temporary }) => temporary,
  greylist: ({ temporary }) => temporary,
  capacity: ({ temporary }) => temporary,
  ip_blacklisted: isPolicy,
  spam_blocked: isPolicy,
  auth_failure: isPolicy,
  policy_blocked: isPolicy,
  relay_denied: isPolicy,
  blacklist: isPolicy,
  spam: isPolicy,
  policy: isPolicy,
};

function hardReject(found: ClassifiedRefusal): boolean {
  return !found.temporary && found.class === "hard";
}
function isSoft(found: ClassifiedRefusal): boolean {
  return found.class === "soft";
}
function isPolicy(found: ClassifiedRefusal): boolean {
  return found.class === "policy";
}

/** Single reply lines; `blamed` are those about us that would have been laid to the recipient's charge. */
export function scoreReplies(): Count & { blamed: string[] } {
  const score = { ...count(), blamed: [] as string[] };
  for (const line of readFileSync(join(BOUNCES, "smtp-replies/replies.jsonl"), "utf8")
    .trim()
    .split("\n")) {
    const row = JSON.parse(line) as {
      reply: string;
      labels?: string[];
      category?: string;
      label?: string;
    };
    const labels = row.labels ?? [row.category ?? row.label ?? ""];
    const checks = labels.flatMap((label) => REPLIES[label] ?? []);
    if (checks.length === 0) continue;
    const [, code = "0", enhanced, text = ""] =
      /^(\d{3})[ -]#?(?:([245]\.\d{1,3}\.\d{1,3}) )?(.*)$/.exec(row.reply) ?? [];
    const found = classifyRefusal({ code: Number(code), enhanced, text });
    note(
      score,
      checks.some((check) => check(found)),
      () => `${found.class} for ${labels.join()}: ${row.reply}`,
    );
    if (/blacklist|spam|policy|auth/.test(labels.join()) && found.class === "hard")
      score.blamed.push(row.reply);
  }
  return score;
}

/** Real reports among the collections of mails: they say so in their own structure. */
const IS_REPORT = /^content-type:\s*message\/(?:global-)?delivery-status/im;

/** Mails people and programs wrote, none of them about a failed delivery; those that read as a bounce. */
export function ordinaryTakenForBounces(): { of: number; taken: string[] } {
  const taken: string[] = [];
  let of = 0;
  for (const path of filesBelow(MAILS)) {
    if (!/\.(?:eml|msg|txt|mbox|email)$/i.test(path) || /charset-detection/.test(path)) continue;
    const raw = readFileSync(path);
    if (IS_REPORT.test(raw.toString("latin1", 0, 65536))) continue;
    of += 1;
    const report = readReport(raw);
    if (report.kind === "bounce" || report.kind === "delayed") taken.push(path);
  }
  return { of, taken };
}

function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesBelow(path) : [path];
  });
}
