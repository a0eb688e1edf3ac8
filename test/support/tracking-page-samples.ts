import type { PageContext } from "../../server/pages/index.ts";
import {
  trackingAnsweredPage,
  trackingQuestionPage,
} from "../../server/preferences/pages/index.ts";

const target = (action: string) => ({ action, fields: { nonce: "n0nce" } });

/** The question for the permission to analyse and what follows its answers. */
export function trackingPages(
  context: PageContext,
  wording: string,
  manageUrl: string,
): Record<string, string> {
  const question = {
    agree: target("/a/token/ja"),
    decline: target("/a/token/nein"),
    listName: "Marktblick",
    wording,
  };
  return {
    "tracking-question": trackingQuestionPage(context, question),
    "tracking-question-renewed": trackingQuestionPage(context, { ...question, renewed: true }),
    "tracking-granted": trackingAnsweredPage(context, { answer: "granted", manageUrl }),
    "tracking-refused": trackingAnsweredPage(context, { answer: "refused", manageUrl }),
    "tracking-kept": trackingAnsweredPage(context, { answer: "kept", manageUrl }),
  };
}
