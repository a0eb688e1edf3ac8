/**
 * The moment a day begins in a time zone, as ISO 8601 in UTC; `next` gives the beginning of the day after, for
 * filters whose end is exclusive. `day` is "2026-11-21". Undefined for what is no day.
 */
export function startOfDay(day: string, timeZone: string, next = false): string | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (!match) return undefined;
  const [year, month, date] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const wall = Date.UTC(year, month - 1, date + (next ? 1 : 0));
  // Twice, because the offset at the guess may be that of the other side of a change of clocks.
  let moment = wall - offsetAt(wall, timeZone);
  moment = wall - offsetAt(moment, timeZone);
  return new Date(moment).toISOString();
}

/** Milliseconds by which the zone is ahead of UTC at a moment. */
function offsetAt(moment: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(moment);
  const of = (type: string): number => Number(parts.find((part) => part.type === type)?.value);
  return (
    Date.UTC(of("year"), of("month") - 1, of("day"), of("hour"), of("minute"), of("second")) -
    Math.floor(moment / 1000) * 1000
  );
}
