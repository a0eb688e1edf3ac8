/** The clock on the wall in a time zone at an instant: "2026-11-24 14:00:00". */
export function wallClockOf(instant: string, timeZone: string): string {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  }).formatToParts(new Date(instant));
  const of = (type: string): string => parts.find((part) => part.type === type)?.value ?? "00";
  return `${of("year")}-${of("month")}-${of("day")} ${of("hour")}:${of("minute")}:${of("second")}`;
}

/**
 * The instant (ISO 8601, UTC) at which the clock on the wall shows this. In the hour that exists twice in
 * autumn the first; in the hour skipped in spring the moment that many minutes after the change.
 */
export function instantOf(wallClock: string, timeZone: string): string {
  const wanted = Date.parse(`${wallClock.replace(" ", "T")}Z`);
  const offsetAt = (time: number): number =>
    Date.parse(`${wallClockOf(new Date(time).toISOString(), timeZone).replace(" ", "T")}Z`) -
    Math.floor(time / 1000) * 1000;
  // The zone's offsets half a day before and after bracket a change of clocks.
  const candidates = [offsetAt(wanted - 43_200_000), offsetAt(wanted + 43_200_000)].map(
    (offset) => wanted - offset,
  );
  const exact = candidates.filter((time) => time + offsetAt(time) === wanted);
  const found = exact.length > 0 ? Math.min(...exact) : Math.max(...candidates);
  return new Date(found).toISOString();
}
