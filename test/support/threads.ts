import { Worker } from "node:worker_threads";

/** How a case ended that was tried in a thread of its own. */
export interface CaseOutcome {
  name: string;
  notes: string[];
  failure?: string;
}

/**
 * Tries cases in a thread: tens of thousands of calls are half as fast where the test runner follows each promise. Gives
 * a function that waits for the outcome of a case.
 */
export function casesInThread(file: URL): (name: string) => Promise<CaseOutcome> {
  const outcomes = new Map<string, PromiseWithResolvers<CaseOutcome>>();
  const of = (name: string): PromiseWithResolvers<CaseOutcome> => {
    const known = outcomes.get(name) ?? Promise.withResolvers<CaseOutcome>();
    outcomes.set(name, known);
    return known;
  };
  let failure: string | undefined;
  const end = (reason: string): void => {
    failure ??= reason;
    for (const [name, { resolve }] of outcomes) resolve({ name, notes: [], failure });
  };
  const worker = new Worker(file);
  worker.on("message", (outcome: CaseOutcome) => of(outcome.name).resolve(outcome));
  worker.on("error", (error: Error) => end(error.stack ?? error.message));
  worker.on("exit", () => end("The thread ended before this case was tried."));
  return (name) =>
    failure === undefined || outcomes.has(name)
      ? of(name).promise
      : Promise.resolve({ name, notes: [], failure });
}
