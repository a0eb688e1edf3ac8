import { mkdtempSync, rmSync } from "node:fs";
import { Agent, createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { manualClock } from "../../../server/platform/index.ts";
import { createHitHandler, type HitHandler } from "../../../server/tracking/index.ts";
import { BROWSER } from "../measuring.ts";
import { type House, PIXEL_LINK, type Person, type Sent } from "./house.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/**
 * When people read. `busy`: the mailing leaves at once and everybody reads in random order within an hour. `quiet`: it
 * leaves one a second; most readers open seconds after it comes, the others one by one over two days. `trickle`: it
 * leaves five a minute, and readers open within seconds.
 */
export type Pattern = "busy" | "quiet" | "trickle";

const READ = 0.3;
const CLICK = 0.5;
const READ_OF_GRANTED = 0.4;

export interface Truth {
  opened: Set<number>;
  clicked: Set<number>;
}

interface PlannedHit {
  /** Milliseconds after the first mail left. */
  at: number;
  path: string;
}

/** Between two mails of a pattern, milliseconds. */
export const GAP: Record<Pattern, number> = { busy: 20, quiet: SECOND, trickle: 12 * SECOND };

function plan(
  sent: Sent,
  pattern: Pattern,
  random: () => number,
): { hits: PlannedHit[]; truth: Truth } {
  const hits: PlannedHit[] = [];
  const truth: Truth = { opened: new Set(), clicked: new Set() };
  const read = (person: Person): number => {
    const sentAt = person.rank * GAP[pattern];
    if (pattern === "busy") return (sent.anonymous.length + 1000) * GAP.busy + random() * HOUR;
    if (pattern === "trickle" || random() < 0.7) return sentAt + 2 * SECOND + random() * 6 * SECOND;
    return (sent.mails.size + 60) * GAP[pattern] + random() * 48 * HOUR;
  };
  const readBy = (person: Person, chance: number, isKnown: boolean): void => {
    if (random() >= chance) return;
    const tokens = sent.mails.get(person.deliveryId)!;
    const at = read(person);
    hits.push({ at, path: `/t/${tokens.get(PIXEL_LINK)!}` });
    if (!isKnown) truth.opened.add(person.deliveryId);
    // Now and then a program loads the image twice.
    if (random() < 0.1) hits.push({ at: at + 60 * MINUTE, path: `/t/${tokens.get(PIXEL_LINK)!}` });
    if (random() >= CLICK) return;
    const link = random() < 0.6 ? 1 : 2;
    hits.push({ at: at + 5 * SECOND + random() * 20 * SECOND, path: `/t/${tokens.get(link)!}` });
    if (!isKnown) truth.clicked.add(person.deliveryId);
  };
  for (const person of sent.anonymous) readBy(person, READ, false);
  for (const person of sent.granted) readBy(person, READ_OF_GRANTED, true);
  return { hits: hits.sort((a, b) => a.at - b.at), truth };
}

export interface LogLine {
  /** Milliseconds after the first mail left. */
  at: number;
  text: string;
}

/** What a leaky variant does with a hit beside what the product does. */
export type HitLeak = (hit: {
  path: string;
  hits: HitHandler;
  log: pino.Logger;
}) => Promise<void> | void;

export interface Read {
  truth: Truth;
  log: LogLine[];
  /** The web process' own folder, as it is at the end. */
  dataDir: string;
  hits: number;
  counts: Readonly<Record<string, number>>;
  end(): void;
}

/**
 * Lets people read: each hit reaches the product's hit server over HTTP at its time. Time is the test's own, and the
 * server's clock and the timer of what it holds follow it.
 */
export async function letPeopleRead(
  house: House,
  sent: Sent,
  options: { pattern: Pattern; random: () => number; leak?: HitLeak },
): Promise<Read> {
  const { hits: planned, truth } = plan(sent, options.pattern, options.random);
  const begun = new Date();
  const clock = manualClock(begun);
  const dataDir = mkdtempSync(join(tmpdir(), "klarpost-adversary-"));
  const lines: LogLine[] = [];
  let now = 0;
  const log = pino(
    { level: "trace" },
    { write: (text: string) => void lines.push({ at: now, text }) },
  );
  const timers = new Set<{ at: number; run: () => void }>();
  const hits = createHitHandler({
    db: house.database.db,
    tokens: house.parts.deps.tracking,
    clock,
    log,
    dataDir,
    trustedProxies: 0,
    invalidLinkPage: () => ({ html: "", headers: {} }),
    awayPage: () => ({ html: "", headers: {} }),
    programsOnlyPage: () => ({ html: "", headers: {} }),
    wait(ms, then) {
      const timer = { at: now + ms, run: then };
      timers.add(timer);
      return () => timers.delete(timer);
    },
  });
  await hits.start();
  const mark = () =>
    house.owner.query("insert into adversary.journal (tbl, at) values ('mark', $1)", [now]);
  const moveTo = async (to: number): Promise<void> => {
    for (;;) {
      const due = [...timers].filter((timer) => timer.at <= to).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      timers.delete(due);
      now = due.at;
      clock.set(new Date(begun.getTime() + now));
      due.run();
      await hits.flush();
      await mark();
    }
    now = to;
    clock.set(new Date(begun.getTime() + now));
  };
  const server = createServer((req, res) => void hits.intercept(req, res));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });
  for (let from = 0; from < planned.length;) {
    // A leak shows each hit's own moment; otherwise what falls into one minute may come at once.
    const first = planned[from]!;
    let to = from + 1;
    while (!options.leak && to < from + 8 && (planned[to]?.at ?? Infinity) < first.at + MINUTE)
      to++;
    await moveTo(first.at);
    await Promise.all(planned.slice(from, to).map(({ path }) => get(server, agent, path)));
    await options.leak?.({ path: first.path, hits, log });
    await mark();
    from = to;
  }
  await moveTo(now + 20 * MINUTE);
  agent.destroy();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await hits.stop();
  return {
    truth,
    log: lines,
    dataDir,
    hits: planned.length,
    counts: hits.counts,
    end: () => rmSync(dataDir, { recursive: true, force: true }),
  };
}

function get(server: Server, agent: Agent, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const { port } = server.address() as AddressInfo;
    request(
      { host: "127.0.0.1", port, path, agent, headers: { "user-agent": BROWSER } },
      (response) => {
        response.on("end", resolve).resume();
        if ((response.statusCode ?? 500) >= 400) reject(new Error(`${response.statusCode}`));
      },
    )
      .on("error", reject)
      .end();
  });
}
