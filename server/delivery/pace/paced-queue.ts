import type { Gate } from "./gate.ts";

/** The gates that a group of mails has to pass, all of them. Mails with the same course wait in one line. */
export interface Course {
  readonly gates: readonly Gate[];
}

export interface QueueKeys {
  accountId: number;
  /** 0: single mails. */
  runId: number;
  /** Opt-in and system mail: before everything else, and ahead of limits by a little. */
  urgent: boolean;
  course: Course;
}

/** Tasks of many accounts, runs and receivers; who waits for a gate keeps nobody else waiting. */
export interface PacedQueue<Task> {
  push(task: Task, keys: QueueKeys): void;
  /** The next task that may leave now. */
  take(): Task | undefined;
  /** When something may leave, by the queue's clock; null while it is empty. */
  nextAt(): number | null;
  /** Removes and gives the tasks that have waited this long, and those that are known to wait longer. */
  takeLate(waitedMs: number): Task[];
  /** Tokens arrived: lines that wait for a gate are looked at again. */
  wake(): void;
  drain(): Task[];
  readonly size: number;
}

interface Entry<Task> {
  task: Task;
  at: number;
}

/** Everything of a run that has the same course, first in, first out. */
class Line<Task> {
  readonly keys: QueueKeys;
  readonly run: Run<Task>;
  parkedUntil = 0;
  #entries: Entry<Task>[] = [];
  #head = 0;

  constructor(keys: QueueKeys, run: Run<Task>) {
    this.keys = keys;
    this.run = run;
  }
  get length(): number {
    return this.#entries.length - this.#head;
  }
  get first(): Entry<Task> | undefined {
    return this.#entries[this.#head];
  }
  push(entry: Entry<Task>): void {
    this.#entries.push(entry);
  }
  shift(): Entry<Task> {
    const entry = this.#entries[this.#head]!;
    this.#entries[this.#head++] = undefined as unknown as Entry<Task>;
    if (this.#head > 64 && this.#head * 2 > this.#entries.length) {
      this.#entries = this.#entries.slice(this.#head);
      this.#head = 0;
    }
    return entry;
  }
}

/** Members who have their turn one after the other. */
class Ring<Member> {
  #members: Member[] = [];
  #at = 0;

