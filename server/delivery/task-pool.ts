import { MessageBuffer } from "../content/index.ts";
import type { Clock, Logger } from "../platform/index.ts";
import type { LedgerWriter } from "./ledger-writer.ts";
import type { MailPool } from "./mail-pool.ts";
import type { SmtpMessage, SmtpResult } from "./smtp/message.ts";
import type { Batch, Delivery } from "./delivery.ts";
import { createMarksAhead, windowOf, type AheadBudget } from "./marks-ahead.ts";
import type { BatchPace } from "./pace/batch-pace.ts";
import { SANDBOX, type Pace, type PacedRelay } from "./pace/pace.ts";
import { createPacedQueue, type QueueKeys } from "./pace/paced-queue.ts";
import { createSpeed } from "./speed.ts";
import { FACTS_FRESH_MS, type Task, type TaskEnd } from "./task.ts";
import type { Transport } from "./transport.ts";

/** Connections to one transport, fed with tasks. Composes a mail when a connection is about to need it. */
export interface TaskPool {
  /** What limits this batch here; to be asked before its first task is pushed. */
  begin(batch: Batch, first: Delivery | undefined): Promise<BatchPace>;
  /** The task is taken when its limits let it leave; one that would wait for long comes back as stale. */
  push(task: Task): void;
  /** Tasks nobody has taken yet. */
  readonly waiting: number;
  /** To be told when the outcome of a pushed task is durable, or it needs none. */
  settled(task: Task): void;
  /** Mails a second that end here now. */
  perSecond(): number;
  stop(graceMs: number): Promise<void>;
}

const HALTED = { kind: "notSent", reason: "halted", detail: "stopped" } as const;
const STALE = { kind: "notSent", reason: "stale", detail: "no room" } as const;
/** A task waits no longer than its facts stay fresh. */
const LONGEST_WAIT_MS = FACTS_FRESH_MS - 500;
const SWEEP_MS = 500;
const MARK_FAILED = { kind: "notSent", reason: "mark_failed", detail: "" } as const;
const UNAVAILABLE = { kind: "notSent", reason: "relay_unavailable", detail: "" } as const;
const WITHDRAWN = { kind: "notSent", reason: "withdrawn", detail: "" } as const;

