import {
  assessmentTopics,
  type AssessmentTopic,
  type HouseAssessmentView,
} from "../../contract/documents.ts";
import { getAccount, type Account } from "../accounts/index.ts";
import type { Tx } from "../platform/index.ts";
import { assessmentStateOf, topics, type Assessment } from "./assessment.ts";
import { listAssessments } from "./assessments.store.ts";
import { inUse, keepingGrounds } from "./facts.store.ts";

const present = (made: Assessment): NonNullable<HouseAssessmentView["current"]> => ({
  id: made.publicId,
  question: made.question,
  arguments: made.arguments,
  conclusion: made.conclusion,
  assessedBy: made.assessedBy,
  assessedAt: made.assessedAt.toISOString(),
  reviewOn: made.reviewOn,
});

/** Every subject with its present assessment and the earlier ones (CHK-36). `today`: `2026-11-22`. */
export async function readAssessments(tx: Tx, today: string): Promise<HouseAssessmentView[]> {
  const account = await getAccount(tx);
  const { hasPurchases } = await inUse(tx);
  const made = await listAssessments(tx);
  const bases = await readBases(tx, account);
  const ours = assessmentTopics.map((topic): HouseAssessmentView => {
    const own = made.filter((each) => each.topic === topic);
    // Level `unique` takes an assessment of its own, which is made with the choice of the level.
    const elsewhere = topic === "counting" ? countingAssessment(account) : undefined;
    const [current, ...earlier] = elsewhere ? [elsewhere, ...own] : own;
    return {
      topic,
      ...topics[topic],
      needed: topic !== "existing_customers" || hasPurchases,
      state: assessmentStateOf(current, today, elsewhere ? "" : bases[topic]),
      current: current ? present(current) : null,
      place: topic === "counting" && account.countingLevel === "unique" ? COUNTING : null,
      earlier: earlier.map(present),
    };
  });
  const names = [...new Set(made.map(({ topic }) => topic))].filter((topic) =>
    topic.startsWith("own_"),
  );
  const further = names.map((topic): HouseAssessmentView => {
    const [current, ...earlier] = made.filter((each) => each.topic === topic);
    const question = { de: current!.question, en: current!.question };
    return {
      topic,
      title: question,
      question,
      help: { de: "", en: "" },
      rule: "CHK-36",
      needed: false,
      state: assessmentStateOf(current, today),
      current: present(current!),
      place: null,
      earlier: earlier.map(present),
    };
  });
  return [...ours, ...further];
}

/** What each of our subjects rests on now; an assessment made on something else no longer counts. */
export async function readBases(
  tx: Tx,
  account: Pick<Account, "countingLevel">,
): Promise<Partial<Record<AssessmentTopic, string>>> {
  const grounds = await keepingGrounds(tx);
  const of = (subject: string): string =>
    grounds.find((one) => one.subject === subject)?.basis ?? "art_6_1_c";
  return {
    counting: account.countingLevel,
    unsubscribe_list: of("unsubscribe_lists"),
    blacklist: of("blacklist"),
  };
}

const COUNTING = "/einstellungen/mandant/counting";

function countingAssessment(account: Account): Assessment | undefined {
  const { countingAssessment: made, countingLevel, countingChoice } = account;
  if (countingLevel !== "unique" || made === null) return undefined;
  return {
    publicId: "counting",
    topic: "counting",
    question: topics.counting.question[account.locale],
    arguments: made.arguments,
    conclusion: countingChoice?.reason ?? "",
    assessedBy: made.by,
    assessedAt: new Date(made.at),
    reviewOn: made.reviewOn,
    basis: "",
  };
}
