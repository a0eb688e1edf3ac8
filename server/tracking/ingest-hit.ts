import type { IncomingMessage, ServerResponse } from "node:http";
import type { Registry } from "prom-client";
import type { Clock, Database, Logger } from "../platform/index.ts";
import {
  answerDeadLink,
  answerNotAllowed,
  answerPixel,
  answerRedirect,
  type MoreHeaders,
} from "./answer-hit.ts";
import { createAnonymousHits, type Wait } from "./anonymous-hits.ts";
import { classifyAgent, type AgentFacts } from "./classify-agent.ts";
import { createLinkTargets, type TargetMailing } from "./link-targets.ts";
import { isMachine, AGENT, refuseAnonymous, type Agent, type DropReason } from "./measuring.ts";
import { createHitMetrics } from "./metrics.ts";
import { createPersonalHits } from "./personal-hits.ts";
import { HONEYPOT_LINK, PIXEL_LINK, type OpenedToken, type TrackingTokens } from "./tokens.ts";

export interface HitDeps {
  db: Database;
  tokens: TrackingTokens;
  clock: Clock;
  log: Logger;
  /** The link targets of open mailings are kept in `<dataDir>/links`. */
  dataDir: string;
  /** Page for a link that leads nowhere, with its headers. Takes the request's `Accept-Language`. */
  invalidLinkPage(acceptLanguage: string): { html: string; headers: Record<string, string> };
  /** Page for a link of a mailing that this process does not know yet while the database is away. */
  awayPage(acceptLanguage: string): { html: string; headers: Record<string, string> };
  /** Page behind the link that no person sees. */
  programsOnlyPage(acceptLanguage: string): { html: string; headers: Record<string, string> };
  /** Headers of the installation for every answer, names and values in turn. */
  headers?: MoreHeaders;
  /** Reverse proxies in front whose `X-Forwarded-For` is believed. */
  trustedProxies: number;
  /** What a higher rank adds to links of the account's own (goals). Without it every click leads to its stored target. */
  clickTargets?: ClickTargets;
  registry?: Registry;
  /** Longest time an answer waits for its commit, milliseconds; default 250. */
  maxWaitMs?: number;
  /** How held anonymous hits wait; default a timer of the process. */
  wait?: Wait;
}

/** A click that was stored for a person a moment ago. */
export interface StoredClick {
  accountId: number;
  mailingId: number;
  deliveryId: number;
  link: number;
  at: Date;
}

