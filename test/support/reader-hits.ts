import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLogger, manualClock } from "../../server/platform/index.ts";
import { createHitHandler } from "../../server/tracking/index.ts";
import { BROWSER } from "./measuring.ts";
import { readMail } from "./parse-mail.ts";
import type { SendingParts } from "./sending.ts";

const page = () => ({ html: "<!doctype html><title>-</title>", headers: {} });

export interface Reader {
  /** Loads the pixel of a mail. */
  open(content: Buffer, userAgent?: string): Promise<void>;
  /** Follows the link with this text. */
  click(content: Buffer, text: string, userAgent?: string): Promise<void>;
  close(): Promise<void>;
}

/** The hit endpoint over real HTTP, a minute after the mails came, and people who read them. */
export async function readerHits(parts: SendingParts): Promise<Reader> {
  const dataDir = mkdtempSync(join(tmpdir(), "klarpost-readers-"));
  const hits = createHitHandler({
    db: parts.deps.db,
    tokens: parts.deps.tracking,
    clock: manualClock(new Date(Date.now() + 60_000).toISOString()),
    log: createLogger("silent"),
    dataDir,
    trustedProxies: 0,
    invalidLinkPage: page,
    awayPage: page,
    programsOnlyPage: page,
  });
  await hits.start();
  const server = createServer((request, response) => {
    if (!hits.intercept(request, response)) response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const get = async (url: string, userAgent = BROWSER): Promise<void> => {
    const { pathname } = new URL(url);
    const answer = await fetch(`http://127.0.0.1:${port}${pathname}`, {
      redirect: "manual",
      headers: { "user-agent": userAgent },
    });
    await answer.arrayBuffer();
  };
  return {
    async open(content, userAgent) {
      const { html } = await readMail(content);
      const pixel = /<img[^>]+src="([^"]+\/t\/[^"]+)"/.exec(html)?.[1];
      if (pixel === undefined) throw new Error("The mail has no pixel.");
      await get(pixel, userAgent);
    },
    async click(content, text, userAgent) {
      const { html } = await readMail(content);
      const link = [...html.matchAll(/<a[^>]+href="([^"]+)"[^>]*>([^<]*)</g)].find(
        ([, , words]) => words === text,
      )?.[1];
      if (link === undefined) throw new Error(`The mail has no link "${text}".`);
      await get(link, userAgent);
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await hits.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
