import { fork } from "node:child_process";

/** What is said between the two processes, as structured clones. */
type ToChild = { input: unknown } | "stop";
type ToParent = { output: unknown } | { error: unknown };

export interface ApartOptions {
  /** Module that calls `answerApart`. */
  module: URL;
  /** Options of Node.js, such as bounds of its memory. */
  nodeOptions: readonly string[];
}

/**
 * Does a long piece of work in a process of its own: its memory goes with it, and what this process answers meanwhile does
 * not wait for it. The signal asks it to stop, and is no reason to end it. Rejects with what the work threw, and with an
 * error where the process ended without a word; whoever is killed takes the other process along or does not need it.
 */
export function workApart<T>(
  { module, nodeOptions }: ApartOptions,
  input: unknown,
  signal: AbortSignal,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const child = fork(module, [], {
      execArgv: [...nodeOptions],
      serialization: "advanced",
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    const say = (message: ToChild): void => void (child.connected && child.send(message));
    const stop = () => say("stop");
    child.on("message", (said: ToParent) => {
      if ("output" in said) resolve(said.output as T);
      else reject(said.error as Error);
      child.disconnect();
    });
    child.on("error", reject);
    child.on("exit", (code, killedBy) => {
      signal.removeEventListener("abort", stop);
      reject(new Error(`The process that did the work ended (${killedBy ?? code}).`));
    });
    signal.addEventListener("abort", stop);
    say({ input });
    if (signal.aborted) stop();
  });
}

/** The other side: does the work once, for the process that began this one, and ends with it. */
export function answerApart<In>(work: (input: In, signal: AbortSignal) => Promise<unknown>): void {
  const abort = new AbortController();
  // Whoever stops the whole group stops the process that began this one, which then says so.
  for (const name of ["SIGINT", "SIGTERM"] as const) process.on(name, () => undefined);
  process.on("disconnect", () => process.exit());
  process.on("message", (said: ToChild) => {
    if (said === "stop") return abort.abort();
    work(said.input as In, abort.signal)
      .then((output): ToParent => ({ output }))
      .catch((error: unknown): ToParent => ({ error }))
      .then((answer) => process.send!(answer));
  });
}
