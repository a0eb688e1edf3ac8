import { SETTLE_MS } from "./control/stop.ts";
import { FACTS_FRESH_MS, type Task } from "./task.ts";

/** Tasks whose marks were asked for before a connection is free for them. */
export interface MarksAhead {
  /** The next task that may be handed over, or undefined when nobody waits. Its mark may be under way. */
  take(): Task | undefined;
  /** Its mark was asked for ahead. */
  isAhead(task: Task): boolean;
  /** The answer to a mark asked for ahead. */
  answer(task: Task): Promise<boolean>;
  /** The task ended without being handed over. */
  forget(task: Task): void;
  /**
   * Whether the final dot of a taken task may leave; asks where nobody did. Throws where the answer given ahead is too
   * old to stand for this moment: the task has a mark then, and is tried again as a new attempt.
   */
  mark(task: Task): boolean | Promise<boolean>;
  /** Everything taken ahead and not handed out, when the pool ends. */
  rest(): Task[];
}

/** What a crash of one process may leave uncertain, over all its pools. */
export interface AheadBudget {
  /** Marked, and not on a connection yet. */
  marked: number;
  /** Given to a connection, and without a durable outcome. */
  underWay: number;
}

/** At most a hundred mails of a process are uncertain after a crash at full speed; some room for the express lanes. */
const MOST_UNCERTAIN = 95;
/** Mails of a connection without reply, where the relay takes whole mails in a row. */
const WIDEST = 8;

/**
 * How many mails of each connection may be without reply: one while nobody waits, more where mails queue up and the
 * distance to the relay would decide the pace.
 */
export function windowOf(connections: number, waiting: number): number {
  if (waiting <= connections) return 1;
  return Math.max(1, Math.min(WIDEST, Math.floor((MOST_UNCERTAIN - 15) / connections)));
}
/** Up to this pace a mark is asked for when a connection needs it, and a crash leaves one mail a connection uncertain. */
const ORDINARY_PACE = 200;
/** About as long as a commit and the hand-over of what it permits take, in seconds. */
const AHEAD_SECONDS = 0.02;

/**
 * A mark asked for ahead counts no longer than the emergency stop waits for mails on their way (ORG-12): afterwards no
 * dot may follow. Milliseconds.
 */
export const MARK_HOLDS_MS = SETTLE_MS;

/**
 * At full speed the durable mark is what a connection waits for longest. So the next tasks are marked while others are
 * on their way, and one commit carries the marks and outcomes of dozens. Slower, nothing is marked ahead.
 */
export function createMarksAhead(options: {
  budget: AheadBudget;
  /** Mails a second of this pool. */
  perSecond(): number;
  /** The next task in turn. */
  next(): Task | undefined;
  mark(task: Task): Promise<boolean>;
  /** Milliseconds of a clock that never jumps. */
  now?(): number;
}): MarksAhead {
  const { budget, now = () => performance.now() } = options;
  const ahead: Task[] = [];
  const marks = new Map<Task, { answer: Promise<boolean>; askedAt: number }>();
  const ask = (task: Task): void => {
    const mark = options.mark(task);
    // It may fail before anybody waits for it; whoever waits hears of it all the same.
    mark.catch(() => undefined);
    marks.set(task, { answer: mark, askedAt: now() });
    budget.marked += 1;
  };
  const forget = (task: Task): void => {
    if (marks.delete(task)) budget.marked -= 1;
  };
  /** Whoever stood still meanwhile knows neither of a stop nor of an operator's decision. */
  const soon = async (mark: Promise<boolean>): Promise<boolean> => {
    const askedAt = now();
    const isGranted = await mark;
    if (isGranted && now() - askedAt > FACTS_FRESH_MS) throw new Error("the mark is too old");
    return isGranted;
  };
  const wanted = (): number => {
    const pace = options.perSecond();
    return pace <= ORDINARY_PACE ? 0 : Math.ceil(pace * AHEAD_SECONDS);
  };
  return {
    take() {
      const task = ahead.shift() ?? options.next();
      // In groups: a mark that joins a commit alone costs as much as twenty.
      const room = wanted();
      if (ahead.length <= room / 2)
        while (ahead.length < room && budget.marked + budget.underWay < MOST_UNCERTAIN) {
          const next = options.next();
          if (!next) break;
          ask(next);
          ahead.push(next);
        }
      return task;
    },
    isAhead: (task) => marks.has(task),
    answer: (task) => marks.get(task)?.answer ?? Promise.resolve(false),
    forget,
    mark(task) {
      // Whoever was marked ahead came this far only with a durable mark.
      const known = marks.get(task);
      if (!known) return soon(options.mark(task));
      forget(task);
      if (now() - known.askedAt > MARK_HOLDS_MS) throw new Error("the mark is too old");
      return true;
    },
    rest: () => ahead.splice(0),
  };
}
