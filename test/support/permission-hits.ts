import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLogger, type Clock } from "../../server/platform/index.ts";
import { createHitHandler, createTrackingTokens } from "../../server/tracking/index.ts";
import type { RunningApp } from "./app.ts";
import { BROWSER } from "./walk.ts";

/** The product's hit server with a ring of keys that turns, and a clock that may be ahead. */
export async function hitServer(product: RunningApp, productKey: Buffer) {
  let ahead = 0;
  const clock: Clock = { now: () => new Date(Date.now() + ahead * 3_600_000) };
  const dataDir = mkdtempSync(join(tmpdir(), "klarpost-model-"));
  let ring = [productKey];
  let tokens = createTrackingTokens({ keys: ring });
  const handler = createHitHandler({
    db: product.database.db,
    tokens: {
      ...tokens,
      open: (token) => tokens.open(token),
    },
    clock,
    log: createLogger("silent"),
    dataDir,
    trustedProxies: 0,
    invalidLinkPage: () => ({ html: "", headers: {} }),
    awayPage: () => ({ html: "", headers: {} }),
    programsOnlyPage: () => ({ html: "", headers: {} }),
    maxWaitMs: 10_000,
  });
  await handler.start();
  const server = createServer((request, response) => void handler.intercept(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const foreign = createTrackingTokens({ keys: [randomBytes(32)] });
  return {
    /** A new key in front; the older ones are still read. */
    rotate() {
      ring = [randomBytes(32), ...ring];
      tokens = createTrackingTokens({ keys: ring });
    },
    /** Time is one for all, so a hit of another time waits for its turn. */
    hit: serial(
      async (
        kind: "new" | "old" | "foreign",
        hours: number,
        path: [number, number, number, number],
      ) => {
        ahead = hours;
        const made = { new: tokens, old: createTrackingTokens({ keys: [ring.at(-1)!] }), foreign }[
          kind
        ];
        const [account, mailing, delivery, link] = path;
        const token = made.personal(account, mailing, delivery, [link])[0]!;
        await fetch(`http://127.0.0.1:${port}/t/${token}`, {
          redirect: "manual",
          headers: { "user-agent": BROWSER },
        }).then((answer) => answer.arrayBuffer());
      },
    ),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await handler.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** One call after the other. */
function serial<T extends unknown[]>(
  work: (...args: T) => Promise<void>,
): (...args: T) => Promise<void> {
  let last = Promise.resolve();
  return (...args) => (last = last.catch(() => undefined).then(() => work(...args)));
}
