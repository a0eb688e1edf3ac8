/** "Heute, 14:03 Uhr" as it stands within a sentence: "heute, 14:03 Uhr". */
export function inSentence(moment: string): string {
  return moment.charAt(0).toLowerCase() + moment.slice(1);
}
