/**
 * The same values, the next being made while one is worked on: the file is read while the database writes. Whoever stops
 * early waits for the one that is being made.
 */
export async function* ahead<T>(source: AsyncGenerator<T>): AsyncGenerator<T> {
  const begin = () => {
    const next = source.next();
    // It is looked at when its turn comes.
    next.catch(() => undefined);
    return next;
  };
  let next = begin();
  try {
    for (;;) {
      const { value, done } = await next;
      if (done) return;
      next = begin();
      yield value;
    }
  } finally {
    await next.catch(() => undefined);
    await source.return(undefined);
  }
}
