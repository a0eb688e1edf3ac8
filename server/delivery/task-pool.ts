import { MessageBuffer } from "../content/index.ts";
import type { Clock, Logger } from "../platform/index.ts";
import type { LedgerWriter } from "./ledger-writer.ts";
import type { SmtpMessage } from "./smtp/message.ts";
import { createMarksAhead } from "./marks-ahead.ts";
import { createSmtpPool, type SmtpPool } from "./smtp/smtp-pool.ts";
import type { SmtpTimeouts } from "./smtp/relay.ts";
import { createSpeed } from "./speed.ts";
import { FACTS_FRESH_MS, type Task } from "./task.ts";
import type { Transport } from "./transport.ts";

/** Connections to one transport, fed with tasks. Composes a mail when a connection is about to need it. */
export interface TaskPool {
  push(task: Task): void;
  /** Tasks nobody has taken yet. */
  readonly waiting: number;
  /** Mails a second that end here now. */
  perSecond(): number;
  stop(graceMs: number): Promise<void>;
}

const HALTED = { kind: "notSent", reason: "halted", detail: "stopped" } as const;
const MARK_FAILED = { kind: "notSent", reason: "mark_failed", detail: "" } as const;
const WITHDRAWN = { kind: "notSent", reason: "withdrawn", detail: "" } as const;

export function createTaskPool(options: {
  transport: Transport;
  connections: number;
  ledger: LedgerWriter;
  clock: Clock;
  log: Logger;
  timeouts?: Partial<SmtpTimeouts> | undefined;
}): TaskPool {
  const { ledger, clock, log } = options;
  const tasks: Task[] = [];
  const takers: ((task: Task | null) => void)[] = [];
  const buffers: MessageBuffer[] = [];
  const bufferOf = new Map<Task, MessageBuffer>();
  const speed = createSpeed(clock);
  let stopped = false;

  const askMark = async (task: Task): Promise<boolean> => {
    const { batch, delivery } = task;
    // Until the ledger answers, the mark may be durable: an attempt whose answer is lost needs an end.
    task.marked = true;
    task.marked = await ledger.mark({
      accountId: batch.accountId,
      deliveryId: delivery.id,
      attempt: task.attempt,
      batchId: batch.id,
      fence: batch.fence,
      personal: task.personal,
    });
    return task.marked;
  };
  const marks = createMarksAhead({
    connections: options.connections,
    perSecond: speed.perSecond,
    next: () => tasks.shift(),
    mark: askMark,
  });
  const take = (): Promise<Task | null> => {
    if (stopped) return Promise.resolve(null);
    const task = marks.take();
    if (task) return Promise.resolve(task);
    return new Promise((resolve) => takers.push(resolve));
  };
  /** Whether a task that was marked ahead may go on; a refusal then costs no connection. */
  const marked = async (task: Task): Promise<boolean> => {
    const durable = await marks.answer(task).catch(() => undefined);
    if (durable === true) return true;
    const result = durable === false ? WITHDRAWN : MARK_FAILED;
    task.settle({ kind: "smtp", result });
    return false;
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
        return {
          delivery: task,
          from: task.envelopeFrom,
          to: task.delivery.email,
          content: mail.bytes,
          isFresh: () => clock.now().getTime() - task.factsAt <= FACTS_FRESH_MS,
        };
      } catch (error) {
        // One mail that cannot be written must not hold up its neighbours.
        log.error({ err: error, deliveryId: task.delivery.id }, "a mail could not be composed");
        buffers.push(buffer);
        task.settle({ kind: "broken", reason: "not_composable" });
      }
    }
  };
  const pool: SmtpPool = createSmtpPool<Task>({
    relay: options.transport.relay,
    name: options.transport.name,
    connections: options.connections,
    timeouts: options.timeouts,
    source: {
      next,
      beforeDot: (task) => marks.mark(task),
      done(message, result) {
        const buffer = bufferOf.get(message.delivery);
        bufferOf.delete(message.delivery);
        if (buffer) buffers.push(buffer);
        speed.count();
        message.delivery.settle({ kind: "smtp", result });
      },
    },
    onFailure: (detail) =>
      log.warn({ transport: options.transport.destination, detail }, "relay connection failed"),
  });
  return {
    push(task) {
      if (stopped) return task.settle({ kind: "smtp", result: HALTED });
      const taker = takers.shift();
      if (taker) taker(task);
      else tasks.push(task);
    },
    get waiting() {
      return tasks.length;
    },
    perSecond: speed.perSecond,
    async stop(graceMs) {
      stopped = true;
      for (const task of tasks.splice(0)) task.settle({ kind: "smtp", result: HALTED });
      for (const task of marks.rest())
        void marked(task).then((ok) => ok && task.settle({ kind: "smtp", result: HALTED }));
      for (const taker of takers.splice(0)) taker(null);
      await pool.stop(graceMs);
    },
  };
}