export function createTaskPool(options: {
  transport: Transport;
  connections: number;
  pace: Pace;
  ahead: AheadBudget;
  ledger: LedgerWriter;
  clock: Clock;
  log: Logger;
  /** The relay answered; it failed; whether it is left alone for now, so that nothing should wait for it. */
  onReply?(): void;
  onFailure?(detail: string): void;
  rests?(): boolean;
}): TaskPool {
  const { ledger, clock, log, pace, transport } = options;
  const queue = createPacedQueue<Task>(pace.now);
  /** The same through all edits of the way out. */
  const relay: PacedRelay = {
    key: transport.relayId === null ? SANDBOX : String(transport.relayId),
    destination: transport.destination,
    perSecond: transport.perSecond,
  };
  const takers: ((task: Task | null) => void)[] = [];
  const buffers: MessageBuffer[] = [];
  const bufferOf = new Map<Task, MessageBuffer>();
  /** Handed to a connection, and without a durable outcome. */
  const underWay = new Set<Task>();
  const speed = createSpeed(clock);
  let stopped = false;

  const keysOf = (task: Task): QueueKeys => pace.keysOf(task.batch, task.delivery);
  /** A mail that has not left takes nothing of the day's share. */
  const refund = (task: Task): void => {
    for (const gate of keysOf(task).course.gates) gate.refund();
  };

  const askMark = async (task: Task): Promise<boolean> => {
    const { batch, delivery } = task;
    // Until the ledger answers, the mark may be durable: an attempt whose answer is lost needs an end.
    task.mark = "unsure";
    const isDurable = await ledger.mark({
      accountId: batch.accountId,
      deliveryId: delivery.id,
      attempt: task.attempt,
      batchId: batch.id,
      fence: batch.fence,
      personal: task.personal,
    });
    task.mark = isDurable ? "durable" : "none";
    return isDurable;
  };
  const marks = createMarksAhead({
    budget: options.ahead,
    perSecond: speed.perSecond,
    next: () => queue.take(),
    mark: askMark,
  });
  const settle = (task: Task, end: TaskEnd): void => {
    marks.forget(task);
    task.settle(end);
  };
  const take = (): Promise<Task | null> => {
    if (stopped) return Promise.resolve(null);
    const task = marks.take();
    if (task) return Promise.resolve(task);
    return new Promise((resolve) => {
      takers.push(resolve);
      handOut();
    });
  };
  let timer: NodeJS.Timeout | undefined;
  let timerAt = 0;
  /** Gives waiting connections what may leave, sends back what waited too long, and comes again when more may. */
  const handOut = (): void => {
    while (takers.length > 0) {
      const task = marks.take();
      if (!task) break;
      takers.shift()!(task);
    }
    if (queue.size === 0) return;
    const now = pace.now();
    const wait =
      takers.length > 0 ? Math.min(SWEEP_MS, Math.max(1, queue.nextAt()! - now)) : SWEEP_MS;
    if (timer !== undefined && timerAt <= now + wait) return;
    clearTimeout(timer);
    timerAt = now + wait;
    timer = setTimeout(() => {
      timer = undefined;
      for (const task of queue.takeLate(LONGEST_WAIT_MS))
        settle(task, { kind: "smtp", result: STALE });
      handOut();
    }, wait);
  };
  const unsubscribe = pace.onTokens(() => {
    queue.wake();
    if (takers.length > 0) handOut();
  });
  /** Whether a task that was marked ahead may go on; a refusal then costs no connection. */
  const marked = async (task: Task): Promise<boolean> => {
    const durable = await marks.answer(task).catch(() => undefined);
    if (durable === true) return true;
    const result = durable === false ? WITHDRAWN : MARK_FAILED;
    settle(task, { kind: "smtp", result });
    return false;
  };
  /** Everything that waits for a connection comes back. */
  const giveBack = (result: SmtpResult): void => {
    for (const task of queue.drain()) settle(task, { kind: "smtp", result });
    for (const task of marks.rest())
      void marked(task).then((ok) => ok && settle(task, { kind: "smtp", result }));
  };
  const next = async (): Promise<SmtpMessage<Task> | null> => {
    for (;;) {
      const task = await take();
      if (!task) return null;
      if (marks.isAhead(task) && !(await marked(task))) continue;
      const buffer = buffers.pop() ?? new MessageBuffer();
      try {
        const mail = await task.compose(buffer, clock.now());
        task.messageId = mail.messageId;
        bufferOf.set(task, buffer);
        options.ahead.underWay += 1;
        underWay.add(task);
        return {
          delivery: task,
          from: task.envelopeFrom,
          to: task.delivery.email,
          content: mail.bytes,
          isFresh: () => performance.now() - task.readAt <= FACTS_FRESH_MS,
        };
      } catch (error) {
        // One mail that cannot be written must not hold up its neighbours.
        log.error({ err: error, deliveryId: task.delivery.id }, "a mail could not be composed");
        buffers.push(buffer);
        settle(task, { kind: "broken", reason: "not_composable" });
      }
    }
  };
  const pool: MailPool = transport.open<Task>({
    connections: options.connections,
    window: () => windowOf(options.connections, queue.size),
    rests: () => options.rests?.() ?? false,
    source: {
      next,
      beforeDot: (task) => marks.mark(task),
      done(message, result) {
        const buffer = bufferOf.get(message.delivery);
        bufferOf.delete(message.delivery);
        if (buffer) buffers.push(buffer);
        speed.count();
        if (result.kind === "reply") options.onReply?.();
        const { batch, delivery } = message.delivery;
        if (result.kind === "notSent") refund(message.delivery);
        else pace.observe(relay, batch.accountId, delivery.emailNormalised, result);
        settle(message.delivery, { kind: "smtp", result });
      },
    },
    onFailure(detail) {
      log.warn({ transport: transport.destination, detail }, "relay connection failed");
      options.onFailure?.(detail);
      if (options.rests?.()) giveBack(UNAVAILABLE);
    },
  });
  return {
    begin: (batch, first) => pace.begin(relay, batch, first),
    push(task) {
      if (stopped) return settle(task, { kind: "smtp", result: HALTED });
      queue.push(task, keysOf(task));
      handOut();
    },
    get waiting() {
      return queue.size;
    },
    settled(task) {
      if (underWay.delete(task)) options.ahead.underWay -= 1;
    },
    perSecond: speed.perSecond,
    async stop(graceMs) {
      stopped = true;
      unsubscribe();
      clearTimeout(timer);
      giveBack(HALTED);
      for (const taker of takers.splice(0)) taker(null);
      await pool.stop(graceMs);
    },
  };
}
