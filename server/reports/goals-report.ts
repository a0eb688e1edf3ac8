import type { MailingGoals } from "../../contract/goals.ts";
import type { FigureView } from "../../contract/reports.ts";
import { getAccount } from "../accounts/index.ts";
import { allGoals, coveredClickers, reachedByLink, reachedGoals } from "../goals/index.ts";
import type { Tx } from "../platform/index.ts";

/**
 * Who of a mailing's clickers reached which goal, as figures. Whoever may not see single persons gets none of fewer than
 * `k` people, and no split by link unless every part is that large: a total would give the small part away (TRK-09).
 */
export async function goalsReport(
  tx: Tx,
  mailingId: number,
  seesPersons: boolean,
): Promise<MailingGoals> {
  const { kMin: k } = await getAccount(tx);
  const clickers = await coveredClickers(tx, mailingId);
  const reached = new Map((await reachedGoals(tx, mailingId)).map((one) => [one.goalId, one]));
  const links = await reachedByLink(tx, mailingId);
  const goals = (await allGoals(tx)).filter((goal) => !goal.archivedAt || reached.has(goal.id));
  const names = new Map(goals.map((goal) => [goal.id, goal.publicId]));
  const isSmall = (people: number): boolean => !seesPersons && (clickers < k || people < k);
  const figure = (value: number, people: number): FigureView =>
    isSmall(people)
      ? { hidden: true, value: null, below: k }
      : { hidden: false, value, below: null };
  return {
    k,
    clickers: seesPersons || clickers >= k ? clickers : null,
    goals: goals.map((goal) => {
      const { people, times, valueCents } = reached.get(goal.id) ?? NOBODY;
      return {
        id: goal.publicId,
        name: goal.name,
        people: figure(people, people),
        times: figure(times, people),
        valueCents: isSmall(people) ? null : valueCents,
      };
    }),
    links: links.some((link) => isSmall(link.people))
      ? null
      : links.map(({ goalId, ...link }) => ({ ...link, goal: names.get(goalId) ?? "" })),
  };
}

const NOBODY = { people: 0, times: 0, valueCents: null };
