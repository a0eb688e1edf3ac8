import { createHash, createHmac } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo, Socket } from "node:net";

export interface ProviderRequest {
  method: string;
  path: string;
  headers: Record<string, string | string[] | undefined>;
  body: string;
  /** The body as JSON; an empty object where it is none. */
  // Tests look into many shapes; each names what it expects.
  // oxlint-disable-next-line typescript/no-explicit-any
  json: any;
}

/** `hang`: no answer; `drop`: the connection is cut instead of an answer. */
export type ProviderAnswer =
  | { status: number; body?: unknown; headers?: Record<string, string> }
  | "hang"
  | "drop";

/** A provider's interface on loopback: real HTTP, with the answers a test decides. */
export async function startProvider(
  answer: (request: ProviderRequest, no: number) => ProviderAnswer,
) {
  const requests: ProviderRequest[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const got: ProviderRequest = {
        method: request.method ?? "",
        path: request.url ?? "",
        headers: request.headers,
        body,
        json: safeJson(body),
      };
      requests.push(got);
      const given = answer(got, requests.length);
      if (given === "hang") return;
      if (given === "drop") return request.socket.destroy();
      response.writeHead(given.status, { "content-type": "application/json", ...given.headers });
      response.end(given.body === undefined ? "" : JSON.stringify(given.body));
    });
  });
  let connections = 0;
  server.on("connection", (socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    requests,
    get connections() {
      return connections;
    },
    close: () =>
      new Promise<void>((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts).toString("utf8");
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return {};
  }
}

/**
 * The signature a request to AWS must carry, computed from the documented steps of Signature Version 4 and nothing of
 * the client's. Gives what the header Authorization should be.
 */
export function awsAuthorization(
  request: ProviderRequest,
  secret: string,
  accessKey: string,
  region: string,
  service: string,
): string {
  const sha = (text: string) => createHash("sha256").update(text).digest("hex");
  const mac = (key: Buffer | string, text: string) =>
    createHmac("sha256", key).update(text).digest();
  const given = String(request.headers["authorization"]);
  const names = /SignedHeaders=([^,]+)/.exec(given)?.[1] ?? "";
  const date = String(request.headers["x-amz-date"]);
  const [path = "", query = ""] = request.path.split("?");
  const canonical = [
    request.method,
    path,
    query,
    ...names.split(";").map((name) => `${name}:${String(request.headers[name]).trim()}`),
    "",
    names,
    sha(request.body),
  ].join("\n");
  const scope = `${date.slice(0, 8)}/${region}/${service}/aws4_request`;
  const toSign = ["AWS4-HMAC-SHA256", date, scope, sha(canonical)].join("\n");
  const key = [date.slice(0, 8), region, service, "aws4_request"].reduce<Buffer | string>(
    (made, part) => mac(made, part),
    `AWS4${secret}`,
  );
  const signature = mac(key, toSign).toString("hex");
  return `AWS4-HMAC-SHA256 Credential=${accessKey}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
}
