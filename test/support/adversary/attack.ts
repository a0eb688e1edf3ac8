import { createHash, createHmac } from "node:crypto";
import type { Evidence } from "./evidence.ts";
import type { Person } from "./house.ts";

/** How sure the adversary is of each person, by one way of looking; same order as the people. */
export interface Guess {
  name: string;
  scores: Float64Array;
}

/** Ids that databases and programs count with are below; random numbers of 64 bits are above, but for one in 2^23. */
const RANDOM_FROM = 2n ** 40n;
const MINUTE = 60_000;

/** All guesses of the adversary: by equality, order, timing and elimination. */
export function guesses(evidence: Evidence, people: readonly Person[], gap: number): Guess[] {
  const sentAt = people.map((person) => person.rank * gap);
  return [
    ...byTrace(evidence, people),
    ...byDerivation(evidence, people),
    ...byOrder(evidence, people),
    ...byTime(evidence, sentAt),
    // Elimination: whose mail left after the last write cannot be in it, and the earlier, the more time there was.
    { name: "elimination: earlier", scores: Float64Array.from(sentAt, (at) => -at) },
    ...byElimination(evidence, sentAt),
  ];
}

/** Equality: whatever names a person in rows written, log lines, files and the raw log since the mailing. */
function byTrace(evidence: Evidence, people: readonly Person[]): Guess[] {
  const of = new Map<string, number>();
  const ofBytes = new Map<number, { at: number; id: number }>();
  people.forEach((person, at) => {
    for (const name of [...person.names, String(person.deliveryId), String(person.contactId)])
      of.set(name, at);
    for (const id of [person.deliveryId, person.contactId]) ofBytes.set(id, { at, id });
  });
  const count = (name: string, texts: Iterable<string>): Guess => {
    const scores = new Float64Array(people.length);
    for (const text of texts)
      for (const [word] of text.matchAll(/[\w@.-]{6,}/g)) {
        const at = of.get(word);
        if (at !== undefined) scores[at]! += 1;
      }
    return { name, scores };
  };
  const raw = new Float64Array(people.length);
  for (const bytes of evidence.bytes)
    for (let at = 0; at + 8 <= bytes.length; at++) {
      // 64 bits of PostgreSQL: our ids are below 2^32.
      if (bytes[at + 4] !== 0 || bytes[at + 3]! < 0x2a || bytes[at + 3]! > 0x2c) continue;
      const found = ofBytes.get(bytes.readUInt32LE(at));
      if (found && bytes.readUInt32LE(at + 4) === 0) raw[found.at]! += 1;
    }
  return [
    count(
      "equality: rows",
      evidence.written.map((row) => row.text),
    ),
    count(
      "equality: log",
      evidence.log.map((line) => line.text),
    ),
    count(
      "equality: files",
      evidence.bytes.map((bytes) => bytes.toString("latin1")),
    ),
    { name: "equality: numbers in the raw log", scores: raw },
  ];
}

/** Numbers as random tokens leave them, in rows and log lines. */
function randomNumbers(evidence: Evidence): Set<bigint> {
  const found = new Set<bigint>();
  const take = (text: string) => {
    for (const [word] of text.matchAll(/-?\d{13,20}/g)) {
      const number = BigInt.asIntN(64, BigInt(word));
      if (number >= RANDOM_FROM || number <= -RANDOM_FROM) found.add(number);
    }
  };
  for (const row of evidence.written) take(row.text);
  return found;
}

/** Equality: numbers that follow from a person by any usual function and any key of the house. */
function byDerivation(evidence: Evidence, people: readonly Person[]): Guess[] {
  const seen = randomNumbers(evidence);
  const scores = new Float64Array(people.length);
  if (seen.size === 0) return [];
  const check = (at: number, digest: Buffer): void => {
    for (const from of [0, digest.length - 8])
      for (const number of [digest.readBigInt64BE(from), digest.readBigInt64LE(from)])
        if (seen.has(number)) scores[at]! += 1;
  };
  people.forEach((person, at) => {
    const ids = [String(person.deliveryId), String(person.contactId), ...person.names.slice(0, 4)];
    for (const id of ids)
      for (const input of [id, `${id}:0`, `${id}0`, `0:${id}`]) {
        check(at, createHash("sha256").update(input).digest());
        check(at, createHash("md5").update(input).digest());
        for (const key of evidence.keys.values())
          check(at, createHmac("sha256", key).update(input).digest());
      }
  });
  return [{ name: "equality: numbers derived", scores }];
}