export interface ClickTargets {
  /** From memory: asked for every stored click. */
  wants(accountId: number, url: string): boolean;
  /** The address to lead to; the link's own where anything is in doubt. Never rejects. */
  target(click: StoredClick, url: string): Promise<string>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface HitHandler {
  /** Takes `GET` and `HEAD` of `/t/<token>`; false for everything else. Logs nothing. */
  intercept(request: IncomingMessage, response: ServerResponse): boolean;
  /** Reads the open mailings, and keeps looking for new ones. */
  start(): Promise<void>;
  /** Writes everything that is held. */
  flush(): Promise<void>;
  stop(): Promise<void>;
  /** Plain numbers since the start, the same that Prometheus gets. */
  counts: Readonly<Record<string, number>>;
}

/** A hit whose token is right: what it asks for, and where it leads. */
interface VerifiedHit {
  token: OpenedToken;
  mailing: TargetMailing;
  /** Undefined for the pixel and for the link that no person sees. */
  url: string | undefined;
  at: Date;
}
type Hit = VerifiedHit & { agent: Agent };

const PREFIX = "/t/";

/**
 * The hit endpoints (docs/privacy/measuring.md): verifyToken, classifyAgent, checkPermission, record, answer.
 * On node:http itself, because a framework costs more than all five steps together.
 */
export function createHitHandler(deps: HitDeps): HitHandler {
  const { clock, headers: more = [] } = deps;
  const targets = createLinkTargets({ ...deps, pool: deps.db.hot });
  const personal = createPersonalHits({ pool: deps.db.hot, log: deps.log });
  const anonymous = createAnonymousHits({ ...deps, pool: deps.db.hot });
  const metrics = createHitMetrics(deps.registry, anonymous);
  const maxWaitMs = deps.maxWaitMs ?? 250;

  /** Whether a wrong token was a pixel or a click, only the asking program can tell. */
  const answerWrong = (
    request: IncomingMessage,
    response: ServerResponse,
    isPixel: boolean,
  ): void => {
    if (isPixel || wantsImage(request)) answerPixel(request, response, more);
    else
      answerDeadLink(
        request,
        response,
        deps.invalidLinkPage(header(request, "accept-language")),
        more,
      );
  };

  /** The token is right and nobody can say where it leads: the link works again in a moment, so nothing is denied. */
  const answerUnknown = (
    token: OpenedToken,
    request: IncomingMessage,
    response: ServerResponse,
  ): void => {
    metrics.dropped("link_unknown");
    if (token.link === PIXEL_LINK) return answerPixel(request, response, more);
    answerDeadLink(request, response, deps.awayPage(header(request, "accept-language")), more, 503);
  };

  /** The five steps, from here to the bottom of this file. */
  const ingest = (
    token: OpenedToken,
    mailing: TargetMailing | undefined,
    request: IncomingMessage,
    response: ServerResponse,
  ): void => {
    const verified = verifyTarget(token, mailing, clock.now());
    if (!verified) {
      metrics.dropped("link_unknown");
      return answerWrong(request, response, token.link === PIXEL_LINK);
    }
    const hit = { ...verified, agent: agentOf(request, token, deps.trustedProxies) };
    const answer = (url = hit.url) => {
      if (url !== undefined) return answerRedirect(response, url, more);
      if (token.link === PIXEL_LINK) return answerPixel(request, response, more);
      const page = deps.programsOnlyPage(header(request, "accept-language"));
      return answerDeadLink(request, response, page, more, 200);
    };
    const permission = checkPermission(hit);
    if (permission.kind === "ask") return recordPersonal(hit, permission.deliveryId, answer);
    if (permission.kind === "count") recordAnonymous(hit);
    else metrics.dropped(permission.reason);
    answer();
  };

  /** Permission is asked in the inserting statement itself; without it the hit may still be one of the gross total. */
  const recordPersonal = (hit: Hit, deliveryId: number, answer: (url?: string) => void): void => {
    let answered = false;
    const late = setTimeout(() => {
      answered = true;
      metrics.answeredEarly();
      answer();
    }, maxWaitMs);
    const { accountId, mailingId } = hit.mailing;
    const { agent, at, url } = hit;
    const { link } = hit.token;
    const end = (target?: string): void => {
      clearTimeout(late);
      if (!answered) answer(target);
    };
    personal.add({ accountId, mailingId, deliveryId, link, agent, at }, (verdict) => {
      if (verdict !== "stored") {
        metrics.dropped(verdict);
        if (LACKS_PERMISSION.has(verdict) && countsAnonymously(hit)) recordAnonymous(hit);
        return end();
      }
      metrics.stored();
      if (!deps.clickTargets || url === undefined || isMachine(agent)) return end();
      if (!deps.clickTargets.wants(accountId, url)) return end();
      const click = { accountId, mailingId, deliveryId, link, at };
      void deps.clickTargets.target(click, url).then(end);
    });
  };

  const recordAnonymous = (hit: Hit): void => {
    const number = hit.token.kind === "unique" ? hit.token.number : undefined;
    if (anonymous.add(hit.mailing, hit.token.link, hit.agent, hit.at, number)) metrics.counted();
    else metrics.dropped("held_too_many");
  };

  return {
    counts: metrics.counts,
    intercept(request, response) {
      const path = request.url ?? "";
      if (!path.startsWith(PREFIX)) return false;
      if (request.method !== "GET" && request.method !== "HEAD") {
        answerNotAllowed(request, response, more);
        return true;
      }
      const token = verifyToken(deps.tokens, path);
      if (!token) {
        metrics.dropped("token_wrong");
        answerWrong(request, response, false);
        return true;
      }
      const mailing = targets.get(token.account, token.mailing);
      if (mailing) ingest(token, mailing, request, response);
      else
        void targets
          .load(token.account, token.mailing)
          .then((found) =>
            found === null
              ? answerUnknown(token, request, response)
              : ingest(token, found, request, response),
          );
      return true;
    },
    async start() {
      await targets.refresh().catch(() => undefined);
      targets.start();
      await deps.clickTargets?.start();
    },
    async flush() {
      await personal.flush();
      await anonymous.flush();
    },
    async stop() {
      await Promise.all([targets.stop(), deps.clickTargets?.stop()]);
      await personal.stop();
      await anonymous.stop();
    },
  };
}

/** Step 1, first half: what the token says, or null when it is wrong. Whatever follows a `?` was not ours. */
function verifyToken(tokens: TrackingTokens, path: string): OpenedToken | null {
  const end = path.indexOf("?", PREFIX.length);
  return tokens.open(end === -1 ? path.slice(PREFIX.length) : path.slice(PREFIX.length, end));
}

/** Step 1, second half: the stored place the token names, or null when nobody knows it. */
function verifyTarget(
  token: OpenedToken,
  mailing: TargetMailing | undefined,
  at: Date,
): VerifiedHit | null {
  if (!mailing) return null;
  if (token.link === PIXEL_LINK || token.link === HONEYPOT_LINK)
    return { token, mailing, url: undefined, at };
  const url = mailing.urls.get(token.link);
  return url === undefined ? null : { token, mailing, url, at };
}

/** Step 2. It looks at nothing else of a request. */
function agentOf(request: IncomingMessage, token: OpenedToken, trustedProxies: number): Agent {
  if (token.link === HONEYPOT_LINK) return AGENT.honeypot;
  const facts: AgentFacts = {
    method: request.method ?? "GET",
    userAgent: header(request, "user-agent"),
    address: clientAddress(request, trustedProxies),
    purpose:
      header(request, "sec-purpose") ||
      header(request, "purpose") ||
      header(request, "x-purpose") ||
      header(request, "x-moz"),
    destination: header(request, "sec-fetch-dest"),
    isImage: token.link === PIXEL_LINK,
  };
  return classifyAgent(facts);
}

type Permission =
  | { kind: "ask"; deliveryId: number }
  | { kind: "count" }
  | { kind: "drop"; reason: DropReason };

/**
 * Step 3. For a personal token only the database knows, at the moment of the insert; for everybody else the mailing's
 * level says what is counted. A personal token carries no number, so that without permission it enters no seen set.
 */
function checkPermission(hit: Hit): Permission {
  if (hit.at.getTime() >= hit.mailing.closesAt) return { kind: "drop", reason: "closed" };
  if (hit.token.kind === "personal") return { kind: "ask", deliveryId: hit.token.delivery };
  const reason =
    hit.token.kind === "unique" && hit.mailing.level !== "unique"
      ? "level_not_counted"
      : refuseAnonymous(hit.mailing, hit.token.link);
  return reason ? { kind: "drop", reason } : { kind: "count" };
}

/** Verdicts that mean "not for this person", after which the hit is like one of somebody without permission. */
const LACKS_PERMISSION: ReadonlySet<string> = new Set<DropReason>([
  "not_measured",
  "permission_missing",
  "not_covered",
  "erased",
  "restricted",
]);

const countsAnonymously = (hit: Hit): boolean =>
  refuseAnonymous(hit.mailing, hit.token.link) === null;

function clientAddress(request: IncomingMessage, trustedProxies: number): string {
  const own = request.socket.remoteAddress ?? "";
  if (trustedProxies === 0) return own;
  const chain = header(request, "x-forwarded-for").split(",");
  return chain.at(-trustedProxies)?.trim() || own;
}

function header(request: IncomingMessage, name: string): string {
  const value = request.headers[name];
  return typeof value === "string" ? value : "";
}

function wantsImage(request: IncomingMessage): boolean {
  const accept = header(request, "accept");
  return accept.includes("image/") && !accept.includes("text/html");
}
