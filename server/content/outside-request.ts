import { request as requestHttp, type IncomingMessage } from "node:http";
import { request as requestHttps } from "node:https";
import { LEAST_TLS, type OutsideGuard } from "../platform/index.ts";

export interface OutsideQuestion {
  method: "GET" | "HEAD";
  accept: string;
  /** Longest time until the answer is read, in milliseconds. */
  timeoutMs: number;
  /** Bytes of the body that are read; the rest is not waited for. */
  maxBytes: number;
}

export interface OutsideAnswer {
  status: number;
  /** Where a redirect leads, resolved. */
  location: URL | undefined;
  mediaType: string;
  /** As the server states it; undefined if it does not. */
  length: number | undefined;
  body: Buffer;
  /** More than `maxBytes` came. */
  isCut: boolean;
}

/**
 * One request to an address that somebody typed in, without cookies, credentials or redirects. The guard stands in the
 * connection's own name resolution (SSRF).
 *
 * @throws OutsideRefused for addresses of this machine and private networks; errors of the connection as they are
 */
export async function askOutside(
  guard: OutsideGuard,
  url: URL,
  question: OutsideQuestion,
): Promise<OutsideAnswer> {
  const isHttps = url.protocol === "https:";
  const lookup = guard(url.hostname, Number(url.port || (isHttps ? 443 : 80)));
  const signal = AbortSignal.timeout(Math.ceil(question.timeoutMs));
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    (isHttps ? requestHttps : requestHttp)(
      url,
      {
        method: question.method,
        ...(lookup && { lookup }),
        signal,
        headers: {
          "user-agent": "Klarpost (+link check and feeds)",
          accept: question.accept,
          connection: "close",
        },
        agent: false,
        ...LEAST_TLS,
      },
      resolve,
    )
      .on("error", reject)
      .end();
  });
  const { statusCode = 0, headers } = response;
  const length = Number(headers["content-length"]);
  const parts: Buffer[] = [];
  let size = 0;
  if (question.method === "GET" && question.maxBytes > 0)
    for await (const part of response as AsyncIterable<Buffer>) {
      size += part.length;
      parts.push(part);
      if (size > question.maxBytes) break;
    }
  response.destroy();
  return {
    status: statusCode,
    location:
      headers.location === undefined ? undefined : (URL.parse(headers.location, url) ?? undefined),
    mediaType: (headers["content-type"] ?? "").split(";")[0]!.trim().toLowerCase(),
    length:
      Number.isInteger(length) && headers["content-length"] !== undefined ? length : undefined,
    body: Buffer.concat(parts).subarray(0, question.maxBytes),
    isCut: size > question.maxBytes,
  };
}
