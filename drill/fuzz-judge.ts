import { Agent, request, type IncomingHttpHeaders } from "node:http";
import { pageElements } from "../test/support/page-elements.ts";
import type { Input } from "./fuzz-inputs.ts";
import { CANARY_ATTRIBUTE, CANARY_HEADER, CANARY_TAG } from "./fuzz-spellings.ts";

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  ms: number;
}

/** Kinds of faults. `busy` is allowed: the mailbox parses only so many messages side by side. */
export type Fault =
  | "server error"
  | "busy"
  | "canary"
  | "leak"
  | "dropped"
  | "slow"
  | "leads elsewhere";

/** What a request fails with that got no answer for four times as long as an answer may take. */
export const NO_ANSWER = "no answer";
/** Milliseconds after which an answer counts as too late. */
const LATE_MS = 5_000;
/** A refused body may cut the connection before all of it is sent (RFC 9110, 9.3.8): only such large ones. Bytes. */
const LARGE = 60_000;

/** What belongs to the inside of the product: files, statements, stacks. */
const LEAKS =
  /node_modules|\bat \w+ \(|\/server\/|\bpg_(?:catalog|class|toast|advisory|stat|temp|type)|sqlstate|syntax error at|relation "|violates|SELECT .* FROM/i;

/** Requests over connections that are kept, by node:http, which sends what fetch would refuse to. */
export function createSender(url: string, connections: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const { hostname, port } = new URL(url);
  const send = (input: Input): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const began = performance.now();
      const outgoing = request(
        {
          agent,
          host: hostname,
          port,
          method: input.method,
          path: input.path,
          headers: {
            ...input.headers,
            ...(input.body ? { "content-length": String(input.body.length) } : {}),
          },
          timeout: 4 * LATE_MS,
        },
        (incoming) => {
          const parts: Buffer[] = [];
          incoming.on("data", (part: Buffer) => parts.push(part));
          incoming.on("error", reject);
          incoming.on("close", () => reject(new Error("closed within the answer")));
          incoming.on("end", () =>
            resolve({
              status: incoming.statusCode ?? 0,
              headers: incoming.headers,
              text: Buffer.concat(parts).toString("utf8"),
              ms: performance.now() - began,
            }),
          );
        },
      );
      outgoing.on("timeout", () => outgoing.destroy(new Error(NO_ANSWER)));
      outgoing.on("error", (error: NodeJS.ErrnoException) => {
        const isRefused =
          ["EPIPE", "ECONNRESET"].includes(error.code ?? "") && (input.body?.length ?? 0) > LARGE;
        if (isRefused) resolve({ status: 413, headers: {}, text: "", ms: 0 });
        else reject(error);
      });
      outgoing.on("close", () => reject(new Error("closed without an answer")));
      outgoing.end(input.body);
    });
  return { send, close: () => agent.destroy() };
}

/** What is wrong with an answer, with the words that show it. */
export function faultsOf(input: Input, answer: Answer, ownHost: string): [Fault, string][] {
  const faults: [Fault, string][] = [];
  const { status, headers, text } = answer;
  const type = String(headers["content-type"] ?? "");
  if (status >= 500)
    faults.push([text.includes("mailbox_busy") ? "busy" : "server error", text.slice(0, 300)]);
  if (answer.ms > LATE_MS) faults.push(["slow", `${Math.round(answer.ms)} ms`]);
  if (/html|xml/.test(type)) {
    const found = markup(text, type);
    if (found !== undefined) faults.push(["canary", found]);
  } else if (text.includes(`<${CANARY_TAG}`) && !/json/.test(type))
    faults.push(["canary", `as ${type || "no type"}`]);
  if (text.includes("kp-") && headers["x-content-type-options"] !== "nosniff" && status < 400)
    faults.push(["canary", "an answer whose type may be guessed"]);
  const header = Object.entries(headers).find(
    ([name, value]) => name.includes(CANARY_HEADER) || /[\r\n]/.test(String(value)),
  );
  if (header !== undefined) faults.push(["canary", `header ${header[0]}`]);
  const { location } = headers;
  if (location !== undefined && leadsElsewhere(location, ownHost) && !input.path.startsWith("/t/"))
    faults.push(["leads elsewhere", location.slice(0, 200)]);
  const leak = status >= 400 ? LEAKS.exec(text.replace(/"requestId":"[^"]*"/, ""))?.[0] : undefined;
  if (leak !== undefined && !sentIn(input).includes(leak.toLowerCase()))
    faults.push(["leak", leak]);
  return faults;
}

/** Markup of ours in a page; undefined when there is none. */
function markup(text: string, type: string): string | undefined {
  const at = text.indexOf(`<${CANARY_TAG}`);
  if (at >= 0) return text.slice(Math.max(0, at - 80), at + 60);
  if (!type.includes("html") || !/kp-|javascript:|vbscript:/i.test(text)) return undefined;
  for (const { tag, attributes } of pageElements(text)) {
    const names = Object.keys(attributes);
    if (names.some((name) => name.includes(CANARY_ATTRIBUTE) || /^on/i.test(name)))
      return `<${tag} ${names.join(" ")}>`;
    for (const name of ["href", "src", "action", "formaction"])
      if (/^[\s\u0000-\u001f]*(?:javascript|vbscript|data:text)/i.test(attributes[name] ?? ""))
        return `<${tag} ${name}="${attributes[name]!.slice(0, 60)}">`;
  }
  return undefined;
}

const leadsElsewhere = (location: string, ownHost: string): boolean =>
  !URL.canParse(location, `http://${ownHost}`) ||
  new URL(location, `http://${ownHost}`).host !== ownHost;

/** Everything that was sent, encoded and decoded: an answer may quote it. */
function sentIn(input: Input): string {
  let decoded = "";
  try {
    decoded = decodeURIComponent(input.path.replaceAll("+", " "));
  } catch {
    // Not even a valid encoding.
  }
  const sent = [
    input.path,
    decoded,
    JSON.stringify(input.headers),
    input.body?.toString("utf8") ?? "",
  ];
  return sent.join("\n").toLowerCase();
}
