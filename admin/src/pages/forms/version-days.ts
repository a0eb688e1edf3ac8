/** Whether visitors saw a version at any moment of a day (YYYY-MM-DD, in the browser's time zone). */
export function heldOn(version: { from: string; until: string | null }, day: string): boolean {
  const begin = new Date(`${day}T00:00:00`).getTime();
  const end = new Date(`${day}T23:59:59.999`).getTime();
  return (
    Date.parse(version.from) <= end && (version.until === null || Date.parse(version.until) > begin)
  );
}
