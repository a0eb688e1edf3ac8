import { domainToASCII } from "node:url";
import type { Clock, OutsideGuard } from "../../platform/index.ts";
import type { SendingRelay } from "../../relays/index.ts";
import type { MailPool, MailPoolOptions } from "../mail-pool.ts";
import type { SmtpMessage, SmtpResult } from "../smtp/message.ts";
import { createApiCaller, type ApiTimeouts, type CallResult } from "./api-caller.ts";
import { plainWords, type ApiAnswer, type ApiMail, type ApiVerdict } from "./api-provider.ts";
import { headFields, readMailParts, withoutSignatures } from "./mail-parts.ts";
import { apiProviderOf } from "./providers.ts";

export type ApiPoolOptions<Delivery> = MailPoolOptions<Delivery> & {
  relay: SendingRelay;
  guard: OutsideGuard;
  clock: Clock;
  timeouts?: Partial<ApiTimeouts> | undefined;
  /** First and longest pause after a failure of the provider, in milliseconds. */
  retryPause?: { first: number; longest: number } | undefined;
  /** Certificates trusted besides the system's, PEM. */
  trusted?: string | undefined;
};

const DEFAULT_RETRY = { first: 1_000, longest: 60_000 };
/** Longest that a provider's Retry-After is obeyed at once; whoever asks for more is asked again. */
const LONGEST_WAIT_MS = 10 * 60_000;

/**
 * Opens the pool for a provider's HTTP interface; it begins to pull at once. One mail a request; a request leaves only
 * after `beforeDot`. Whatever asks for patience (429, 503) makes the whole pool wait, as long as Retry-After says.
 *
 * @throws RangeError for a way out without such an interface
 */
export function createApiPool<Delivery>(options: ApiPoolOptions<Delivery>): MailPool {
  const { source, clock } = options;
  const retry = options.retryPause ?? DEFAULT_RETRY;
  const provider = apiProviderOf(options.relay);
  const caller = createApiCaller(options);
  const cut = new AbortController();
  let open = 0;
  let paused = false;
  let stopped = false;
  /** Nothing is sent before this moment, in milliseconds. */
  let restUntil = 0;
  let changed = Promise.withResolvers<void>();
  const announce = () => {
    const waiting = changed;
    changed = Promise.withResolvers<void>();
    waiting.resolve();
  };

  const halted = (): SmtpResult => ({
    kind: "notSent",
    reason: "halted",
    detail: stopped ? "stopped" : "paused",
  });

  /** The next message; gives up waiting when the pool stops, but loses none that comes later. */
  async function take(): Promise<SmtpMessage<Delivery> | null> {
    const asked = source.next();
    for (;;) {
      const first = await Promise.race([asked, changed.promise.then(() => "changed" as const)]);
      if (first !== "changed") return first;
      if (stopped) {
        void asked.then((message) => message && source.done(message, halted()));
        return null;
      }
    }
  }

  async function rest(until: () => number): Promise<void> {
    for (;;) {
      const wait = until() - clock.now().getTime();
      if (wait <= 0 || stopped) return;
      let timer: NodeJS.Timeout | undefined;
      const elapsed = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, wait);
      });
      await Promise.race([elapsed, changed.promise]);
      clearTimeout(timer);
    }
  }

  async function work(): Promise<void> {
    let failures = 0;
    while (!stopped) {
      while (paused && !stopped) await changed.promise;
      await rest(() => restUntil);
      if (stopped || paused) continue;
      const message = await take();
      if (!message) return;
      if (paused || stopped) {
        source.done(message, halted());
        continue;
      }
      open += 1;
      const { result, failure } = await send(message);
      open -= 1;
      source.done(message, result);
      if (failure === null) {
        failures = 0;
        continue;
      }
      failures += 1;
      options.onFailure?.(withoutAddresses(failure));
      const until =
        clock.now().getTime() + Math.min(retry.first * 2 ** (failures - 1), retry.longest);
      await rest(() => until);
    }
  }

  async function send(
    message: SmtpMessage<Delivery>,
  ): Promise<{ result: SmtpResult; failure: string | null }> {
    const stop = (result: SmtpResult) => ({ result, failure: null });
    const mail = mailOf(message);
    if (mail === null)
      return stop({ kind: "notSent", reason: "smtputf8_not_offered", detail: options.relay.kind });
    let request;
    try {
      request = await provider.send(mail, clock.now());
    } catch (error) {
      // Nothing that our own compiler makes; whatever it is, it would not become better.
      const text = `554 5.6.0 ${error instanceof Error ? error.message : "unreadable"}`;
      return stop({ kind: "reply", stage: "data", code: 554, enhanced: "5.6.0", text });
    }
    let isStale = false;
    const called = await caller.call(request, {
      signal: cut.signal,
      beforeBody: () => {
        if (paused || stopped) throw new Halted();
        isStale = message.isFresh?.() === false;
        return !isStale && source.beforeDot(message.delivery);
      },
    });
    if (called.kind !== "answer") return outcomeOfBroken(called, isStale);
    const verdict = readAnswer(called.answer);
    if (verdict.kind === "later" || verdict.kind === "unavailable") waitAsAsked(called.answer);
    return {
      result: resultOf(verdict),
      failure: verdict.kind === "unavailable" ? verdict.text : null,
    };
  }

  function readAnswer(answer: ApiAnswer): ApiVerdict {
    const verdict = provider.read(answer);
    // A redirection is followed by nobody: what was meant for one host is not told another.
    return answer.status >= 300 && answer.status < 400
      ? { kind: "unavailable", text: `${answer.status} redirection` }
      : verdict;
  }

  function outcomeOfBroken(
    called: Exclude<CallResult, { kind: "answer" }>,
    isStale: boolean,
  ): { result: SmtpResult; failure: string | null } {
    const { detail } = called;
    if (called.kind === "lost")
      return {
        result: { kind: "uncertain", reason: "connection_lost", detail },
        failure: cut.signal.aborted ? null : detail,
      };
    switch (called.reason) {
      case "refused":
        return {
          result: { kind: "notSent", reason: isStale ? "stale" : "withdrawn", detail },
          failure: null,
        };
      case "failed":
        return {
          result: detail === HALTED ? halted() : { kind: "notSent", reason: "mark_failed", detail },
          failure: null,
        };
      case "halted":
        return { result: halted(), failure: null };
      case "lost":
        return {
          result: { kind: "notSent", reason: "connection_lost", detail },
          failure: detail,
        };
      case "unavailable":
        return {
          result: { kind: "notSent", reason: "relay_unavailable", detail },
          failure: detail,
        };
    }
  }

  function waitAsAsked(answer: ApiAnswer): void {
    const wait = retryAfter(answer.headers["retry-after"], clock.now());
    if (wait === null) return;
    restUntil = Math.max(restUntil, clock.now().getTime() + Math.min(wait, LONGEST_WAIT_MS));
  }

  const finished = Promise.all(Array.from({ length: options.connections }, work)).then(() => {
    caller.close();
  });
  return {
    finished,
    pause() {
      if (paused || stopped) return;
      paused = true;
      announce();
    },
    resume() {
      paused = false;
      announce();
    },
    async stop(graceMs) {
      stopped = true;
      announce();
      const timer = setTimeout(() => cut.abort(), graceMs);
      await finished;
      clearTimeout(timer);
    },
    get open() {
      return open;
    },
  };
}

