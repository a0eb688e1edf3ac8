/** Work in a process of its own that does what it is told, for the test of `workApart`. */
import { answerApart } from "../../server/platform/work-apart.ts";

answerApart(async (input: { what: string }, signal) => {
  if (input.what === "fail") throw new RangeError("Das ging nicht.");
  if (input.what === "end") process.kill(process.pid, "SIGKILL");
  if (input.what === "wait") {
    process.stderr.write(String(process.pid));
    // An ended process of a group is told so; only the one that began the work says when to stop.
    process.kill(process.pid, "SIGTERM");
    const hold = setInterval(() => undefined, 1000);
    await new Promise((stopped) => signal.addEventListener("abort", stopped));
    clearInterval(hold);
    return { stopped: true };
  }
  return { at: new Date(0), flags: process.execArgv };
});
