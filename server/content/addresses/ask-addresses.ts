import { OutsideRefused, type Clock, type OutsideGuard } from "../../platform/index.ts";
import { askOutside, type OutsideAnswer } from "../outside-request.ts";
import {
  ANSWER_LIMITS,
  type AddressAnswer,
  type AnswerReason,
  type ContentAddress,
} from "./address-answer.ts";

type Answered = Omit<AddressAnswer, "url" | "checkedAt">;

/** Ports of websites; others are how one would feel one's way through somebody's network. */
const WEB_PORTS = new Set(["", "80", "443", "8080", "8443"]);

const isUsualPort = (port: string): boolean => WEB_PORTS.has(port);

/**
 * Asks addresses through the guard: HEAD first, GET where a server does not answer that; a few at once and at most two of
 * one host, so that no website takes it for an attack. Nothing personal is sent. `onAnswer` gets each as it comes.
 */
export async function askAddresses(
  deps: { guard: OutsideGuard; clock: Clock },
  addresses: readonly Pick<ContentAddress, "url" | "kind">[],
  onAnswer: (answer: AddressAnswer) => Promise<void>,
  signal?: AbortSignal,
  isWebPort: (port: string) => boolean = isUsualPort,
): Promise<void> {
  const waiting = [...addresses];
  const busy = new Map<string, number>();
  const next = () => {
    const at = waiting.findIndex(({ url }) => (busy.get(hostOf(url)) ?? 0) < ANSWER_LIMITS.perHost);
    return at === -1 ? undefined : waiting.splice(at, 1)[0];
  };
  let wake: (() => void)[] = [];
  const work = async (): Promise<void> => {
    while (waiting.length > 0 && !signal?.aborted) {
      const address = next();
      if (!address) {
        await new Promise<void>((resolve) => wake.push(resolve));
        continue;
      }
      const host = hostOf(address.url);
      busy.set(host, (busy.get(host) ?? 0) + 1);
      try {
        const answer = await askAddress(deps.guard, address, isWebPort);
        await onAnswer({ url: address.url, ...answer, checkedAt: deps.clock.now() });
      } finally {
        busy.set(host, busy.get(host)! - 1);
        for (const resolve of wake) resolve();
        wake = [];
      }
    }
  };
  await Promise.all(Array.from({ length: ANSWER_LIMITS.atOnce }, work));
}

const stripped = (url: string): string => url.replace(/\/$/, "");

function hostOf(url: string): string {
  return URL.parse(url)?.hostname ?? "";
}

/** Asks one address and says what came of it. Never rejects. */
export async function askAddress(
  guard: OutsideGuard,
  { url, kind }: Pick<ContentAddress, "url" | "kind">,
  isWebPort: (port: string) => boolean = isUsualPort,
): Promise<Answered> {
  const deadline = performance.now() + ANSWER_LIMITS.milliseconds;
  let target = new URL(url);
  let isForGood = true;
  try {
    for (let hop = 0; hop <= ANSWER_LIMITS.redirects; hop++) {
      const refused = refusal(target, isWebPort);
      if (refused) return hop === 0 ? notAsked(refused) : failed("connection", null);
      const answer = await headThenGet(guard, target, kind, deadline);
      const { status, location } = answer;
      if (status >= 300 && status < 400 && location) {
        // Only moves for good are worth changing the link; a page may send people on every day.
        isForGood &&= status === 301 || status === 308;
        target = location;
        continue;
      }
      const isMoved = isForGood && stripped(target.href) !== stripped(url);
      return judge(answer, kind, isMoved ? target.href : null);
    }
    return failed("redirects", null);
  } catch (error) {
    if (error instanceof OutsideRefused) return notAsked("refused_here");
    return ofError(error);
  }
}

function refusal(url: URL, isWebPort: (port: string) => boolean): AnswerReason | undefined {
  if (url.username || url.password) return "credentials";
  if (!/^https?:$/.test(url.protocol) || !isWebPort(url.port)) return "bad_port";
  return undefined;
}

async function headThenGet(
  guard: OutsideGuard,
  url: URL,
  kind: ContentAddress["kind"],
  deadline: number,
): Promise<OutsideAnswer> {
  const isImage = kind === "image";
  const accept = isImage ? "image/*,*/*;q=0.5" : "text/html,*/*;q=0.5";
  const ask = (method: "HEAD" | "GET") =>
    askOutside(guard, url, {
      method,
      accept,
      timeoutMs: Math.max(1, deadline - performance.now()),
      maxBytes: isImage ? ANSWER_LIMITS.imageBytes : ANSWER_LIMITS.pageBytes,
    });
  let head: OutsideAnswer | undefined;
  try {
    head = await ask("HEAD");
  } catch (error) {
    // Some servers close the connection at a HEAD they do not know.
    if ((error as { code?: string }).code !== "ECONNRESET") throw error;
  }
  const isRedirect = head && head.status >= 300 && head.status < 400;
  const isPlain = head && head.status === 200 && (!isImage || head.length !== undefined);
  return head && (isRedirect || isPlain) ? head : ask("GET");
}

function judge(
  { status, mediaType, length, body }: OutsideAnswer,
  kind: ContentAddress["kind"],
  movedTo: string | null,
): Answered {
  const base = { status, mediaType: mediaType || null, finalUrl: null, bytes: null };
  if (status === 404 || status === 410) return { ...base, state: "not_found", reason: "" };
  if (status === 401 || status === 403 || status === 429 || status === 999)
    return { ...base, state: "failed", reason: "no_entry" };
  if (status >= 500) return { ...base, state: "failed", reason: "server_error" };
  if (status < 200 || status >= 300) return { ...base, state: "not_found", reason: "" };
  if (kind === "image") {
    if (mediaType && !mediaType.startsWith("image/") && mediaType !== "application/octet-stream")
      return { ...base, state: "not_found", reason: "no_image" };
    return { ...base, state: "reachable", reason: "", bytes: length ?? body.length };
  }
  if (movedTo !== null && movedTo.length <= 2_000)
    return { ...base, state: "moved", reason: "", finalUrl: movedTo };
  return { ...base, state: "reachable", reason: "" };
}

function notAsked(reason: AnswerReason): Answered {
  return { state: "not_asked", status: null, reason, finalUrl: null, mediaType: null, bytes: null };
}

function failed(reason: AnswerReason, status: number | null): Answered {
  return { state: "failed", status, reason, finalUrl: null, mediaType: null, bytes: null };
}

function ofError(error: unknown): Answered {
  const { name, code = "" } = error as { name?: string; code?: string };
  if (code === "ENOTFOUND") return { ...failed("unknown_host", null), state: "not_found" };
  if (name === "TimeoutError" || name === "AbortError" || code === "ETIMEDOUT")
    return failed("late", null);
  if (/^(?:ERR_TLS|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|EPROTO)/.test(code))
    return failed("certificate", null);
  return failed("connection", null);
}
