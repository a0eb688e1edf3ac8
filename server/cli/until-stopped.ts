/** Resolves when the process is asked to stop. A second request within a moment is npm forwarding the first; later ones end at once. */
export function untilStopped(): Promise<string> {
  return new Promise((resolve) => {
    let asked = 0;
    const stop = (signal: string) => {
      if (asked === 0) resolve(signal);
      else if (performance.now() - asked > 1500) process.exit(1);
      asked ||= performance.now();
    };
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, stop);
  });
}
