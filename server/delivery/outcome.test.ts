import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { classifyOutcome, refusalOutcome, retryAt } from "./outcome.ts";
import type { SmtpStage } from "./smtp/message.ts";

const REPLIES = join(
  import.meta.dirname,
  "../../../shared/data/bounces/smtp-replies/replies.jsonl",
);

/** A reply line as a server sends it. */
function refusal(line: string) {
  const [, code = "0", enhanced, text = ""] =
    /^(\d{3})[ -]#?(?:([245]\.\d{1,3}\.\d{1,3}) )?(.*)$/.exec(line) ?? [];
  return { code: Number(code), enhanced, text };
}
function classOf(line: string): string {
  const outcome = refusalOutcome(refusal(line));
  return `${outcome.kind} ${outcome.bounce}`;
}

test("SND-16: acceptance is a 2xx to the final dot and nothing else", () => {
  const reply = (stage: SmtpStage, code: number) =>
    classifyOutcome({ kind: "reply", stage, code, enhanced: undefined, text: "" }).kind;
  assert.equal(reply("final", 250), "accepted");
  assert.equal(reply("final", 451), "deferred");
  assert.equal(reply("rcpt", 550), "rejected");
  assert.equal(reply("mail", 421), "deferred");
  assert.deepEqual(classifyOutcome({ kind: "uncertain", reason: "timeout", detail: "" }), {
    kind: "uncertain",
  });
  assert.deepEqual(classifyOutcome({ kind: "notSent", reason: "halted", detail: "" }), {
    kind: "notSent",
  });
});

test("SND-08: hard, soft, policy and unknown by code and text", () => {
  const cases: [string, string][] = [
    ["550 5.1.1 User unknown", "rejected hard"],
    ["550 5.1.2 no such domain", "rejected hard"],
    ["553 5.1.3 bad address", "rejected hard"],
    ["550 5.1.6 moved", "rejected hard"],
    ["556 5.1.10 null MX", "rejected hard"],
    ["550 5.2.1 disabled", "rejected hard"],
    ["552 5.2.2 full", "rejected soft"],
    ["452 4.2.2 over quota", "deferred soft"],
    ["451 4.7.1 Greylisted, try again later", "deferred soft"],
    ["450 Greylisted", "deferred soft"],
    ["550 5.7.1 rejected", "rejected policy"],
    ["550 5.7.26 unauthenticated", "rejected policy"],
    ["550 5.7.515 access denied", "rejected policy"],
    ["550 5.1.1 recipient rejected by policy", "rejected hard"],
    ["550 5.1.1 Your IP is on our blocklist", "rejected policy"],
    ["550 5.2.1 Mailbox unavailable. Your IP address is blacklisted", "rejected policy"],
    ["550 Requested action not taken: mailbox unavailable", "rejected hard"],
    ["550 Empfänger unbekannt", "rejected hard"],
    ["554 no", "rejected unknown"],
    ["550 5.4.4 unable to route", "rejected hard"],
    ["421 too many connections", "deferred soft"],
  ];
  for (const [line, expected] of cases) assert.equal(classOf(line), expected, line);
});

test("SND-09: one definitive unknown user is told apart from other hard bounces", () => {
  const unknown = (line: string) => {
    const outcome = refusalOutcome(refusal(line));
    return outcome.kind === "rejected" && outcome.unknownUser;
  };
  assert.equal(unknown("550 5.1.1 User unknown"), true);
  assert.equal(unknown("550 No such user here"), true);
  assert.equal(unknown("550 5.2.1 disabled"), false);
  assert.equal(unknown("550 5.1.2 no such domain"), false);
  assert.equal(unknown("550 mailbox unavailable"), false);
  assert.equal(unknown("550 5.7.1 user unknown"), false);
  assert.equal(unknown("450 user unknown"), false);
});

test("SND-12: the signals to slow down are seen", () => {
  for (const line of ["421 4.7.0 Too many connections", "450 4.7.1 rate limit exceeded", "421 x"]) {
    const outcome = refusalOutcome(refusal(line));
    assert.equal(outcome.kind === "deferred" && outcome.throttled, true, line);
  }
  const plain = refusalOutcome(refusal("451 4.3.0 local error"));
  assert.equal(plain.kind === "deferred" && plain.throttled, false);
});

test(
  "SND-08: at least 95 % of real diagnostics are classified as their collectors did",
  { skip: existsSync(REPLIES) ? false : "test data missing" },
  (t) => {
    const expected: Record<string, RegExp> = {
      user_unknown: /rejected hard/,
      invalid_address: /rejected hard/,
      mailbox_disabled: /rejected hard/,
      mailbox_full: /soft/,
      greylisting: /deferred/,
      rate_limited: /deferred/,
      server_error: /deferred/,
      ip_blacklisted: /policy/,
      spam_blocked: /policy/,
      auth_failure: /policy/,
      policy_blocked: /policy/,
      relay_denied: /policy/,
      blacklist: /policy/,
      spam: /policy/,
      policy: /policy/,
      greylist: /deferred/,
      capacity: /deferred/,
      recipient: /rejected hard/,
      QuotaIssues: /soft/,
      InactiveMailbox: /rejected hard/,
    };
    const wrong: string[] = [];
    let count = 0;
    for (const line of readFileSync(REPLIES, "utf8").trim().split("\n")) {
      const row = JSON.parse(line);
      const labels: string[] = row.labels ?? [row.category ?? row.label];
      const patterns = labels
        .map((label) => expected[label])
        .filter((pattern) => pattern !== undefined);
      if (patterns.length === 0) continue;
      count += 1;
      const shown = classOf(row.reply);
      // A receiver that lists us and says so with 4xx defers; that is as good as told.
      if (!patterns.some((pattern) => pattern.test(shown)))
        wrong.push(`${shown} for ${labels.join()}: ${row.reply}`);
      // The recipient is never blamed for what is said about us.
      if (/blacklist|spam|policy|auth/.test(labels.join()))
        assert.doesNotMatch(shown, /hard/, row.reply);
    }
    for (const each of wrong) t.diagnostic(each);
    assert.ok(count >= 60);
    assert.ok(wrong.length <= count * 0.05, `${wrong.length} of ${count}`);
  },
);

test("SND-10: growing pauses up to 48 hours, opt-in mails up to 6", () => {
  const now = new Date("2026-11-21T12:00:00Z");
  const schedule = (kind: string) => {
    const minutes: number[] = [];
    for (let attempt = 1, at = now; ; attempt++) {
      const next = retryAt({ kind, attempt, now: at });
      if (next === null) return minutes;
      minutes.push((next.getTime() - at.getTime()) / 60_000);
      at = next;
    }
  };
  const newsletter = schedule("newsletter");
  assert.deepEqual(newsletter.slice(0, 8), [5, 10, 20, 40, 60, 120, 240, 240]);
  assert.equal(
    newsletter.reduce((a, b) => a + b),
    48 * 60,
  );
  const optIn = schedule("opt_in");
  assert.deepEqual(optIn.slice(0, 4), [1, 2, 5, 10]);
  assert.equal(
    optIn.reduce((a, b) => a + b),
    6 * 60,
  );
  const spread = retryAt({ kind: "newsletter", attempt: 1, now, spread: 0.5 });
  assert.equal((spread?.getTime() ?? 0) - now.getTime(), 5.5 * 60_000);
});