const HALTED = "halted";
class Halted extends Error {
  constructor() {
    super(HALTED);
  }
}

/** Null: only SMTP with SMTPUTF8 reaches this address (RFC 6531). */
function mailOf(message: SmtpMessage<unknown>): ApiMail | null {
  const at = message.to.lastIndexOf("@");
  const local = message.to.slice(0, at);
  const domain = domainToASCII(message.to.slice(at + 1));
  if (!/^[\x20-\x7e]+$/.test(local) || domain === "") return null;
  const { bytes, start, end } = message.content;
  const raw = withoutSignatures(bytes.subarray(start, end));
  const id = headFields(raw).find(({ name }) => name.toLowerCase() === "message-id")?.value ?? "";
  return {
    to: `${local}@${domain}`,
    key: /^<([^@>]+)@/.exec(id)?.[1] ?? "",
    raw,
    parts: () => readMailParts(raw),
  };
}

function resultOf(verdict: ApiVerdict): SmtpResult {
  const reply = (code: number, enhanced: string, text: string): SmtpResult => ({
    kind: "reply",
    stage: "final",
    code,
    enhanced,
    text: plainWords(text),
  });
  switch (verdict.kind) {
    case "accepted":
      return reply(250, "2.0.0", verdict.id);
    case "refused":
      return reply(verdict.code, verdict.enhanced, verdict.text);
    case "later":
      return reply(
        verdict.throttled ? 421 : 451,
        verdict.throttled ? "4.7.0" : "4.3.0",
        verdict.text,
      );
    case "unavailable":
      return { kind: "notSent", reason: "relay_unavailable", detail: verdict.text };
    case "unclear":
      return { kind: "uncertain", reason: "answer_unclear", detail: verdict.text };
  }
}

/** Milliseconds (RFC 9110, 10.2.3: seconds or a date); null where nothing readable is asked for. */
export function retryAfter(value: string | undefined, now: Date): number | null {
  if (value === undefined) return null;
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime());
}

/** Failures are for the log and the page, where no address stands. */
function withoutAddresses(text: string): string {
  return plainWords(text)
    .replace(/[^\s<>"',;:()]+@[^\s<>"',;:()]+/g, "…")
    .slice(0, 300);
}
