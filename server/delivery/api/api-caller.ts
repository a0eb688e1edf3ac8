import { Agent as HttpAgent, request as requestHttp, type ClientRequest } from "node:http";
import { Agent as HttpsAgent, request as requestHttps } from "node:https";
import type { Socket } from "node:net";
import { OutsideRefused, type OutsideGuard } from "../../platform/index.ts";
import { portOf } from "../../relays/index.ts";
import type { ApiAnswer, ApiRequest } from "./api-provider.ts";

/**
 * What became of a request.
 *
 * - `notSent`: no byte of it left this process;
 * - `lost`: it left, and no answer came.
 */
export type CallResult =
  | { kind: "answer"; answer: ApiAnswer }
  | { kind: "notSent"; reason: CallStop; detail: string }
  | { kind: "lost"; detail: string };

export type CallStop = "unavailable" | "lost" | "refused" | "failed" | "halted";

export interface ApiCall {
  /** Asked when the connection stands and nothing has been written: false or a rejection keeps the request here. */
  beforeBody?(): boolean | Promise<boolean>;
  /** Ends the call; what has left is then `lost`. */
  signal?: AbortSignal;
}

export interface ApiTimeouts {
  /** Name, connection and TLS. */
  connect: number;
  answer: number;
}

export interface ApiCaller {
  call(request: ApiRequest, how?: ApiCall): Promise<CallResult>;
  close(): void;
}

const TIMEOUTS: ApiTimeouts = { connect: 10_000, answer: 60_000 };
const MOST_BYTES = 64 * 1024;
/** Shorter than any provider keeps an idle connection, so that none ends just as a request leaves. */
const IDLE_MS = 4_000;

/**
 * Calls a provider's interface over connections that stay open. Made of node's own client, because it must be known
 * whether a request has left, and the host's address is checked inside the connection (SSRF).
 *
 * @param options.trusted certificates trusted besides the system's, PEM; for a gateway in the own network and tests
 */
export function createApiCaller(options: {
  guard: OutsideGuard;
  timeouts?: Partial<ApiTimeouts> | undefined;
  trusted?: string | undefined;
}): ApiCaller {
  const timeouts = { ...TIMEOUTS, ...options.timeouts };
  const common = { keepAlive: true, timeout: IDLE_MS };
  const http = new HttpAgent(common);
  const https = new HttpsAgent({
    ...common,
    minVersion: "TLSv1.2",
    ...(options.trusted === undefined ? {} : { ca: options.trusted }),
  });
  return {
    call: (request, how = {}) =>
      new Promise((resolve) => {
        const url = new URL(request.url);
        const isHttps = url.protocol === "https:";
        let lookup: ReturnType<OutsideGuard>;
        try {
          lookup = options.guard(url.hostname, portOf(url));
          if (!isHttps && lookup !== undefined)
            throw new OutsideRefused(`${url.hostname} is called over https only.`);
        } catch (error) {
          return resolve({ kind: "notSent", reason: "unavailable", detail: messageOf(error) });
        }
        const outgoing = (isHttps ? requestHttps : requestHttp)(url, {
          method: request.method,
          agent: isHttps ? https : http,
          ...(lookup === undefined ? {} : { lookup }),
          headers: {
            "user-agent": "Klarpost",
            ...request.headers,
            "content-length": request.body?.length ?? 0,
          },
        });
        run(outgoing, isHttps, request.body, how, timeouts, resolve);
      }),
    close() {
      http.destroy();
      https.destroy();
    },
  };
}

function run(
  outgoing: ClientRequest,
  isHttps: boolean,
  body: Buffer | null,
  how: ApiCall,
  timeouts: ApiTimeouts,
  resolve: (result: CallResult) => void,
): void {
  let sent = false;
  let settled = false;
  let stage: "connect" | "wait" = "connect";
  const finish = (result: CallResult) => {
    if (settled) return;
    settled = true;
    clearTimeout(timer);
    how.signal?.removeEventListener("abort", onAbort);
    if (result.kind !== "answer") outgoing.destroy();
    resolve(result);
  };
  const broken = (detail: string, reason: CallStop) =>
    finish(sent ? { kind: "lost", detail } : { kind: "notSent", reason, detail });
  const onAbort = () => broken("stopped", "halted");
  let timer = setTimeout(() => broken("connecting took too long", "unavailable"), timeouts.connect);
  how.signal?.addEventListener("abort", onAbort);
  if (how.signal?.aborted) return onAbort();

  const ready = async () => {
    stage = "wait";
    clearTimeout(timer);
    let may = true;
    try {
      may = (await how.beforeBody?.()) ?? true;
    } catch (error) {
      return broken(messageOf(error), "failed");
    }
    if (settled) return;
    if (!may) return broken("", "refused");
    sent = true;
    timer = setTimeout(() => broken("no answer in time", "lost"), timeouts.answer);
    outgoing.end(body ?? undefined);
  };
  outgoing.on("socket", (socket: Socket) => {
    if (outgoing.reusedSocket) void ready();
    else socket.once(isHttps ? "secureConnect" : "connect", () => void ready());
  });
  outgoing.on("error", (error) =>
    broken(messageOf(error), stage === "connect" ? "unavailable" : "lost"),
  );
  outgoing.on("response", (response) => {
    const parts: Buffer[] = [];
    let size = 0;
    const answered = (isWhole: boolean) =>
      finish({
        kind: "answer",
        answer: {
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: isWhole ? Buffer.concat(parts).toString("utf8") : "",
        },
      });
    response.on("data", (part: Buffer) => {
      size += part.length;
      if (size <= MOST_BYTES) parts.push(part);
      else {
        answered(false);
        response.destroy();
      }
    });
    response.on("end", () => answered(true));
    // The status has come, and it is what counts.
    response.on("error", () => answered(false));
    response.on("close", () => answered(false));
  });
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  const code = (error as { code?: unknown }).code;
  return typeof code === "string" ? `${code} ${error.message}` : error.message;
}