  get isEmpty(): boolean {
    return this.#members.length === 0;
  }
  /** Whose turn it is. */
  get current(): Member | undefined {
    if (this.#at >= this.#members.length) this.#at = 0;
    return this.#members[this.#at];
  }
  advance(): void {
    this.#at++;
  }
  /** Joins at the end of the round. */
  add(member: Member): void {
    this.#members.splice(this.#at, 0, member);
    this.#at++;
  }
  remove(member: Member): void {
    const at = this.#members.indexOf(member);
    if (at < 0) return;
    this.#members.splice(at, 1);
    if (at < this.#at) this.#at--;
  }
}

interface Run<Task> {
  id: number;
  account: AccountTurn<Task>;
  ready: Ring<Line<Task>>;
  lines: Map<Course, Line<Task>>;
}

interface AccountTurn<Task> {
  id: number;
  tier: Ring<AccountTurn<Task>>;
  ready: Ring<Run<Task>>;
  runs: Map<number, Run<Task>>;
}

/**
 * Urgent mail first; then accounts in turn, in an account its runs, in a run its courses. A line whose gates are
 * closed is put aside until they open, so a task costs the same however many others wait.
 *
 * @param now milliseconds of a clock that never jumps
 */
export function createPacedQueue<Task>(now: () => number): PacedQueue<Task> {
  const tiers = [true, false].map((urgent) => ({
    urgent,
    ready: new Ring<AccountTurn<Task>>(),
    accounts: new Map<number, AccountTurn<Task>>(),
  }));
  const parked = new Set<Line<Task>>();
  let earliest = Infinity;
  let size = 0;

  const lineOf = (keys: QueueKeys): Line<Task> => {
    const tier = tiers[keys.urgent ? 0 : 1]!;
    let account = tier.accounts.get(keys.accountId);
    if (!account) {
      account = { id: keys.accountId, tier: tier.ready, ready: new Ring(), runs: new Map() };
      tier.accounts.set(keys.accountId, account);
    }
    let run = account.runs.get(keys.runId);
    if (!run) {
      run = { id: keys.runId, account, ready: new Ring(), lines: new Map() };
      account.runs.set(keys.runId, run);
    }
    let line = run.lines.get(keys.course);
    if (!line) run.lines.set(keys.course, (line = new Line(keys, run)));
    return line;
  };
  const makeReady = (line: Line<Task>): void => {
    const { run } = line;
    if (run.ready.isEmpty) {
      if (run.account.ready.isEmpty) run.account.tier.add(run.account);
      run.account.ready.add(run);
    }
    run.ready.add(line);
  };
  const unready = (line: Line<Task>): void => {
    const { run } = line;
    run.ready.remove(line);
    if (!run.ready.isEmpty) return;
    run.account.ready.remove(run);
    if (run.account.ready.isEmpty) run.account.tier.remove(run.account);
  };
  const forget = (line: Line<Task>): void => {
    const { run } = line;
    run.lines.delete(line.keys.course);
    if (run.lines.size > 0) return;
    run.account.runs.delete(run.id);
    if (run.account.runs.size === 0)
      tiers[line.keys.urgent ? 0 : 1]!.accounts.delete(run.account.id);
  };
  const park = (line: Line<Task>, until: number): void => {
    unready(line);
    line.parkedUntil = until;
    parked.add(line);
    earliest = Math.min(earliest, until);
  };
  const unpark = (due: number): void => {
    earliest = Infinity;
    for (const line of parked) {
      if (line.parkedUntil <= due) {
        parked.delete(line);
        makeReady(line);
      } else earliest = Math.min(earliest, line.parkedUntil);
    }
  };
  const shift = (line: Line<Task>): Task => {
    const { task } = line.shift();
    size--;
    for (const gate of line.keys.course.gates) gate.pending--;
    return task;
  };
  const remove = (line: Line<Task>): void => {
    if (parked.delete(line)) return forget(line);
    unready(line);
    forget(line);
  };
  const allLines = (): Line<Task>[] =>
    tiers.flatMap((tier) =>
      [...tier.accounts.values()].flatMap((account) =>
        [...account.runs.values()].flatMap((run) => [...run.lines.values()]),
      ),
    );

  return {
    push(task, keys) {
      const line = lineOf(keys);
      if (line.length === 0) makeReady(line);
      line.push({ task, at: now() });
      for (const gate of keys.course.gates) gate.pending++;
      size++;
    },
    take() {
      if (size === 0) return undefined;
      const at = now();
      if (earliest <= at) unpark(at);
      for (const tier of tiers) {
        for (let account = tier.ready.current; account; account = tier.ready.current) {
          const run = account.ready.current!;
          const line = run.ready.current!;
          const opens = openAt(line.keys, at);
          if (opens > at) {
            park(line, opens);
            continue;
          }
          for (const gate of line.keys.course.gates) gate.pass(at);
          const task = shift(line);
          run.ready.advance();
          account.ready.advance();
          tier.ready.advance();
          if (line.length === 0) remove(line);
          return task;
        }
      }
      return undefined;
    },
    nextAt() {
      if (size === 0) return null;
      return tiers.some((tier) => !tier.ready.isEmpty) ? now() : earliest;
    },
    takeLate(waitedMs) {
      if (size === 0) return [];
      const at = now();
      const late: Task[] = [];
      for (const line of allLines()) {
        const hopeless = parked.has(line) && line.parkedUntil > at + waitedMs;
        while (line.first && (hopeless || at - line.first.at >= waitedMs)) late.push(shift(line));
        if (line.length === 0) remove(line);
      }
      return late;
    },
    wake() {
      if (parked.size > 0) unpark(Infinity);
    },
    drain() {
      const all: Task[] = [];
      for (const line of allLines()) {
        while (line.first) all.push(shift(line));
        remove(line);
      }
      return all;
    },
    get size() {
      return size;
    },
  };
}

/** When all gates are open together. Every closed one is asked, so that none waits for another first. */
function openAt(keys: QueueKeys, now: number): number {
  let opens = now;
  for (const gate of keys.course.gates) opens = Math.max(opens, gate.readyAt(now, keys.urgent));
  return opens;
}
