import {
  corpusIsThere,
  ordinaryTakenForBounces,
  scoreMails,
  scoreReplies,
  type Count,
} from "../test/support/bounce-corpus.ts";

const print = (text: string): void => void process.stdout.write(`${text}\n`);

/** Prints how real refusals, bounces, complaints and automatic replies are read, collection by collection (SND-08). */
if (!corpusIsThere) {
  print("The collection of real bounces is not beside this repository; nothing was measured.");
} else {
  const began = performance.now();
  const scores = scoreMails();
  const elapsed = performance.now() - began;
  const show = ({ right, of }: Count): string =>
    of === 0 ? "–" : `${right}/${of} ${((100 * right) / of).toFixed(1)} %`;
  const sum = (key: "kind" | "hardness" | "recipients"): Count => ({
    right: scores.reduce((all, one) => all + one[key].right, 0),
    of: scores.reduce((all, one) => all + one[key].of, 0),
    wrong: [],
  });
  const row = (name: string, ...cells: string[]): void =>
    print([name.padEnd(22), ...cells.map((cell) => cell.padEnd(18))].join(" ").trimEnd());
  row("collection", "kind", "hard or not", "recipients");
  for (const one of scores)
    row(one.corpus, show(one.kind), show(one.hardness), show(one.recipients));
  row("all", show(sum("kind")), show(sum("hardness")), show(sum("recipients")));
  const replies = scoreReplies();
  row("SMTP replies", show(replies));
  const ordinary = ordinaryTakenForBounces();
  print(`ordinary mails taken for bounces: ${ordinary.taken.length} of ${ordinary.of}`);
  print(`${(sum("kind").of / (elapsed / 1000)).toFixed(0)} mails a second, one thread`);
  if (process.argv.includes("--wrong"))
    for (const one of scores)
      for (const key of ["kind", "hardness", "recipients"] as const)
        for (const line of one[key].wrong) print(`${key}: ${line}`);
  if (process.argv.includes("--wrong"))
    for (const line of [...replies.wrong, ...ordinary.taken]) print(line);
}
