/**
 * `npm run bench:agents`: how well persons and machines are told apart by the user agent alone, against published
 * labels, and what a decision costs. `--wrong` lists every wrong one. The last line is JSON.
 */
import { classifyAgent } from "../server/tracking/index.ts";
import {
  describeScores,
  scoreAgents,
  whyNoAgentCorpora,
  withReasons,
} from "../test/support/agent-corpora.ts";

const missing = whyNoAgentCorpora();
if (missing) {
  process.stdout.write(`Not tried here: ${missing}.\n`);
  process.exit(0);
}
const scores = scoreAgents();
process.stdout.write(`${describeScores(scores).join("\n")}\n`);
if (process.argv.includes("--wrong"))
  for (const [name, { missed, wrong }] of Object.entries(scores))
    for (const [what, found] of [
      ["missed", missed],
      ["wrong", wrong],
    ] as const)
      for (const line of withReasons(found)) process.stdout.write(`${name} ${what}: ${line}\n`);

const ROUNDS = 200_000;
const facts = {
  method: "GET",
  userAgent:
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
  address: "192.0.2.7",
  purpose: "",
  destination: "document",
};
const begun = process.hrtime.bigint();
for (let i = 0; i < ROUNDS; i++) classifyAgent(facts);
const micros = Number(process.hrtime.bigint() - begun) / 1000 / ROUNDS;
process.stdout.write(
  `${JSON.stringify({
    bench: "agents",
    scores: Object.fromEntries(
      Object.entries(scores).map(([name, { precision, recall }]) => [
        name,
        { precision: Number(precision.toFixed(4)), recall: Number(recall.toFixed(4)) },
      ]),
    ),
    microsecondsPerDecision: Number(micros.toFixed(2)),
  })}\n`,
);