/** Order: lists as long as the mailing that hold the numbers seen, and numbers that grow with the mailing. */
function byOrder(evidence: Evidence, people: readonly Person[]): Guess[] {
  const seen = randomNumbers(evidence);
  if (seen.size === 0) return [];
  const found: Guess[] = [];
  const orders = {
    accepted: people.map((_person, at) => at),
    numbered: people
      .map((_person, at) => at)
      .sort((a, b) => people[a]!.deliveryId - people[b]!.deliveryId),
  };
  for (const { name, values } of evidence.columns) {
    const random = values.filter((value) => value >= RANDOM_FROM || value <= -RANDOM_FROM);
    const perPerson = Math.round(random.length / people.length);
    if (perPerson < 1 || Math.abs(random.length / people.length - perPerson) > 0.02) continue;
    for (const [order, at] of Object.entries(orders)) {
      const scores = new Float64Array(people.length);
      random.forEach((value, place) => {
        if (seen.has(value)) scores[at[Math.floor(place / perPerson)]!]! += 1;
      });
      found.push({ name: `order: ${name}, ${order}`, scores });
    }
  }
  const sorted = [...seen].sort((a, b) => (a < b ? -1 : 1));
  const low = sorted[0]!;
  const span = Number(sorted.at(-1)! - low) || 1;
  const scores = new Float64Array(people.length);
  for (const number of sorted) {
    const place = Math.round((Number(number - low) / span) * (people.length - 1));
    for (let near = place - 1; near <= place + 1; near++)
      if (near >= 0 && near < people.length) scores[near]! += 1;
  }
  found.push({ name: "order: numbers by size", scores });
  return found;
}

interface Event {
  at: number;
  weight: number;
}

/** What happened when, by each source: how much a total grew, rows that came, lines that were written. */
function series(evidence: Evidence): Map<string, Event[]> {
  const found = new Map<string, Event[]>();
  const add = (name: string, at: number, weight: number) => {
    const events = found.get(name) ?? [];
    if (events.length === 0) found.set(name, events);
    events.push({ at, weight });
  };
  for (const { table, new: now, old, at } of evidence.written) {
    if (table === "personal_events" || !Number.isFinite(at)) continue;
    const of = (row: typeof now) => Number(row?.["hits"] ?? (row ? 1 : 0));
    const grown = Math.max(of(now) - of(old), old ? 0 : 1);
    if (grown <= 0) continue;
    add(`${table}`, at, grown);
    if (now?.["link"] === 0) add(`${table} pixel`, at, grown);
  }
  for (const line of evidence.log) add("log", line.at, 1);
  return found;
}

const WINDOWS: [number, number][] = [
  [0, 10_000],
  [0, 30_000],
  [0, 2 * MINUTE],
  [0, 15 * MINUTE],
  [5 * MINUTE, 16 * MINUTE],
  [0, 60 * MINUTE],
];

/** Timing: how much was written in a window after the person's mail had left. */
function byTime(evidence: Evidence, sentAt: readonly number[]): Guess[] {
  const found: Guess[] = [];
  for (const [name, events] of series(evidence)) {
    const times = events.map((event) => event.at);
    const sums = [0];
    for (const event of events) sums.push(sums.at(-1)! + event.weight);
    for (const [from, to] of WINDOWS)
      found.push({
        name: `timing: ${name}, ${from / 1000} to ${to / 1000} s`,
        scores: Float64Array.from(
          sentAt,
          (at) => sums[upTo(times, at + to)]! - sums[upTo(times, at + from)]!,
        ),
      });
  }
  return found;
}

/** Elimination: a write holds hits since the one before; only whose mail left by then can be among them. */
function byElimination(evidence: Evidence, sentAt: readonly number[]): Guess[] {
  const sorted = sentAt.toSorted((a, b) => a - b);
  const found: Guess[] = [];
  for (const [name, events] of series(evidence)) {
    const writes: Event[] = [];
    for (const { at, weight } of events) {
      const last = writes.at(-1);
      if (last && at - last.at < 1_000) last.weight += weight;
      else writes.push({ at, weight });
    }
    const times = writes.map((write) => write.at);
    for (const delay of [0, 5_000, 30_000]) {
      const scores = Float64Array.from(sentAt, (at) => {
        const next = upTo(times, at + delay);
        const write = writes[next];
        if (!write) return 0;
        const since = Math.max(writes[next - 1]?.at ?? -Infinity, write.at - 15 * MINUTE);
        const candidates = upTo(sorted, write.at - delay) - upTo(sorted, since - delay);
        return candidates > 0 && at + delay > since ? write.weight / candidates : 0;
      });
      found.push({ name: `elimination: ${name}, read after ${delay / 1000} s`, scores });
    }
  }
  return found;
}

/** How many of the sorted values are at most `limit`. */
function upTo(sorted: readonly number[], limit: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
