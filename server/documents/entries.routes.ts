import { AnswerInput, ChapterInput, ChapterParams } from "../../contract/documents.ts";
import { audit } from "../accounts/index.ts";
import { notFound, route, type Clock, type Database, type RouteSpec } from "../platform/index.ts";
import { chapters } from "./content/chapters.ts";
import { questions } from "./content/questions.ts";
import { saveEntry } from "./documents.store.ts";

const tag = "Documents";

/** What the house adds: chapters of the measures (ORG-01), answers of the screening (ORG-13). */
export function entryRoutes({ db, clock }: { db: Database; clock: Clock }): RouteSpec[] {
  return [
    route({
      method: "PUT",
      path: "/api/v1/documents/measures/chapters/:key",
      permission: "privacy.manage",
      tag,
      summary: "Write a chapter of the technical and organisational measures.",
      params: ChapterParams,
      body: ChapterInput,
      handle: ({ accountId, actor, params, body }) =>
        db.account(accountId, async (tx) => {
          if (!chapters.some(({ key }) => key === params.key)) throw notFound("chapter");
          await saveEntry(tx, accountId, {
            document: "measures",
            key: params.key,
            answer: "",
            text: body.text.trim(),
            setBy: actor.name,
            setAt: clock.now(),
          });
          await audit(tx, accountId, actor, "document.chapter_written", {
            objectType: "document",
            objectId: "measures",
            detail: { chapter: params.key, characters: body.text.trim().length },
          });
        }),
    }),
    route({
      method: "PUT",
      path: "/api/v1/documents/screening/answers/:key",
      permission: "privacy.manage",
      tag,
      summary: "Answer a question of the screening, with the reason.",
      params: ChapterParams,
      body: AnswerInput,
      handle: ({ accountId, actor, params, body }) =>
        db.account(accountId, async (tx) => {
          const question = questions.find(({ key }) => key === params.key);
          if (!question || question.known) throw notFound("question");
          await saveEntry(tx, accountId, {
            document: "screening",
            key: params.key,
            answer: body.answer,
            text: body.reason?.trim() ?? "",
            setBy: actor.name,
            setAt: clock.now(),
          });
          await audit(tx, accountId, actor, "document.question_answered", {
            objectType: "document",
            objectId: "screening",
            detail: { question: params.key, answer: body.answer },
          });
        }),
    }),
  ];
}
