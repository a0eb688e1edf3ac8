import { createSmtpPool } from "./smtp/smtp-pool.ts";
import { parseRelayUrl } from "./smtp/relay.ts";

const PATIENCE_MS = 10_000;

/**
 * Hands one finished message over to a server of our own, for probes of the way back (CHK-17); it is in no ledger.
 * `unreachable`: no conversation came about.
 *
 * @param url `smtp://host:port?tls=none`
 */
export async function handOverOne(
  url: string,
  name: string,
  message: { from: string; to: string; raw: Buffer },
): Promise<"accepted" | "refused" | "unreachable"> {
  const end = Promise.withResolvers<"accepted" | "refused" | "unreachable">();
  let taken = false;
  const pool = createSmtpPool<null>({
    relay: parseRelayUrl(url),
    name,
    connections: 1,
    timeouts: { connect: PATIENCE_MS, greeting: PATIENCE_MS, command: PATIENCE_MS },
    source: {
      async next() {
        if (taken) return null;
        taken = true;
        const { from, to, raw } = message;
        return { delivery: null, from, to, content: { bytes: raw, start: 0, end: raw.length } };
      },
      beforeDot: () => true,
      done: (_message, result) =>
        end.resolve(
          result.kind !== "reply"
            ? "unreachable"
            : result.stage === "final" && result.code < 300
              ? "accepted"
              : "refused",
        ),
    },
    onFailure: () => end.resolve("unreachable"),
  });
  const timer = setTimeout(() => end.resolve("unreachable"), PATIENCE_MS);
  try {
    return await end.promise;
  } finally {
    clearTimeout(timer);
    await pool.stop(0);
  }
}
