import { connect, type LookupFunction, type Socket } from "node:net";
import { SocksClient } from "socks";

/** A proxy on the way to a relay. The name that the relay's certificate must bear stays the relay's. */
export type Proxy = {
  kind: "socks5" | "http";
  host: string;
  port: number;
  user?: string | undefined;
  password?: string | undefined;
  /** Finds the proxy's own address, as in a relay. */
  lookup?: LookupFunction | undefined;
};

/** Longest answer to CONNECT. */
const MAX_HEAD = 16_384;

/**
 * Reads `socks5://user:password@host:port` or `http://user:password@host:port`.
 *
 * @throws RangeError with a text for the operator; never repeats the URL, which may hold a password
 */
export function parseProxyUrl(text: string): Proxy {
  const url = URL.parse(text);
  const kind = url?.protocol === "socks5:" ? "socks5" : url?.protocol === "http:" ? "http" : null;
  if (!url || !kind)
    throw new RangeError("the proxy is no URL such as socks5://proxy.example.com:1080 or http://…");
  if (url.hostname === "" || !["", "/"].includes(url.pathname) || url.search !== "") {
    throw new RangeError("the proxy's URL has a host and a port, and nothing behind them");
  }
  const user = decodeURIComponent(url.username);
  return {
    kind,
    host: url.hostname.replace(/^\[(.*)\]$/, "$1"),
    port: url.port === "" ? (kind === "http" ? 80 : 1080) : Number(url.port),
    ...(user === "" ? {} : { user, password: decodeURIComponent(url.password) }),
  };
}

/**
 * Opens a way to the target through the proxy: SOCKS5 (RFC 1928, 1929) or CONNECT (RFC 9110, 9.3.6). The proxy
 * resolves the target's name.
 *
 * @throws Error whose text names neither user nor password
 */
export async function connectThrough(
  proxy: Proxy,
  target: { host: string; port: number },
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Socket> {
  const socket =
    proxy.kind === "socks5"
      ? await throughSocks(proxy, target, timeoutMs)
      : await throughHttp(proxy, target, timeoutMs, signal);
  if (!signal.aborted) return socket;
  socket.destroy();
  throw new Error("proxy: given up");
}

async function throughSocks(
  proxy: Proxy,
  target: { host: string; port: number },
  timeoutMs: number,
): Promise<Socket> {
  try {
    const { socket } = await SocksClient.createConnection({
      proxy: {
        host: proxy.host,
        port: proxy.port,
        type: 5,
        ...(proxy.user === undefined ? {} : { userId: proxy.user, password: proxy.password ?? "" }),
      },
      command: "connect",
      destination: target,
      timeout: timeoutMs,
      // Host and port are the proxy's own; the library puts them in their place.
      ...(proxy.lookup
        ? { socket_options: { host: proxy.host, port: proxy.port, lookup: proxy.lookup } }
        : {}),
    });
    return socket;
  } catch (error) {
    // The library's error carries its options, and with them the password.
    throw new Error(`proxy: ${error instanceof Error ? error.message : "failed"}`);
  }
}

function throughHttp(
  proxy: Proxy,
  target: { host: string; port: number },
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Socket> {
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const socket = connect({
    host: proxy.host,
    port: proxy.port,
    ...(proxy.lookup ? { lookup: proxy.lookup } : {}),
  });
  const giveUp = (why: string) => {
    socket.destroy();
    reject(new Error(`proxy: ${why}`));
  };
  const abort = () => giveUp("given up");
  signal.addEventListener("abort", abort, { once: true });
  socket.setTimeout(timeoutMs, () => giveUp("timeout"));
  const failed = (error: NodeJS.ErrnoException) => giveUp(error.code ?? "connection lost");
  const closed = () => giveUp("connection closed");
  socket.on("error", failed);
  socket.on("close", closed);
  socket.once("connect", () => {
    const host = target.host.includes(":") ? `[${target.host}]` : target.host;
    const authority = `${host}:${target.port}`;
    const basic = Buffer.from(`${proxy.user}:${proxy.password ?? ""}`, "utf8").toString("base64");
    socket.write(
      `CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n` +
        `${proxy.user === undefined ? "" : `Proxy-Authorization: Basic ${basic}\r\n`}\r\n`,
    );
  });
  let head = Buffer.alloc(0);
  const onData = (data: Buffer) => {
    head = Buffer.concat([head, data]);
    const end = head.indexOf("\r\n\r\n");
    if (end < 0 && head.length > MAX_HEAD) giveUp("no answer of HTTP");
    if (end < 0) return;
    const status = /^HTTP\/1\.[01] (\d{3})/.exec(head.toString("latin1", 0, end))?.[1];
    if (status !== "200") return giveUp(`HTTP ${status ?? "without status"}`);
    socket.pause();
    socket.off("data", onData).off("error", failed).off("close", closed);
    socket.setTimeout(0);
    socket.removeAllListeners("timeout");
    signal.removeEventListener("abort", abort);
    if (end + 4 < head.length) socket.unshift(head.subarray(end + 4));
    resolve(socket);
  };
  socket.on("data", onData);
  return promise;
}
