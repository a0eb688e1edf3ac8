import { randomInt } from "node:crypto";
import { createSocket } from "node:dgram";
import { getServers } from "node:dns";
import { connect } from "node:net";
import {
  type Answer,
  AUTHENTIC_DATA,
  type DecodedPacket,
  decode,
  DNSSEC_OK,
  encode,
  RECURSION_DESIRED,
  streamEncode,
} from "dns-packet";
import { isLoopback } from "./relay.ts";

export type DnsType = "A" | "AAAA" | "MX" | "TXT" | "TLSA";

/** Records of one type, with what else matters of the answer. */
export interface DnsAnswer {
  /** `none`: the name exists, without such records; `unknown`: there is no such name. */
  kind: "found" | "none" | "unknown";
  records: Answer[];
  /** Seconds the answer may be kept. */
  ttl: number;
  /** Validated with DNSSEC by a resolver whose word counts here. */
  isSecure: boolean;
}

/** Asks the DNS. Rejects with `DnsFailure` when nobody gives a usable answer. */
export interface DnsClient {
  ask(name: string, type: DnsType): Promise<DnsAnswer>;
}

export interface DnsOptions {
  /** `address` or `address:port`; the system's by default. */
  servers?: readonly string[] | undefined;
  /**
   * The servers validate DNSSEC and the way to them is ours: their AD bit counts. Servers on this machine are
   * believed without that (RFC 7672, 1.3.4).
   */
  validating?: boolean | undefined;
  /** For one question to one server, in milliseconds (default 3 s). */
  timeoutMs?: number | undefined;
}

/** No server gave an answer that can be used: timeout, SERVFAIL (also for a bogus signature), nonsense. */
export class DnsFailure extends Error {
  override readonly name = "DnsFailure";
}

const ATTEMPTS = 2;
/** Largest answer over UDP that does not need fragments (DNS flag day 2020). */
const UDP_SIZE = 1232;
const MAX_ANSWER = 65_535;
const NO_ERROR = 0;
const NO_SUCH_NAME = 3;
/** Answers without records are kept for so long at most (RFC 2308, 5). */
const MAX_NEGATIVE_TTL = 900;

/** A small stub resolver: beside what Node offers it tells time to live, the AD bit, and TLSA records. */
export function createDnsClient(options: DnsOptions = {}): DnsClient {
  const servers = (options.servers ?? getServers()).map(serverOf);
  const timeoutMs = options.timeoutMs ?? 3_000;
  return {
    async ask(name, type) {
      let last = "no name server";
      for (let attempt = 0; attempt < ATTEMPTS * servers.length; attempt++) {
        const server = servers[attempt % servers.length]!;
        try {
          const packet = await question(server, name, type, timeoutMs);
          const code = codeOf(packet);
          if (code === NO_ERROR || code === NO_SUCH_NAME) {
            const believed = options.validating === true || isLoopback(server.host);
            return answerOf(packet, type, believed && packet.flag_ad);
          }
          last = `the name server said ${code}`;
        } catch (error) {
          last = error instanceof Error ? error.message : "failed";
        }
      }
      throw new DnsFailure(last);
    },
  };
}

/** The response code (RFC 1035, 4.1.1). */
function codeOf(packet: DecodedPacket): number {
  return (packet.flags ?? 0) & 15;
}

type Server = { host: string; port: number };

function serverOf(text: string): Server {
  const bracketed = /^\[(.+)\](?::(\d+))?$/.exec(text);
  if (bracketed) return { host: bracketed[1]!, port: Number(bracketed[2] ?? 53) };
  const [host = "", port, ...rest] = text.split(":");
  // More than one colon: an IPv6 address without a port.
  if (rest.length > 0) return { host: text, port: 53 };
  return { host, port: Number(port ?? 53) };
}

function answerOf(packet: DecodedPacket, type: DnsType, isSecure: boolean): DnsAnswer {
  const answers = packet.answers ?? [];
  const records = answers.filter((each) => each.type === type);
  const found = records.length > 0;
  // Aliases on the way limit how long the answer holds as well.
  const ttls = (found ? answers : (packet.authorities ?? [])).flatMap((each) =>
    "ttl" in each && typeof each.ttl === "number" ? [each.ttl] : [],
  );
  const ttl = Math.min(...ttls, found ? 86_400 : MAX_NEGATIVE_TTL);
  const empty = codeOf(packet) === NO_SUCH_NAME ? "unknown" : "none";
  return { kind: found ? "found" : empty, records, ttl, isSecure };
}

async function question(
  server: Server,
  name: string,
  type: DnsType,
  timeoutMs: number,
): Promise<DecodedPacket> {
  const id = randomInt(65_536);
  const query = {
    type: "query" as const,
    id,
    flags: RECURSION_DESIRED | AUTHENTIC_DATA,
    questions: [{ type, name }],
    additionals: [
      {
        type: "OPT" as const,
        name: "." as const,
        udpPayloadSize: UDP_SIZE,
        flags: DNSSEC_OK,
        options: [],
        extendedRcode: 0,
        ednsVersion: 0,
        flag_do: true,
      },
    ],
  };
  const fits = (packet: DecodedPacket) => {
    const asked = packet.questions?.[0];
    return (
      packet.type === "response" &&
      packet.id === id &&
      asked?.type === type &&
      asked.name.toLowerCase() === name.toLowerCase()
    );
  };
  const short = await overUdp(server, encode(query), fits, timeoutMs);
  if (!short.flag_tc) return short;
  const whole = await overTcp(server, streamEncode(query), timeoutMs);
  if (!fits(whole)) throw new Error("an answer to something else");
  return whole;
}

/** The socket is bound to the server's address and a port of chance: others cannot answer for it. */
function overUdp(
  { host, port }: Server,
  query: Buffer,
  fits: (packet: DecodedPacket) => boolean,
  timeoutMs: number,
): Promise<DecodedPacket> {
  const { promise, resolve, reject } = Promise.withResolvers<DecodedPacket>();
  const socket = createSocket(host.includes(":") ? "udp6" : "udp4");
  const timer = setTimeout(() => reject(new Error("timeout")), timeoutMs);
  socket.on("error", reject);
  socket.on("message", (bytes) => {
    try {
      const packet = decode(bytes);
      if (fits(packet)) resolve(packet);
    } catch {
      // What is no packet of the DNS answers nothing; the right answer may still come.
    }
  });
  socket.connect(port, host, () => socket.send(query));
  return promise.finally(() => {
    clearTimeout(timer);
    socket.close();
  });
}

function overTcp({ host, port }: Server, query: Buffer, timeoutMs: number): Promise<DecodedPacket> {
  const { promise, resolve, reject } = Promise.withResolvers<DecodedPacket>();
  const socket = connect({ host, port });
  let received = Buffer.alloc(0);
  socket.setTimeout(timeoutMs, () => reject(new Error("timeout")));
  socket.on("error", reject);
  socket.on("close", () => reject(new Error("closed")));
  socket.once("connect", () => socket.write(query));
  socket.on("data", (data: Buffer) => {
    received = Buffer.concat([received, data]);
    if (received.length > MAX_ANSWER + 2) reject(new Error("too long"));
    if (received.length < 2 || received.length < received.readUInt16BE(0) + 2) return;
    try {
      resolve(decode(received.subarray(2)));
    } catch {
      reject(new Error("no answer of the DNS"));
    }
  });
  return promise.finally(() => socket.destroy());
}
